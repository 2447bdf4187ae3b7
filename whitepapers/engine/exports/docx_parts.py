"""The parts of a Word package that stand beside the text: styles, lists, settings, properties, relations.

Elements inside w:pPr and w:rPr follow the order of the schema (ECMA-376 Part 1, 17.3): Word refuses others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from whitepapers.engine.exports.document import ExportDocument, is_rtl
from whitepapers.engine.exports.markup import xml_safe

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAX_LEVEL = 9
# Twentieths of a point. Numbers hang in this margin; each level of clause stands a step further in.
HANG = 850
STEP = 567
BULLETS, DIGITS = 1, 2  # lists inside a clause
# Names that our own importer knows again (engine/imports/docx.py): they tell what a paragraph is, whatever it says.
CLAUSE = "Clause"
CLAUSE_HEADING = "Clause Heading"
CLAUSE_TEXT = "Clause Text"
NUMBER = "Clause Number"
NOTE = "Explanatory Note"
REMARK = "Editorial Remark"
_ACCENT = "0A5A54"
_SOFT = "5D584C"
# A language that Word knows with its region; others as they are.
_WORD_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-TN"}


def word_language(code: str) -> str:
    return _WORD_LANGUAGES.get(code, code)


def identity(name: str, level: int = 0) -> str:
    """`Clause Heading` 2 → `ClauseHeading2`; `footnote text` → `FootnoteText`."""
    words = name if name[0].isupper() else name.title()
    return words.replace(" ", "") + (str(min(level, MAX_LEVEL)) if level else "")


@dataclass(frozen=True)
class _Style:
    name: str
    level: int = 0
    based: str = "Normal"
    bold: bool = False
    italic: bool = False
    colour: str = ""
    size: int = 0  # half points
    underline: bool = False
    raised: bool = False
    keep: bool = False
    before: int | None = None
    after: int | None = None
    start: int = 0
    hanging: int = 0
    centred: bool = False
    outline: int | None = None
    is_character: bool = False

    def xml(self) -> str:
        shown = f"{self.name} {self.level}" if self.level else self.name
        built_in = self.name in {"Title", "Subtitle", "Hyperlink"} or self.name[0].islower()
        kind, based = ("character", "DefaultParagraphFont") if self.is_character else ("paragraph", self.based)
        return (
            f'<w:style w:type="{kind}"{"" if built_in else _CUSTOM} w:styleId="{identity(self.name, self.level)}">'
            f'<w:name w:val="{shown}"/><w:basedOn w:val="{based}"/><w:qFormat/>'
            + ("" if self.is_character else f"<w:pPr>{self._paragraph()}</w:pPr>")
            + f"<w:rPr>{self._run()}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        keep = "<w:keepNext/><w:keepLines/>" if self.keep else ""
        tab = f'<w:tabs><w:tab w:val="left" w:pos="{self.start}"/></w:tabs>' if self.hanging else ""
        spacing = "".join(
            f' w:{name}="{value}"'
            for name, value in (("before", self.before), ("after", self.after))
            if value is not None
        )
        hanging = f' w:hanging="{self.hanging}"' if self.hanging else ""
        return (
            f"{keep}{tab}"
            + (f"<w:spacing{spacing}/>" if spacing else "")
            + (f'<w:ind w:left="{self.start}"{hanging}/>' if self.start else "")
            + ('<w:jc w:val="center"/>' if self.centred else "")
            + (f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "")
        )

    def _run(self) -> str:
        return (
            ("<w:b/><w:bCs/>" if self.bold else "")
            + ("<w:i/><w:iCs/>" if self.italic else "")
            + (f'<w:color w:val="{self.colour}"/>' if self.colour else "")
            + (f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size + 4}"/>' if self.size else "")
            + ('<w:u w:val="single"/>' if self.underline else "")
            + ('<w:vertAlign w:val="superscript"/>' if self.raised else "")
        )


_CUSTOM = ' w:customStyle="1"'


def _all_styles() -> list[_Style]:
    made = [
        _Style("Title", colour=_ACCENT, size=44, before=240, after=160),
        _Style("Subtitle", colour=_SOFT, size=26, after=240),
        _Style("Document Facts", colour=_SOFT, size=20, after=40),
        _Style(NOTE, italic=True, start=HANG),
        _Style(REMARK, colour=_SOFT, size=19, start=HANG),
        _Style("caption", bold=True, size=20, keep=True, start=HANG),
        _Style("footnote text", size=18, after=0),
        _Style("Table Text", size=20, before=40, after=40),
        _Style("header", colour=_SOFT, size=18),
        _Style("footer", colour=_SOFT, size=18, centred=True),
        _Style(NUMBER, bold=True, colour=_ACCENT, is_character=True),
        _Style("footnote reference", raised=True, is_character=True),
        _Style("Hyperlink", colour=_ACCENT, underline=True, is_character=True),
    ]
    for level in range(1, MAX_LEVEL + 1):
        before, size = max(160, 420 - 60 * level), max(22, 34 - 4 * level)
        made.append(
            _Style("heading", level, bold=True, size=size, keep=True, before=before, after=100, outline=level - 1)
        )
        # Based on the heading of its level, so that Word's navigation lists clauses under their parts.
        made.append(
            _Style(CLAUSE_HEADING, level, f"Heading{level}", size=23, start=HANG, hanging=HANG, outline=level - 1)
        )
        start = HANG + STEP * min(level - 1, 5)
        made.append(_Style(CLAUSE, level, start=start, hanging=HANG))
        made.append(_Style(CLAUSE_TEXT, level, start=start))
    return made


def styles(document: ExportDocument) -> str:
    language = word_language(document.language)
    own = f'w:bidi="{language}"' if is_rtl(document.language) else f'w:val="{language}"'
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="857D6C"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Cambria" w:eastAsia="Cambria" w:hAnsi="Cambria" w:cs="Times New Roman"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="26"/><w:lang {own}/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        "</w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr></w:style>"
        + "".join(style.xml() for style in _all_styles())
        + "</w:styles>"
    )


def numbering(digit_lists: int) -> str:
    """Lists inside a clause. Numbers of clauses are written out: they must not move when somebody edits the file.

    Each list of figures has a `w:num` of its own that starts from 1 again.
    """
    levels = {
        BULLETS: "".join(_level(depth, "bullet", "•") for depth in range(MAX_LEVEL)),
        DIGITS: "".join(_level(depth, "decimal", f"%{depth + 1}.") for depth in range(MAX_LEVEL)),
    }
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{key}"><w:multiLevelType w:val="multilevel"/>{xml}</w:abstractNum>'
        for key, xml in levels.items()
    )
    numbers = [f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{BULLETS}"/></w:num>']
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="1"/></w:lvlOverride>' for depth in range(MAX_LEVEL)
    )
    for count in range(digit_lists):
        numbers.append(f'<w:num w:numId="{DIGITS + count}"><w:abstractNumId w:val="{DIGITS}"/>{restart}</w:num>')
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{"".join(numbers)}</w:numbering>'


def _level(depth: int, style: str, text: str) -> str:
    start = HANG + 360 * (depth + 1)
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{start}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def settings(document: ExportDocument) -> str:
    language = word_language(document.language)
    theme = f'w:val="{language}" w:bidi="{language}"' if is_rtl(document.language) else f'w:val="{language}"'
    return (
        f'{HEAD}<w:settings xmlns:w="{W}"><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f"</w:compat><w:themeFontLang {theme}/></w:settings>"
    )


def footnotes(notes: Sequence[str]) -> str:
    """`notes`: the paragraphs of each, ready made; ids count from 1."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{key}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for key, kind, mark in ((-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"))
    )
    made = "".join(f'<w:footnote w:id="{key}">{xml}</w:footnote>' for key, xml in enumerate(notes, start=1))
    return f'{HEAD}<w:footnotes xmlns:w="{W}" xmlns:r="{R}">{separators}{made}</w:footnotes>'


def header(document: ExportDocument) -> str:
    return (
        f'{HEAD}<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Header"/>{_bidi(document)}</w:pPr>'
        f"{_run(document, f'{document.title} · {document.labels.version}')}</w:p></w:hdr>"
    )


def footer(document: ExportDocument) -> str:
    """Page numbers in the words of the language: "Page 3 of 12"."""
    pieces = []
    for index, words in enumerate(_split(document.labels.page)):
        field = {"%(page)s": "PAGE", "%(pages)s": "NUMPAGES"}.get(words)
        if field:
            pieces.append(f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        elif words or not index:
            pieces.append(_run(document, words))
    return (
        f'{HEAD}<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="Footer"/>{_bidi(document)}</w:pPr>'
        f"{''.join(pieces)}</w:p></w:ftr>"
    )


def _split(sentence: str) -> list[str]:
    for mark in ("%(page)s", "%(pages)s"):
        sentence = sentence.replace(mark, f"\0{mark}\0")
    return sentence.split("\0")


def _bidi(document: ExportDocument) -> str:
    return "<w:bidi/>" if is_rtl(document.language) else ""


def _run(document: ExportDocument, text: str) -> str:
    direction = "<w:rPr><w:rtl/></w:rPr>" if is_rtl(document.language) else ""
    return f'<w:r>{direction}<w:t xml:space="preserve">{escape(xml_safe(text))}</w:t></w:r>'


def core_properties(document: ExportDocument) -> str:
    day = f"{document.published_at:%Y-%m-%dT%H:%M:%SZ}"
    words = {
        "dc:title": document.title,
        "dc:subject": document.kind_label,
        "dc:creator": document.responsible or document.publisher,
        "dc:description": document.summary,
        "dc:identifier": document.url,
        "dc:language": word_language(document.language),
        "cp:version": str(document.version),
    }
    said = "".join(f"<{name}>{escape(xml_safe(value))}</{name}>" for name, value in words.items() if value)
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{said}'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


def content_types(pictures: Sequence[str]) -> str:
    defaults = {"rels": f"{_TYPES}.relationships+xml", "xml": "application/xml"}
    defaults |= {ending: f"image/{'jpeg' if ending == 'jpg' else ending}" for ending in pictures}
    parts = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        **{f"/word/{name}.xml": f"{_WORD}.{name}+xml" for name in ("styles", "numbering", "settings", "footnotes")},
        "/word/header1.xml": f"{_WORD}.header+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/docProps/core.xml": f"{_TYPES}.core-properties+xml",
    }
    made = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    made += [f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts.items()]
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(made)}</Types>'


_TYPES = "application/vnd.openxmlformats-package"


def relations(links: Sequence[tuple[str, str, str, bool]]) -> str:
    """(id, type, target, is outside) of each."""
    made = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target={quoteattr(xml_safe(target))}'
        + (' TargetMode="External"/>' if outside else "/>")
        for key, kind, target, outside in links
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{made}</Relationships>'
