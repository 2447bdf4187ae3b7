"""The words of a Word paragraph: runs with their look, links, pictures and references, tracked changes decided."""

from __future__ import annotations

import html as html_escape
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from whitepapers.engine.imports.docx_numbering import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNS = {f"{W}tab": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "\u2011", f"{W}br": "\n"}


@dataclass(frozen=True)
class Look:
    bold: bool = False
    italic: bool = False
    raised: str = ""  # sup or sub
    link: str = ""


@dataclass(frozen=True)
class Run:
    text: str
    look: Look = Look()


@dataclass(frozen=True)
class Picture:
    media: str  # "" where the picture is not in the file
    name: str
    alt: str


def runs_of(element: etree._Element, links: dict[str, str], *, accept: bool, link: str = "") -> Iterator[Run]:
    """What is read of a paragraph. Deleted words go with accepted changes, inserted ones with rejected changes."""
    skipped = {f"{W}del", f"{W}moveFrom"} if accept else {f"{W}ins", f"{W}moveTo"}
    for child in element:
        if child.tag in skipped or child.tag in {f"{W}pPr", f"{W}txbxContent", f"{MC}AlternateContent"}:
            continue
        if child.tag == f"{W}r":
            yield Run(_text_of(child), _look_of(child, link))
        elif child.tag == f"{W}hyperlink":
            target = links.get(child.get(f"{R}id") or "", "")
            yield from runs_of(child, links, accept=accept, link=target or link)
        elif isinstance(child.tag, str):
            yield from runs_of(child, links, accept=accept, link=link)


def _text_of(run: etree._Element) -> str:
    return "".join(
        (piece.text or "") if piece.tag in {f"{W}t", f"{W}delText"} else _SIGNS.get(piece.tag, "") for piece in run
    )


def _look_of(run: etree._Element, link: str) -> Look:
    properties = run.find(f"{W}rPr")
    if properties is None:
        return Look(link=link)
    raised = properties.find(f"{W}vertAlign")
    value = raised.get(f"{W}val") if raised is not None else ""
    return Look(
        _is_on(properties, "b"),
        _is_on(properties, "i"),
        {"superscript": "sup", "subscript": "sub"}.get(value or "", ""),
        link,
    )


def _is_on(properties: etree._Element, name: str) -> bool:
    found = properties.find(f"{W}{name}")
    return found is not None and found.get(f"{W}val", "1") not in {"0", "false", "none", "off"}


def markup(runs: Sequence[Run]) -> str:
    """HTML of a paragraph, neighbours with the same look joined."""
    out, now, held = [], Look(), ""
    for run in [*runs, Run("", Look(bold=True, italic=True, raised="end"))]:
        if run.look != now:
            out.append(_wrapped(held, now))
            held, now = "", run.look
        held += run.text
    return " ".join("".join(out).replace("\n", "<br>").split())


def _wrapped(text: str, look: Look) -> str:
    safe = html_escape.escape(text, quote=False)
    if not safe.strip():
        return safe
    for tag in (look.raised, "i" if look.italic else "", "b" if look.bold else ""):
        safe = f"<{tag}>{safe}</{tag}>" if tag else safe
    return f'<a href="{html_escape.escape(look.link)}">{safe}</a>' if look.link else safe


def pictures_of(element: etree._Element, media: dict[str, str], *, accept: bool) -> list[Picture]:
    """Drawings of a paragraph, and the older kind. The same drawing is often there twice, once for old programs."""
    gone = f"{W}del" if accept else f"{W}ins"
    found = []
    for drawing in element.iter(f"{W}drawing", f"{W}pict"):
        if any(ancestor.tag in {f"{MC}Fallback", gone} for ancestor in drawing.iterancestors()):
            continue
        named = next(drawing.iter(f"{WP}docPr"), None)
        for blip in drawing.iter(f"{A}blip", f"{V}imagedata"):
            reference = blip.get(f"{R}embed") or blip.get(f"{R}id") or blip.get(f"{R}link") or ""
            alt = "" if named is None else (named.get("descr") or "").strip()
            shape = next(drawing.iter(f"{V}shape"), None)
            alt = alt or ("" if shape is None else (shape.get("alt") or "").strip())
            name = (named.get("name") if named is not None else "") or "picture"
            found.append(Picture(media.get(reference, ""), name, alt))
    return found


def text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Text that floats beside a paragraph, once."""
    for box in element.iter(f"{W}txbxContent"):
        ancestors = [ancestor.tag for ancestor in box.iterancestors()]
        if f"{MC}Fallback" not in ancestors and f"{W}txbxContent" not in ancestors:
            yield box
