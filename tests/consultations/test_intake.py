"""Reading a file of contributions: physical lines, whatever stands in it, in bounded memory."""

import io

import pytest

from hub.core.engine import record_files as intake
from hub.core.engine.record_files import UnreadableFileError, read_records


def read(content):
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    return [(record.line, record.values.get("body"), bool(record.fault)) for record in read_records(stream)]


def test_bodies_over_several_lines_and_the_lines_on_which_records_start():
    content = 'external_id,body\n1,"one\ntwo\n\nthree"\n\n2,short\n,\n3,"a ""quote"", a comma"\r\n'
    assert read(content) == [(2, "one\ntwo\n\nthree", False), (7, "short", False), (9, 'a "quote", a comma', False)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_separators_and_byte_order_mark(delimiter, bom):
    content = bom + f'"External_ID"{delimiter} body \n1{delimiter}"é{delimiter}"\n'.encode()
    assert read(content) == [(2, f"é{delimiter}", False)]


def test_one_bad_quotation_mark_costs_one_record():
    content = 'external_id,body\n1,good\n2,"never closed\n3,"also good"\n4,good\n5,"open at the end\n6,good\n'
    assert read(content) == [
        (2, "good", False),
        (3, None, True),
        (4, "also good", False),
        (5, "good", False),
        (6, None, True),
        (7, "good", False),
    ]


def test_too_many_columns_are_a_fault_too_few_are_empty():
    assert read("external_id,body,position\n1,a,b,c\n2\n") == [(2, None, True), (3, None, False)]


def test_a_record_without_end_is_cut_and_the_rest_is_read(monkeypatch):
    monkeypatch.setattr(intake, "MAX_RECORD_BYTES", 200)
    long = "x" * 5000
    assert read(f"external_id,body\n1,{long}\n2,good\n") == [(2, None, True), (3, "good", False)]
    lines = "".join(f"{n},line\n" for n in range(3, 60))
    found = read(f'external_id,body\n1,good\n2,"open\n{lines}')
    assert found[:3] == [(2, "good", False), (3, None, True), (4, "line", False)]
    assert len(found) == 59
    assert read(f'{{"body": "{long}"}}\n{{"body": "good"}}\n') == [(1, None, True), (2, "good", False)]


def test_json_lines():
    content = '{"body": 4.20, "external_id": 12345678901234567890}\n\nnot json\n[1]\n"text"\n{"body": null}\n'
    assert read(content) == [(1, "4.20", False), (3, None, True), (4, None, True), (5, None, True), (6, None, False)]


def test_json_that_is_nested_without_end_is_one_bad_record():
    content = '{"body": "good"}\n{"body": ' + "[" * 100_000 + "\n" + '{"body": "good"}\n'
    assert [fault for _line, _body, fault in read(content)] == [False, True, False]


def test_bytes_that_are_not_utf8_stay_in_their_record():
    content = b'external_id,body\n1,"caf\xe9\n2,not a record"\n3,good\n'
    found = read(content)
    assert [line for line, _body, _fault in found] == [2, 4]
    assert "\udce9" in found[0][1]


def test_null_bytes_html_and_formulas_are_text():
    content = "external_id,body\n1,a\x00b\n2,<script>alert(1)</script>\n3,=1+1\n"
    assert [body for _line, body, _fault in read(content)] == ["a\x00b", "<script>alert(1)</script>", "=1+1"]


def test_what_is_no_file_of_contributions_is_refused():
    for content in (b"", b"\n", b"[1]", b"\xff\xfea", b"\x00\x00", b"name,text\n1,2\n"):
        with pytest.raises(UnreadableFileError):
            read(content)
