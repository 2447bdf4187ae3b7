"""Word files (Office Open XML, ECMA-376 Part 1): styles, automatic numbers, tables, notes, tracked changes.

Word stores no numbers: each paragraph names a list and a level, and the reader counts. `Numbering` counts as Word does.
Tracked changes are accepted (the new text) or rejected (the old text), by choice; they are never mixed.
"""

from __future__ import annotations

import html as html_escape
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml import etree

from whitepapers.engine.imports.docx_numbering import Numbering, W, value_of
from whitepapers.engine.imports.docx_own import NUMBER_STYLE, own_blocks
from whitepapers.engine.imports.docx_package import Package
from whitepapers.engine.imports.docx_runs import Run, markup, pictures_of, runs_of, text_boxes
from whitepapers.engine.imports.docx_tables import table_of
from whitepapers.engine.imports.outline import Block, outline, typed_number
from whitepapers.engine.imports.parsed import ImportRefusedError, ImportWarning, ParsedDocument, shortened, tidy

_HEADING_LENGTH = 160
_CONTAINERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag")}
_TRACKED = [f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")]


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
        blocks,
        title=package.title if not any(b.kind == "title" for b in blocks) else "",
        language=language or package.language,
    )
    if not document.title:
        document.title = shortened(next((block.text for block in blocks if block.text), ""))
    document.warnings[:0] = reader.warnings
    return document


class _Reader:
    def __init__(self, package: Package, accept_changes: bool) -> None:
        self.accept = accept_changes
        self.kept = f"{W}ins" if accept_changes else f"{W}del"
        self.styles = dict(_styles(package.related("styles")))
        self.numbering = Numbering(package.related("numbering"), package.related("styles"))
        self.notes = {
            **_notes(package.related("footnotes"), "footnote", accept_changes),
            **_notes(package.related("endnotes"), "endnote", accept_changes),
        }
        self.media, self.links = package.pictures(), package.links()
        self.is_own = any(style.name == NUMBER_STYLE for style in self.styles.values())
        self.warnings: list[ImportWarning] = []
        self.held: list[Run] = []  # words of a paragraph whose end was deleted: they open the next one
        body = package.document.find(f"{W}body")
        if body is None:
            raise ImportRefusedError(_("The Word file has no text."), "word/document.xml")
        self.body = body
        self.styled = any(
            self.styles[s].heading for s in (value_of(p, "pPr/pStyle") for p in body.iter(f"{W}p")) if s in self.styles
        )
        if next(body.iter(*_TRACKED), None) is not None:
            said = (
                _("The file has tracked changes; they were accepted.")
                if accept_changes
                else _("The file has tracked changes; they were rejected.")
            )
            self.warnings.append(ImportWarning(_("tracked changes"), said))
        if next(body.iter(f"{W}altChunk", f"{W}object"), None) is not None:
            self.warnings.append(
                ImportWarning(_("embedded file"), _("A file inside the Word file was left out; copy its text by hand."))
            )

    def blocks(self) -> Iterator[Block]:
        yield from self._children(self.body)

    def _children(self, parent: etree._Element) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{W}tbl":
                text, html = table_of(element, accept=self.accept)
                if text:
                    yield Block("table", text, html)
                for inner in element.iter(f"{W}p"):
                    yield from self._beside(inner)
            elif (
                element.tag in _CONTAINERS and not _is_contents(element)
            ) or element.tag == f"{W}{'ins' if self.accept else 'del'}":
                yield from self._children(element)

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        style = self.styles.get(value_of(element, "pPr/pStyle"), _Style("", 0, False))
        if style.name.casefold().startswith("toc "):
            return  # the table of contents says again what the headings say
        level = value_of(element, "pPr/outlineLvl")
        depth = style.heading or (int(level) + 1 if level.isdigit() and int(level) < 9 else 0)
        mark = element.find(f"{W}pPr/{W}rPr")
        gone = mark is not None and mark.find(f"{W}{'del' if self.accept else 'ins'}") is not None
        runs = [*self.held, *runs_of(element, self.links, accept=self.accept)]
        self.held = runs if gone else []
        text = tidy("".join(run.text for run in runs))
        # Its end is gone, so this paragraph goes on in the next one, which is the one that counts.
        if gone:
            return
        number, list_level = self.numbering.next(element)
        own = (
            own_blocks(element, style.name, runs, list_level=list_level, is_numbered=bool(number))
            if self.is_own
            else None
        )
        if own is not None:
            yield from own
        elif text:
            yield self._block(element, style, depth, runs, text, number, list_level)
        yield from self._beside(element)

    def _block(
        self,
        element: etree._Element,
        style: _Style,
        depth: int,
        runs: Sequence[Run],
        text: str,
        number: str,
        list_level: int,
    ) -> Block:
        words = f"<p>{markup(runs)}</p>"
        if style.title:
            return Block("title", text, words)
        if depth or (not self.styled and _looks_like_heading(element, runs, text)):
            return Block("heading", text, "", depth or _guessed_depth(text), number)
        if number and list_level >= 0:
            return Block("item", text, words, 0, number)
        if list_level < 0:
            return Block("note", text, f"<ul><li>{markup(runs)}</li></ul>")
        return Block("paragraph", text, words)

    def _beside(self, element: etree._Element) -> Iterator[Block]:
        """Pictures, text boxes and notes that hang on a paragraph."""
        for picture in pictures_of(element, self.media, accept=self.accept):
            if not picture.media:
                self.warnings.append(ImportWarning(picture.name, _("A picture that is not in the file was left out.")))
                continue
            if not picture.alt:
                self.warnings.append(
                    ImportWarning(picture.name, _("This picture has no alternative text; please describe it."))
                )
            media, alt = html_escape.escape(picture.media), html_escape.escape(picture.alt)
            yield Block("note", "", f'<figure data-media="{media}" data-alt="{alt}"></figure>')
        for box in text_boxes(element):
            yield from self._children(box)
        for reference in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = reference.tag.removeprefix(W).removesuffix("Reference")
            note = self.notes.get((kind, reference.get(f"{W}id") or ""))
            if note:
                yield _note_block(reference, *note)


def _note_block(reference: etree._Element, text: str, html: str) -> Block:
    """A note whose mark somebody wrote by hand says it twice in Word: beside the words, and before the note's own."""
    mark = tidy(reference.getparent().findtext(f"{W}t") or "") if reference.get(f"{W}customMarkFollows") else ""
    repeated = re.match(rf"<p>(?:<sup>)?{re.escape(mark)}(?:</sup>)?\s*", html) if mark else None
    if repeated is None:
        return Block("note", text, f"<aside>{html}</aside>")
    return Block("note", text, f'<aside data-mark="{html_escape.escape(mark)}"><p>{html[repeated.end() :]}</aside>')


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and "contents" in gallery.get(f"{W}val", "").casefold()


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


def _notes(root: etree._Element | None, kind: str, accept: bool) -> dict[tuple[str, str], tuple[str, str]]:
    """(plain text, HTML) by kind and id."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for note in root.findall(f"{W}{kind}") if root is not None else ():
        if note.get(f"{W}type") not in {None, "normal"}:
            continue
        paragraphs = [list(runs_of(p, {}, accept=accept)) for p in note.iter(f"{W}p")]
        text = "\n".join(filter(None, (tidy("".join(run.text for run in runs)) for runs in paragraphs)))
        if text:
            html = "".join(f"<p>{words}</p>" for runs in paragraphs if (words := markup(runs)))
            found[kind, note.get(f"{W}id", "")] = (text, html)
    return found


def _looks_like_heading(element: etree._Element, runs: Sequence[Run], text: str) -> bool:
    """In a file without heading styles: a short line that is bold throughout."""
    said = [run for run in runs if run.text.strip()]
    return (
        bool(said) and all(run.look.bold for run in said) and len(text) <= _HEADING_LENGTH and text[-1] not in ".;,:—"
    )


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
