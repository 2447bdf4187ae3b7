"""Dialects and habits of real files, written small: Word, HTML, Markdown, Akoma Ntoso of several countries, USLM."""

from __future__ import annotations

import io
import zipfile

import pytest

from whitepapers.engine.imports.detect import parse_document
from whitepapers.engine.imports.draft import Draft, draft_of
from whitepapers.engine.imports.media import media_of
from whitepapers.engine.imports.parsed import ImportRefusedError, ParsedDocument

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STYLES = (
    f'<w:styles {NS}><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
)
NUMBERING = (
    f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="المادة %1"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="arabicAbjad"/>'
    '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def p(text: str, style: str = "", inner: str = "", mark: str = "", number: str = "") -> str:
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + number + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f"<w:ins>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f'<w:del><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def word(*paragraphs: str, name: str = "word/document.xml", **parts: str | bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"<w:document {NS}><w:body>{''.join(paragraphs)}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
        archive.writestr("word/numbering.xml", NUMBERING)
        for part, content in parts.items():
            archive.writestr(part.replace("__", "/").replace("_DOT_", "."), content)
    return packed.getvalue()


def told(document: ParsedDocument) -> list[tuple[int, str, str, str]]:
    return [(one.level, one.number, one.heading, one.text) for one in document.clauses]


def draft(data: bytes | str) -> Draft:
    return draft_of(parse_document(data.encode() if isinstance(data, str) else data))


# --- Word -------------------------------------------------------------------------------------------------------------

TRACKED = (
    p("Rules", "T"),
    p("Trade", "H1"),
    p("A stall needs ", inner=deleted("a permit") + inserted("a licence") + run(" of the district.")),
    p("It may be ", mark="<w:del/>"),
    p("renewed once."),
)


@pytest.mark.parametrize(
    ("accept", "words"),
    [
        (True, "A stall needs a licence of the district.\nIt may be renewed once."),
        (False, "A stall needs a permit of the district.\nIt may be\nrenewed once."),
    ],
)
def test_tracked_changes_are_accepted_or_rejected_never_mixed(accept: bool, words: str) -> None:
    document = parse_document(word(*TRACKED), accept_changes=accept)
    assert document.title == "Rules"
    assert told(document) == [(1, "", "Trade", words)]
    assert len(document.warnings) == 1


def test_a_paragraph_that_was_split_by_a_tracked_change_is_one_again_when_it_is_rejected() -> None:
    data = word(p("Trade", "H1"), p("One ", mark="<w:ins/>"), p("sentence."))
    assert parse_document(data, accept_changes=False).clauses[0].text == "One sentence."


def test_arabic_numbering_headings_and_direction() -> None:
    level = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    data = word(
        p("الباب الثاني أحكام", "H1"), p("تسند الرخصة", number=level.format(0)), p("الشوارع", number=level.format(1))
    )
    document = parse_document(data)
    assert told(document) == [
        (1, "الباب الثاني", "أحكام", ""),
        (2, "المادة 1", "", "تسند الرخصة"),
        (3, "أ)", "", "الشوارع"),
    ]


def test_tables_keep_joined_cells_and_their_header() -> None:
    def cell(text: str, more: str = "") -> str:
        return f"<w:tc><w:tcPr>{more}</w:tcPr>{p(text)}</w:tc>"

    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{cell('Zone')}{cell('Fee', wide)}</w:tr>"
        f"<w:tr>{cell('Quay', begins)}{cell('day')}{cell('12')}</w:tr>"
        f"<w:tr>{cell('', goes_on)}{cell('night')}{cell('20')}</w:tr></w:tbl>"
    )
    part = draft(word(p("Fees", "H1"), p("As follows:"), table, p("They are paid in advance."))).parts[0]
    assert part.html == "<p>As follows:</p>"
    assert [one["type"] for one in part.attached] == ["table", "continuation"]
    content = part.attached[0]["value"]["content"]
    assert [column["heading"] for column in content["columns"]] == ["Zone", "Fee", "←"]
    assert [row["values"] for row in content["rows"]] == [["Quay", "day", "12"], ["↑", "night", "20"]]


def test_footnotes_pictures_links_and_text_boxes_are_kept_and_a_table_of_contents_is_not() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i1" Type="x/image" Target="media/plan.png"/>'
        '<Relationship Id="i2" Type="x/image" Target="../../../etc/passwd"/>'
        '<Relationship Id="l1" Type="x/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>'
    )
    drawing = '<w:r><w:drawing><wp:docPr name="Plan" descr="The quay"/><a:blip r:embed="i1"/></w:drawing></w:r>'
    outside = '<w:r><w:drawing><wp:docPr name="Odd"/><a:blip r:embed="i2"/></w:drawing></w:r>'
    box = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"
    twice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    boxes = f"<w:r><mc:AlternateContent>{twice}</mc:AlternateContent></w:r>"
    link = f'<w:hyperlink r:id="l1">{run("here")}</w:hyperlink>'
    notes = f'<w:footnotes {NS}><w:footnote w:id="2">{p("See the plan of 2019.")}</w:footnote></w:footnotes>'
    data = word(
        p("1 Trade 3", "TOC1"),
        p("Trade", "H1"),
        p("More ", inner=link + '<w:r><w:footnoteReference w:id="2"/></w:r>' + drawing + outside + boxes),
        word___rels__document_DOT_xml_DOT_rels=relations,
        word__media__plan_DOT_png=PIXEL,
        word__footnotes_DOT_xml=notes,
    )
    document = parse_document(data)
    part = draft_of(document).parts[0]
    assert part.html == '<p>More <a href="https://example.org/">here</a></p>'
    assert [(one["type"], one["value"].get("alt") or one["value"].get("text")) for one in part.attached] == [
        ("figure", "The quay"),
        ("continuation", "<p>In the box.</p>"),
        ("footnote", "<p>See the plan of 2019.</p>"),
    ]
    assert media_of(data, ["word/media/plan.png", "../../../etc/passwd"]) == {"word/media/plan.png": PIXEL}
    assert [warning.where for warning in document.warnings] == ["Odd"]


def test_other_names_inside_the_package_are_found() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    data = word(p("Trade", "H1"), p("Words."), name="word/document2.xml", _rels___DOT_rels=relations)
    assert told(parse_document(data)) == [(1, "", "Trade", "Words.")]


def test_the_strict_form_of_word_is_read_too() -> None:
    strict = f"<w:document {NS}><w:body>{p('1. One.')}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", strict)
    assert told(parse_document(packed.getvalue())) == [(1, "1", "", "One.")]


# --- HTML and Markdown ------------------------------------------------------------------------------------------------


def test_of_a_ministry_page_only_the_text_is_taken() -> None:
    page = """<!doctype html><html lang="fr"><head><title>Projet | Ministère</title></head><body>
      <header><a href="/">Accueil</a><h1>Ministère</h1></header><nav><ul><li>Menu</li></ul></nav>
      <main><h1>Projet de décret</h1><div hidden>caché</div><h2>Article 1er – Objet</h2><p>Le présent décret…</p>
      <ol type="a"><li>les <b>quais</b> ;<ol type="i"><li>nord ;</li></ol></li><li value="4">les rues.</li></ol>
      <h2>Article 4 bis</h2><p>Voir <a href="https://example.org/x">ici</a>.</p></main>
      <aside>Partager</aside><footer>Mentions légales</footer></body></html>"""
    document = parse_document(page.encode())
    assert (document.title, document.language) == ("Projet de décret", "fr")
    assert told(document) == [
        (1, "Article 1er", "Objet", "Le présent décret…"),
        (2, "a", "", "les quais ;"),
        (3, "i", "", "nord ;"),
        (2, "d", "", "les rues."),
        (1, "Article 4 bis", "", "Voir ici."),
    ]
    assert "<b>quais</b>" in document.clauses[1].html


def test_markdown_with_front_matter_nested_lists_and_a_table() -> None:
    text = """---
title: "Règles du quai"
lang: fr
---
## Commerce

1. Une licence nomme :
   1. le lieu ;
   2. les heures.
2. Elle vaut un an.

| Zone | Prix |
|------|------|
| Quai | 12   |
"""
    document = parse_document(text.encode())
    assert (document.title, document.language) == ("Règles du quai", "fr")
    assert [(level, number) for level, number, _h, _t in told(document)] == [
        (1, ""),
        (2, "1"),
        (3, "1"),
        (3, "2"),
        (2, "2"),
    ]
    parts = draft_of(document).parts
    assert parts[0].kind == "heading"
    assert parts[4].attached[0]["value"]["content"]["columns"][1]["heading"] == "Prix"


def test_a_text_without_any_number_is_numbered_by_the_hub() -> None:
    made = draft("# Guide\n\n## Why\n\nBecause.\n\n## How\n\nThus.")
    assert made.is_numbered_here
    assert [(part.kind, part.level, part.heading) for part in made.parts] == [
        ("clause", 1, "Why"),
        ("clause", 1, "How"),
    ]


@pytest.mark.parametrize("text", ["2015 was a hard year for the quay.", "A city needs rules.", "I think so."])
def test_a_sentence_that_starts_with_a_figure_or_a_letter_numbers_nothing(text: str) -> None:
    assert parse_document(f"# Guide\n\n## Why\n\n{text}".encode()).clauses[0].text == text


# --- Akoma Ntoso and USLM ---------------------------------------------------------------------------------------------


def akn(body: str, namespace: str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", around: str = "") -> str:
    return (
        f'<akomaNtoso xmlns="{namespace}"><act><meta><identification><FRBRExpression><FRBRlanguage language="eng"/>'
        f"</FRBRExpression></identification></meta><preface><p><docTitle>Quay Act</docTitle></p></preface>{around}"
        f"<body>{body}</body></act></akomaNtoso>"
    )


@pytest.mark.parametrize(
    "namespace",
    [
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0",
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/CSD13",
        "http://docs.oasis-open.org/legaldocml/ns/akn/3.0/WD17",
        "http://www.akomantoso.org/2.0",
        "http://www.akomantoso.org/1.0",
    ],
)
def test_namespaces_of_all_drafts_are_read(namespace: str) -> None:
    document = parse_document(
        akn('<section id="sec-4"><num>4.</num><content><p>Words.</p></content></section>', namespace).encode()
    )
    assert told(document) == [(1, "4.", "", "Words.")]
    assert document.clauses[0].eid == "sec-4"


def test_what_stands_around_the_articles_becomes_notes_and_no_clause() -> None:
    data = akn(
        "<p>Enacted thus.</p><section eId='s1'><num>1</num><content><p>One.</p></content></section>",
        around="<preamble><recital><num>(1)</num><p>Whereas quays are narrow,</p></recital></preamble>",
    )
    made = draft(data)
    assert [part.kind for part in made.parts] == ["note", "note", "clause"]
    assert "(1) " in made.parts[0].html
    assert "Whereas quays are narrow," in made.parts[0].html


def test_attachments_are_part_of_the_act() -> None:
    data = akn("<article eId='art_1'><num>Art. 1</num><content><p>One.</p></content></article>").replace(
        "</act>",
        "<attachments><attachment><doc><mainBody><hcontainer eId='sch' name='schedule'><heading>Fees</heading>"
        "<paragraph eId='p1'><num>1</num><content><p>Ten.</p></content></paragraph></hcontainer></mainBody></doc>"
        "</attachment></attachments></act>",
    )
    assert [clause.eid for clause in parse_document(data.encode()).clauses] == ["art_1", "sch", "p1"]
    annex = draft(data).parts[1]
    assert (annex.kind, annex.role) == ("heading", "annex")


def test_quoted_acts_are_words_and_notes_stand_at_the_end() -> None:
    quoted = "<quotedStructure><section><num>9</num><content><p>New words.</p></content></section></quotedStructure>"
    data = akn(
        "<section eId='s1'><num>1</num><content><p>In the Act<authorialNote marker='*'><p>Act of 1998.</p>"
        f"</authorialNote> insert: {quoted}</p></content></section>"
    )
    document = parse_document(data.encode())
    assert len(document.clauses) == 1
    assert document.clauses[0].text.splitlines()[0] == "In the Act insert:"
    assert document.clauses[0].text.endswith("New words.\nAct of 1998.")
    part = draft_of(document).parts[0]
    assert part.attached[-1] == {"type": "footnote", "value": {"mark": "*", "text": "<p>Act of 1998.</p>"}}


def test_deep_acts_keep_level_and_parent() -> None:
    body = (
        "".join(f"<point eId='p{n}'><num>{n}</num>" for n in range(1, 12))
        + "<content><p>Deep.</p></content>"
        + "</point>" * 11
    )
    parts = draft(akn(body)).parts
    assert [part.level for part in parts] == list(range(1, 12))


def test_a_part_is_a_heading_unless_a_clause_follows_on_its_level() -> None:
    words = "<content><p>W.</p></content></section>"
    part = "<part eId='p{0}'><num>Part {0}</num><section eId='s{0}'><num>{0}</num>" + words + "</part>"
    loose = f"<section eId='s9'><num>9</num>{words}"
    assert [one.kind for one in draft(akn(loose + part.format(1) + part.format(2))).parts] == [
        "clause", "heading", "clause", "heading", "clause",
    ]  # fmt: skip
    mixed = draft(akn(part.format(1) + loose)).parts
    assert [(one.kind, one.level) for one in mixed] == [("clause", 1), ("clause", 2), ("clause", 1)]


@pytest.mark.parametrize("kind", ["debate", "judgment"])
def test_a_debate_and_a_judgment_are_refused_by_name(kind: str) -> None:
    with pytest.raises(ImportRefusedError, match=kind):
        parse_document(f"<akomaNtoso><{kind}><{kind}Body><p>Words</p></{kind}Body></{kind}></akomaNtoso>".encode())


def test_uslm_keeps_words_outside_provisions_as_notes() -> None:
    data = (
        '<bill xmlns="http://schemas.gpo.gov/xml/uslm"><main><longTitle><officialTitle>To open quays.'
        "</officialTitle></longTitle>"
        '<section identifier="/us/bill/1/s1"><num value="1">SEC. 1.</num><heading>SHORT TITLE</heading>'
        "<content>Quay Act.</content><level><content>More.</content></level></section></main></bill>"
    )
    document = parse_document(data.encode())
    assert told(document) == [(1, "SEC. 1.", "SHORT TITLE", "Quay Act.\nMore.")]
    assert document.title == "To open quays."
    assert [note.before for note in document.notes] == [0]
