"""Files that people have, read into clauses: real acts and bills, a real Word file, and files made to do harm."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.imports.docx_numbering import formatted
from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedDocument, safe_eid
from whitepapers.engine.mapping import REVIEW_BELOW, Unit, map_clauses

HIERARCHY = {
    "part",
    "chapter",
    "title",
    "book",
    "tome",
    "division",
    "list",
    "point",
    "indent",
    "alinea",
    "rule",
    "subrule",
    "proviso",
    "subsection",
    "subpart",
    "paragraph",
    "subparagraph",
    "subchapter",
    "subtitle",
    "subdivision",
    "subclause",
    "clause",
    "sublist",
    "level",
    "article",
    "section",
    "transitional",
    "hcontainer",
}


def real(path: str) -> bytes:
    file = Path(settings.REAL_DATA_DIR) / path
    if not file.exists():
        pytest.skip(f"real data is not here: REAL_DATA_DIR/{path}")
    return file.read_bytes()


def local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def count_akoma_ntoso(data: bytes) -> int:
    """Counted anew with the standard library, straight from the definition."""

    def walk(element: ElementTree.Element, inside: bool) -> int:
        if local(element) == "quotedStructure":
            return 0
        inside = inside or local(element) in {"body", "mainBody", "portionBody"}
        own = 1 if inside and local(element) in HIERARCHY else 0
        return own + sum(walk(child, inside) for child in element)

    return walk(ElementTree.fromstring(data), False)


def count_uslm(data: bytes) -> int:
    def walk(element: ElementTree.Element) -> int:
        if local(element) == "quotedContent":
            return 0
        return int(element.get("identifier") is not None) + sum(walk(child) for child in element)

    return sum(walk(main) for main in ElementTree.fromstring(data).iter() if local(main) == "main")


def assert_sound(document: ParsedDocument) -> None:
    eids = [clause.eid for clause in document.clauses]
    assert len(set(eids)) == len(eids)
    assert all(eid and safe_eid(eid) == eid for eid in eids)
    for position, clause in enumerate(document.clauses):
        if clause.parent is None:
            assert clause.level == 1
        else:
            assert clause.parent < position
            assert document.clauses[clause.parent].level == clause.level - 1


@pytest.mark.parametrize("name", ["it_senato_ddl_2013", "uk_pga-2014-27-enacted-data", "us_Act_2011-11-29"])
def test_each_numbered_part_of_an_akoma_ntoso_file_is_a_clause(name: str) -> None:
    data = real(f"akoma_ntoso/{name}.xml")
    document = parse_document(data)
    assert len(document.clauses) == count_akoma_ntoso(data) > 20
    assert_sound(document)
    assert document.title
    assert document.language == name[:2].replace("uk", "en").replace("us", "en")


def test_the_identifiers_of_a_file_are_kept_where_they_are_safe() -> None:
    document = parse_document(real("akoma_ntoso/uk_pga-2014-27-enacted-data.xml"))
    clause = next(one for one in document.clauses if one.eid == "sec_1__subsec_2__para_b")
    assert clause.text == "require the retention of all data or any description of data,"
    assert clause.number == "b"


@pytest.mark.parametrize("name", ["h1037_eh.XML", "H1037_RFS.XML", "S2731_IPS.XML", "S2731_RCS.XML"])
def test_each_identified_provision_of_a_uslm_file_is_a_clause(name: str) -> None:
    data = real(f"bill_versions/{name}")
    document = parse_document(data)
    assert len(document.clauses) == count_uslm(data) >= 20
    assert_sound(document)


def test_headings_and_numbers_of_a_word_file_survive() -> None:
    document = parse_document(real("word/act-2-1998.docx"))
    assert document.title == "Act 2 of 1998"
    assert [(one.number, one.heading) for one in document.clauses][-2:] == [
        ("CHAPTER 1", "DEFINITIONS"),
        ("1", "Definitions"),
    ]
    assert document.clauses[-1].parent == len(document.clauses) - 2
    assert "unless the context indicates otherwise" in document.clauses[-1].text
    assert any("alternative text" in warning.message for warning in document.warnings)


def test_markdown_is_read_by_its_numbers_and_headings() -> None:
    lines = ["# Quay rules", "Foreword.", "## 4 Trading", "4.1 A licence names:", "(a) the place;", "(b) the hours."]
    document = parse_document("\n\n".join([*lines, "4.2 One year."]).encode())
    assert document.title == "Quay rules"
    assert document.summary == "Foreword."
    assert [(one.level, one.number, one.text or one.heading) for one in document.clauses] == [
        (1, "4", "Trading"),
        (2, "4.1", "A licence names:"),
        (3, "(a)", "the place;"),
        (3, "(b)", "the hours."),
        (2, "4.2", "One year."),
    ]
    assert_sound(document)


def test_arabic_html_is_read_by_its_chapters_and_articles() -> None:
    page = (
        '<html lang="ar"><body><h1>قرار</h1><h2>الباب الأول أحكام</h2><p>الفصل 1 - يهدف هذا القرار إلى</p>'
        "<p>أ) الشوارع</p><p>الفصل 2 - تسند الرخصة</p><script>alert(1)</script></body></html>"
    )
    document = parse_document(page.encode())
    assert document.language == "ar"
    assert [(one.level, one.number, one.text or one.heading) for one in document.clauses] == [
        (1, "الباب الأول", "أحكام"),
        (2, "الفصل 1", "يهدف هذا القرار إلى"),
        (3, "أ", "الشوارع"),
        (2, "الفصل 2", "تسند الرخصة"),
    ]
    assert "alert" not in "".join(one.html for one in document.clauses)


def zipped(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "password"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (zipped(word__document_xml=b"<w/>", word__vbaProject_bin=b"x"), "macros"),
        (zipped(readme_xml=b"<a/>"), "not a Word file"),
        (zipped(word__document_xml=b"<a>" + b" " * 70_000_000 + b"</a>"), "larger than a document holds"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "entities"),
        (b'<?xml version="1.0"?><a><b></a>', "broken"),
        (b'<?xml version="1.0"?><invoice/>', "neither Akoma Ntoso nor USLM"),
        (b'<?xml version="1.0"?>' + b"<a>" * 500 + b"</a>" * 500, "nested|broken"),
        (b"\x00\x01\x02" * 400, "not a text"),
    ],
    # A ZIP holds the time at which it was made: as a test's name it would differ on each core.
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_is_no_document_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(ImportRefusedError, match=says):
        parse_document(data)


def test_a_debate_has_nothing_to_comment_on() -> None:
    with pytest.raises(ImportRefusedError, match="comment on"):
        parse_document(b'<?xml version="1.0"?><akomaNtoso><debate><debateBody/></debate></akomaNtoso>')


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (4, "decimal", "4"),
        (4, "lowerLetter", "d"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (3, "arabicAbjad", "ج"),
    ],
)
def test_numbers_are_counted_as_word_counts(value: int, style: str, shown: str) -> None:
    assert formatted(value, style) == shown


def units(document: ParsedDocument, prefix: str) -> list[Unit]:
    return [
        Unit(
            f"{prefix}{position}",
            clause.number,
            clause.heading,
            clause.text,
            document.subtree_text(position),
            None if clause.parent is None else f"{prefix}{clause.parent}",
        )
        for position, clause in enumerate(document.clauses)
    ]


@pytest.mark.parametrize("pair", [("h1037_eh.XML", "H1037_RFS.XML"), ("S2731_IPS.XML", "S2731_RCS.XML")])
def test_two_stages_of_a_bill_with_the_same_words_are_unchanged(pair: tuple[str, str]) -> None:
    old, new = (units(parse_document(real(f"bill_versions/{name}")), name[:3]) for name in pair)
    rows = map_clauses(old, new)
    assert {row.status for row in rows} == {"unchanged"}
    assert len(rows) == len(old)
    assert not any(row.needs_review for row in rows)


def test_what_shares_few_words_is_never_paired_without_a_person() -> None:
    old = [
        Unit(
            "o",
            "4",
            "",
            "The district may refuse renewal without reasons.",
            "The district may refuse renewal without reasons.",
            None,
        )
    ]
    new = [
        Unit(
            "n", "4", "", "Trees are watered twice a week in summer.", "Trees are watered twice a week in summer.", None
        )
    ]
    rows = map_clauses(old, new)
    assert {(row.old, row.new, row.status) for row in rows} == {("o", None, "removed"), (None, "n", "new")}
    assert all(row.needs_review for row in rows if row.old and row.new and row.score < REVIEW_BELOW)


def test_words_win_over_numbers() -> None:
    def one(key: str, number: str, text: str) -> Unit:
        return Unit(key, number, "", text, text, None)

    stall = "A person may trade in a public space with a licence issued by the district."
    music = "Music is allowed in squares until eleven at night from June to September."
    rows = map_clauses([one("a", "1", stall), one("b", "2", music)], [one("x", "1", music), one("y", "2", stall)])
    assert {(row.old, row.new) for row in rows} == {("a", "y"), ("b", "x")}


def test_every_old_and_every_new_clause_has_a_row() -> None:
    document = parse_document(real("bill_versions/S2731_IPS.XML"))
    old = units(document, "o")
    new = [
        Unit(u.key.replace("o", "n"), str(i), u.heading, u.text, u.subtree, None) for i, u in enumerate(old) if i % 3
    ]
    rows = map_clauses(old, new)
    assert {row.old for row in rows} - {None} == {u.key for u in old}
    assert {row.new for row in rows} - {None} == {u.key for u in new}
    assert rows == map_clauses(old, new)
