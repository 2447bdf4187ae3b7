"""Word files (Office Open XML, ECMA-376 Part 1): styles, automatic numbers, tables, notes, tracked changes.

Word stores no numbers: each paragraph names a list and a level, and the reader counts. `Numbering` counts as Word does.
Tracked changes are accepted (the new text) or rejected (the old text), by choice; they are never mixed.
"""

from __future__ import annotations

import html as html_escape
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from whitepapers.engine.imports.docx_numbering import Numbering, W, value_of
from whitepapers.engine.imports.docx_package import Package
from whitepapers.engine.imports.outline import Block, outline, typed_number
from whitepapers.engine.imports.parsed import ImportRefusedError, ImportWarning, ParsedDocument, tidy

_HEADING_LENGTH = 160


@dataclass(frozen=True)
class _Run:
    text: str
    bold: bool
    italic: bool


@dataclass(frozen=True)
class _Style:
    name: str
    heading: int  # 1–9, 0 for none
    title: bool


def parse_docx(data: bytes, *, language: str = "", accept_changes: bool = True) -> ParsedDocument:
    """A document from a Word file's bytes."""
    package = Package(data)
    reader = _Reader(package, accept_changes)
    blocks = _joined_headings(list(reader.blocks()))
    document = outline(
        blocks, title=package.title if not any(b.kind == "title" for b in blocks) else "", language=language
    )
    if not document.title:
        document.title = tidy(blocks[0].text)[:255] if blocks else ""
    document.warnings[:0] = reader.warnings
    return document


class _Reader:
    def __init__(self, package: Package, accept_changes: bool) -> None:
        self.package = package
        self.accept = accept_changes
        self.styles = dict(_styles(package.part("word/styles.xml")))
        self.numbering = Numbering(package.part("word/numbering.xml"), package.part("word/styles.xml"))
        self.notes = {
            **_notes(package.part("word/footnotes.xml"), "footnote"),
            **_notes(package.part("word/endnotes.xml"), "endnote"),
        }
        self.warnings: list[ImportWarning] = []
        body = package.document.find(f"{W}body")
        if body is None:
            raise ImportRefusedError("The Word file has no text.", "word/document.xml")
        self.body = body
        self.styled = any(
            self.styles[s].heading for s in (value_of(p, "pPr/pStyle") for p in body.iter(f"{W}p")) if s in self.styles
        )
        if package.document.find(f".//{W}ins") is not None or package.document.find(f".//{W}del") is not None:
            kept = "accepted" if accept_changes else "rejected"
            self.warnings.append(ImportWarning("tracked changes", f"The file has tracked changes; they were {kept}."))

    def blocks(self) -> Iterator[Block]:
        yield from self._children(self.body)

    def _children(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                yield self._table(element)
            elif (
                element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}smartTag"}
                or (element.tag == f"{W}ins" and self.accept)
                or (element.tag == f"{W}del" and not self.accept)
            ):
                yield from self._children(element)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        style = self.styles.get(value_of(element, "pPr/pStyle"), _Style("", 0, False))
        level = value_of(element, "pPr/outlineLvl")
        depth = style.heading or (int(level) + 1 if level.isdigit() and int(level) < 9 else 0)
        mark = element.find(f"{W}pPr/{W}rPr")
        gone = mark is not None and mark.find(f"{W}{'del' if self.accept else 'ins'}") is not None
        runs = list(self._runs(element))
        text = tidy("".join(run.text for run in runs))
        # An empty paragraph that is a deleted mark must not move the counters on.
        number, list_level = ("", 0) if gone and not text else self.numbering.next(element)
        for picture in element.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            if not (picture.get("descr") or "").strip():
                self.warnings.append(
                    ImportWarning(
                        picture.get("name") or "picture",
                        "A picture without alternative text was left out; add it by hand.",
                    )
                )
        if text:
            markup = f"<p>{_markup(runs)}</p>"
            if style.title:
                yield Block("title", text, markup)
            elif depth or (not self.styled and _looks_like_heading(element, runs, text)):
                yield Block("heading", text, "", depth or _guessed_depth(text), number)
            elif number and list_level >= 0:
                yield Block("item", text, markup, 0, number)
            elif list_level < 0:
                yield Block("note", text, f"<ul><li>{_markup(runs)}</li></ul>")
            else:
                yield Block("paragraph", text, markup)
        for reference in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            note = self.notes.get(
                (reference.tag.removeprefix(W).removesuffix("Reference"), reference.get(f"{W}id") or "")
            )
            if note:
                yield Block("note", note, f"<p><small>{html_escape.escape(note, quote=False)}</small></p>")

    def _runs(self, element: etree._Element) -> Iterator[_Run]:
        skipped = {f"{W}del", f"{W}moveFrom"} if self.accept else {f"{W}ins", f"{W}moveTo"}
        for child in element:
            if child.tag in skipped or child.tag == f"{W}pPr":
                continue
            if child.tag == f"{W}r":
                text = "".join(
                    (piece.text or "") if piece.tag in {f"{W}t", f"{W}delText"} else _SIGNS.get(piece.tag, "")
                    for piece in child
                )
                yield _Run(text, _is_on(child, "b"), _is_on(child, "i"))
            elif child.tag not in {f"{W}txbxContent"}:
                yield from self._runs(child)

    def _table(self, table: etree._Element) -> Block:
        rows, lines = [], []
        for row in table.iter(f"{W}tr"):
            cells = [
                tidy("".join(run.text for p in cell.iter(f"{W}p") for run in [*self._runs(p), _Run(" ", False, False)]))
                for cell in row.findall(f"{W}tc")
            ]
            rows.append(
                "<tr>" + "".join(f"<td>{html_escape.escape(cell, quote=False)}</td>" for cell in cells) + "</tr>"
            )
            lines.append(" ".join(cells).strip())
        return Block(
            "table", "\n".join(line for line in lines if line), f"<table><tbody>{''.join(rows)}</tbody></table>"
        )


_SIGNS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}


def _is_on(run: etree._Element, name: str) -> bool:
    found = run.find(f"{W}rPr/{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "none"}


def _markup(runs: list[_Run]) -> str:
    """Bold and italic as HTML, neighbours with the same look joined."""
    out, now, held = [], (False, False), ""
    for run in [*runs, _Run("", False, False)]:
        look = (run.bold, run.italic)
        if look != now:
            out.append(_wrapped(held, *now))
            held, now = "", look
        held += run.text
    out.append(_wrapped(held, *now))
    return " ".join("".join(out).split())


def _wrapped(text: str, bold: bool, italic: bool) -> str:
    safe = html_escape.escape(text, quote=False)
    if not safe.strip():
        return safe
    safe = f"<em>{safe}</em>" if italic else safe
    return f"<strong>{safe}</strong>" if bold else safe


def _styles(root: etree._Element | None) -> Iterator[tuple[str, _Style]]:
    if root is None:
        return
    raw = {style.get(f"{W}styleId", ""): style for style in root.findall(f"{W}style")}

    def heading(style_id: str, seen: tuple[str, ...] = ()) -> int:
        style = raw.get(style_id)
        if style is None or style_id in seen:
            return 0
        level = value_of(style, "pPr/outlineLvl")
        if level.isdigit():
            return int(level) + 1 if int(level) < 9 else 0
        name = value_of(style, "name").casefold()
        if name.startswith("heading ") and name[8:].isdigit():
            return min(int(name[8:]), 9)
        return heading(value_of(style, "basedOn"), (*seen, style_id))

    for style_id, style in raw.items():
        name = value_of(style, "name")
        yield style_id, _Style(name, heading(style_id), name.casefold() == "title")


def _notes(root: etree._Element | None, kind: str) -> dict[tuple[str, str], str]:
    if root is None:
        return {}
    return {
        (kind, note.get(f"{W}id", "")): tidy("".join(piece.text or "" for piece in note.iter(f"{W}t")))
        for note in root.findall(f"{W}{kind}")
        if note.get(f"{W}type") in {None, "normal"}
    }


def _looks_like_heading(element: etree._Element, runs: list[_Run], text: str) -> bool:
    """In a file without heading styles: a short line that is bold throughout."""
    said = [run for run in runs if run.text.strip()]
    return bool(said) and all(run.bold for run in said) and len(text) <= _HEADING_LENGTH and text[-1] not in ".;,:—"


def _guessed_depth(text: str) -> int:
    number, _rest = typed_number(text)
    if text.isupper() and (not number or number[:1].isalpha()):
        return 1
    return 2 if number else 3


def _joined_headings(blocks: list[Block]) -> list[Block]:
    """ "CHAPTER 1" on one line and "DEFINITIONS" on the next are one heading."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and last.kind == block.kind == "heading" and not block.number and not last.number:
            number, rest = typed_number(last.text)
            if number and not rest and not typed_number(block.text)[0]:
                joined[-1] = Block("heading", block.text, "", last.depth, number)
                continue
        joined.append(block)
    return joined
