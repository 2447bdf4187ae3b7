"""Word (ECMA-376, transitional), written without a template: styles with names, real footnotes, header rows,
alternative text, bookmarks for every clause, each text in its own language and direction.

The numbers of clauses are written words with a style of their own, not Word's counters: in a legal text a number must
not move because somebody deleted a paragraph, and must survive copying.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from whitepapers.engine.exports import docx_parts as parts
from whitepapers.engine.exports.document import ExportDocument, ExportPart, is_rtl
from whitepapers.engine.exports.docx_grid import Cell, grid_of
from whitepapers.engine.exports.markup import (
    Run,
    blocks_of,
    footnote_mark,
    header_rows,
    is_small,
    rows_of,
    runs_of,
    xml_safe,
)

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
_EMU = 9525  # a pixel at 96 to the inch
_MAX_WIDTH = 5_400_000  # EMU, within the margins of A4
_MAX_BOOKMARK = 40  # characters; Word drops longer ones
# A package with the moment of its making inside would differ with each download.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def to_docx(document: ExportDocument) -> bytes:
    writer = _Writer(document)
    body = writer.body()
    return _packed(document, writer, body)


@dataclass
class _Voice:
    """In which language and paragraph style something is said, and which footnotes (mark → id) stand in it."""

    language: str
    style: str
    notes: dict[str, int]


@dataclass
class _Writer:
    document: ExportDocument
    links: dict[str, str] = field(default_factory=dict)  # address → relation
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # src → (file name, bytes)
    notes: list[str] = field(default_factory=list)
    digit_lists: int = 0
    bookmarks: set[str] = field(default_factory=set)
    pictures_drawn: int = 0

    def body(self) -> str:
        document, own = self.document, self.document.language
        said = [self.paragraph([Run(document.kind_label)], "DocumentFacts", own)]
        said.append(self.paragraph([Run(document.title)], "Title", own))
        said += [self.paragraph([Run(line)], "Subtitle", own) for line in document.summary.splitlines() if line.strip()]
        facts = [
            " · ".join(filter(None, (document.responsible, document.publisher))),
            document.labels.version,
        ]
        said += [self.paragraph([Run(fact)], "DocumentFacts", own) for fact in facts if fact]
        address = [Run(f"{document.labels.address}: "), Run(document.url, href=document.url)]
        said.append(self.paragraph(address, "DocumentFacts", own))
        if document.licence:
            said.append(self.paragraph([Run(f"{document.labels.licence}: {document.licence}")], "DocumentFacts", own))
        for index, part in enumerate(document.parts):
            said += self._part(index, part)
        section = (
            '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
            '<w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
            '<w:pgMar w:top="1418" w:right="1304" w:bottom="1418" w:left="1304" w:header="709" w:footer="709" '
            'w:gutter="0"/>' + ("<w:bidi/>" if is_rtl(own) else "") + "</w:sectPr>"
        )
        return (
            f'{parts.HEAD}<w:document xmlns:w="{parts.W}" xmlns:r="{parts.R}" xmlns:wp="{_WP}" xmlns:a="{_A}" '
            f'xmlns:pic="{_PIC}"><w:body>{"".join(said)}{section}</w:body></w:document>'
        )

    def _part(self, index: int, part: ExportPart) -> list[str]:
        own, mark = part.language, self._bookmark(index, part.eid)
        blocks = blocks_of(part.html)
        notes = self._footnotes(blocks, own)
        if part.is_note:
            label = Run(f"{self.document.labels.explanatory_note}: ", bold=True)
            first = self.paragraph([label], parts.identity(parts.NOTE), self.document.language, around=mark)
            return [first, *self._blocks(blocks, _Voice(own, parts.identity(parts.NOTE), notes))]
        if part.is_running:
            return self._blocks(blocks, _Voice(own, "Normal", notes))
        number = [Run(part.shown_number)] if part.number else []
        said = []
        if part.is_heading:
            style = parts.identity("heading", part.level)
            said.append(self._opening(number, [Run(part.heading)], style, own, mark, between=" "))
        elif part.heading:
            style = parts.identity(parts.CLAUSE_HEADING, part.level)
            said.append(self._opening(number, [Run(part.heading)], style, own, mark))
        else:
            style = parts.identity(parts.CLAUSE, part.level)
            opens_with_words = bool(blocks) and blocks[0].tag == "p" and not is_small(blocks[0])
            words = list(runs_of(blocks.pop(0))) if opens_with_words else []
            said.append(self._opening(number, words, style, own, mark, notes=notes))
        voice = _Voice(own, parts.identity(parts.CLAUSE_TEXT, part.level), notes)
        said += self._blocks(blocks, voice)
        remark = parts.identity(parts.REMARK)
        if part.summary:
            label = Run(f"{self.document.labels.plain_language} ", bold=True)
            said.append(self.paragraph([label, Run(part.summary)], remark, own))
        if part.mark:
            said.append(self.paragraph([Run(part.mark)], remark, self.document.language))
        return said

    def _bookmark(self, index: int, eid: str) -> tuple[str, str]:
        """Word's limit is 40 letters, digits and underscores; what does not fit stays reachable by its place."""
        name = re.sub(r"\W", "_", eid, flags=re.ASCII)
        if len(name) > _MAX_BOOKMARK or not name[:1].isalpha() or name in self.bookmarks:
            name = f"clause_{index + 1}"
        self.bookmarks.add(name)
        return f'<w:bookmarkStart w:id="{index + 1}" w:name="{name}"/>', f'<w:bookmarkEnd w:id="{index + 1}"/>'

    def _opening(
        self,
        number: list[Run],
        words: list[Run],
        style: str,
        language: str,
        around: tuple[str, str],
        *,
        between: str = "\t",
        notes: dict[str, int] | None = None,
    ) -> str:
        inner = "".join(self._run(run, language, style=parts.identity(parts.NUMBER)) for run in number)
        if number:
            inner += "<w:r><w:tab/></w:r>" if between == "\t" else self._run(Run(between), language)
        inner += self._runs(words, language, notes or {})
        return self._wrapped(around[0] + inner + around[1], style, language)

    # --- blocks -------------------------------------------------------------------------------------------------------

    def _footnotes(self, blocks: list[etree._Element], language: str) -> dict[str, int]:
        """Footnotes whose mark stands raised in the words become Word's own and leave `blocks`; mark → id."""
        raised = {
            "".join(sup.itertext()).strip() for block in blocks if not is_small(block) for sup in block.iter("sup")
        }
        found: dict[str, int] = {}
        for block in list(blocks):
            mark = footnote_mark(block)
            if mark and mark in raised and mark not in found:
                blocks.remove(block)
                self.notes.append(self.paragraph(list(runs_of(block)), "FootnoteText", language))
                found[mark] = len(self.notes)
        return found

    def _blocks(self, blocks: list[etree._Element], voice: _Voice) -> list[str]:
        return [xml for block in blocks for xml in self._block(block, voice)]

    def _block(self, block: etree._Element, voice: _Voice) -> list[str]:
        if block.tag in {"ul", "ol"}:
            return self._list(block, voice, 0)
        if block.tag == "table":
            return self._table(block, voice)
        if block.tag == "figure":
            return self._figure(block, voice)
        return [self.paragraph(list(runs_of(block)), voice.style, voice.language, notes=voice.notes)]

    def _list(self, block: etree._Element, voice: _Voice, depth: int) -> list[str]:
        if block.tag == "ol":
            self.digit_lists += 1
        number = parts.BULLETS if block.tag == "ul" else parts.DIGITS + self.digit_lists - 1
        level = f'<w:numPr><w:ilvl w:val="{min(depth, 8)}"/><w:numId w:val="{number}"/></w:numPr>'
        said = []
        for item in (item for item in block if item.tag == "li"):
            runs = list(runs_of(item))
            said.append(self.paragraph(runs, voice.style, voice.language, notes=voice.notes, numbering=level))
            for inner in (child for child in item if child.tag in {"ul", "ol"}):
                said += self._list(inner, voice, depth + 1)
        return said

    def _table(self, block: etree._Element, voice: _Voice) -> list[str]:
        rows = [row for row in rows_of(block) if any(cell.tag in {"td", "th"} for cell in row)]
        caption = block.find("caption")
        words = " ".join("".join(caption.itertext()).split()) if caption is not None else ""
        said = [self.paragraph([Run(words)], "Caption", voice.language)] if words else []
        grid = grid_of(rows)
        if not grid:
            return said
        width = len(grid[0])
        headers = header_rows(block)
        first_column = any(row[0].tag == "th" for row in rows[headers:] if len(row))
        direction = "<w:bidiVisual/>" if is_rtl(voice.language) else ""
        xml = [
            f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>{direction}<w:tblW w:w="0" w:type="auto"/>'
            f'<w:tblInd w:w="{parts.HANG}" w:type="dxa"/>'
            f'<w:tblLook w:val="0000" w:firstRow="{int(bool(headers))}" w:lastRow="0" '
            f'w:firstColumn="{int(first_column)}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            + (f"<w:tblCaption w:val={quoteattr(xml_safe(words))}/>" if words else "")
            + "</w:tblPr><w:tblGrid>"
            + f'<w:gridCol w:w="{8400 // width}"/>' * width
            + "</w:tblGrid>"
        ]
        for index, line in enumerate(grid):
            head = "<w:tblHeader/>" if index < headers else ""
            cells = "".join(self._cell(cell, voice) for cell in line if cell is not None)
            xml.append(f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{cells}</w:tr>")
        xml.append("</w:tbl>")
        # Word joins two tables that touch.
        return [*said, "".join(xml), '<w:p><w:pPr><w:spacing w:after="60"/></w:pPr></w:p>']

    def _cell(self, cell: Cell, voice: _Voice) -> str:
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        merge = {"start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(cell.merge, "")
        runs: list[Run] = []
        if cell.merge != "more" and cell.element is not None:
            bold = cell.element.tag == "th"
            runs = [Run(r.text, r.bold or bold, r.italic, r.raised, r.href) for r in runs_of(cell.element)]
        words = self.paragraph(runs, "TableText", voice.language, notes=voice.notes)
        return f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/>{span}{merge}</w:tcPr>{words}</w:tc>'

    def _figure(self, block: etree._Element, voice: _Voice) -> list[str]:
        said = []
        for image in block.iter("img"):
            source, alt = str(image.get("src") or ""), " ".join((image.get("alt") or "").split())
            drawing = self._drawing(source, alt)
            if drawing:
                said.append(self._wrapped(f"<w:r>{drawing}</w:r>", voice.style, voice.language))
            elif alt:
                said.append(self.paragraph([Run(f"[{alt}]")], parts.identity(parts.REMARK), voice.language))
        caption = block.find("figcaption")
        if caption is not None:
            said.append(self.paragraph(list(runs_of(caption)), "Caption", voice.language))
        return said

    def _drawing(self, source: str, alt: str) -> str:
        picture = self.document.pictures.get(source)
        ending = _ENDINGS.get(picture.content_type) if picture else None
        if picture is None or ending is None:
            return ""
        if source not in self.media:
            self.media[source] = (f"picture{len(self.media) + 1}.{ending}", picture.data)
        relation = f"rIdPicture{list(self.media).index(source) + 1}"
        self.pictures_drawn += 1
        wide, high = max(picture.width, 1) * _EMU, max(picture.height, 1) * _EMU
        if wide > _MAX_WIDTH:
            wide, high = _MAX_WIDTH, high * _MAX_WIDTH // wide
        key, name = self.pictures_drawn, f"Picture {self.pictures_drawn}"
        return (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr id="{key}" name="{name}" descr={quoteattr(xml_safe(alt))}/><a:graphic>'
            f'<a:graphicData uri="{_PIC}">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{key}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )

    # --- words --------------------------------------------------------------------------------------------------------

    def paragraph(
        self,
        runs: list[Run],
        style: str,
        language: str,
        *,
        around: tuple[str, str] = ("", ""),
        notes: dict[str, int] | None = None,
        numbering: str = "",
    ) -> str:
        inner = self._runs(runs, language, notes or {})
        return self._wrapped(around[0] + inner + around[1], style, language, numbering)

    def _wrapped(self, inner: str, style: str, language: str, numbering: str = "") -> str:
        direction = "<w:bidi/>" if is_rtl(language) else '<w:bidi w:val="0"/>' if is_rtl(self.document.language) else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}{direction}</w:pPr>{inner}</w:p>'

    def _runs(self, runs: list[Run], language: str, notes: dict[str, int]) -> str:
        said = []
        for run in runs:
            note = notes.get(run.text.strip()) if run.raised == "sup" else None
            if note:
                # Its own mark follows, so that the words stay what they are.
                said.append(
                    f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:vertAlign w:val="superscript"/></w:rPr>'
                    f'<w:footnoteReference w:customMarkFollows="1" w:id="{note}"/>'
                    f"<w:t>{escape(xml_safe(run.text))}</w:t></w:r>"
                )
            elif run.href:
                inner = self._run(run, language, style="Hyperlink")
                said.append(f'<w:hyperlink r:id="{self._link(run.href)}">{inner}</w:hyperlink>')
            else:
                said.append(self._run(run, language))
        return "".join(said)

    def _link(self, href: str) -> str:
        address = urljoin(self.document.url, href)
        return self.links.setdefault(address, f"rIdLink{len(self.links) + 1}")

    def _run(self, run: Run, language: str, *, style: str = "") -> str:
        if run.text == "\n":
            return "<w:r><w:br/></w:r>"
        if not run.text:
            return ""
        tag = parts.word_language(language)
        right = is_rtl(language)
        look = (
            (f'<w:rStyle w:val="{style}"/>' if style else "")
            + ("<w:b/><w:bCs/>" if run.bold else "")
            + ("<w:i/><w:iCs/>" if run.italic else "")
            + (f'<w:vertAlign w:val="{"superscript" if run.raised == "sup" else "subscript"}"/>' if run.raised else "")
            + ("<w:rtl/>" if right else "")
            + (f'<w:lang w:bidi="{tag}"/>' if right else f'<w:lang w:val="{tag}"/>')
        )
        return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(xml_safe(run.text))}</w:t></w:r>'


def _packed(document: ExportDocument, writer: _Writer, body: str) -> bytes:
    office = parts.R
    links = [
        (f"rId{name.title()}", f"{office}/{name}", f"{name}.xml", False)
        for name in ("styles", "numbering", "settings", "footnotes")
    ]
    links += [(f"rId{name.title()}", f"{office}/{name}", f"{name}1.xml", False) for name in ("header", "footer")]
    links += [
        (f"rIdPicture{count}", f"{office}/image", f"media/{name}", False)
        for count, (name, _data) in enumerate(writer.media.values(), start=1)
    ]
    outside = [(key, f"{office}/hyperlink", address, True) for address, key in writer.links.items()]
    endings = sorted({name.rsplit(".", 1)[1] for name, _data in writer.media.values()})
    whole = [
        ("rId1", f"{office}/officeDocument", "word/document.xml", False),
        ("rId2", f"{parts.PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml", False),
    ]
    files: list[tuple[str, str | bytes]] = [
        ("[Content_Types].xml", parts.content_types(endings)),
        ("_rels/.rels", parts.relations(whole)),
        ("docProps/core.xml", parts.core_properties(document)),
        ("word/document.xml", body),
        ("word/_rels/document.xml.rels", parts.relations([*links, *outside])),
        ("word/_rels/footnotes.xml.rels", parts.relations(outside)),
        ("word/styles.xml", parts.styles(document)),
        ("word/numbering.xml", parts.numbering(writer.digit_lists)),
        ("word/settings.xml", parts.settings(document)),
        ("word/footnotes.xml", parts.footnotes(writer.notes)),
        ("word/header1.xml", parts.header(document)),
        ("word/footer1.xml", parts.footer(document)),
        *((f"word/media/{name}", data) for name, data in writer.media.values()),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            package.writestr(info, content)
    return out.getvalue()
