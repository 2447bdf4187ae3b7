"""Where the rich text of a clause can be cut in two, and the two halves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from whitepapers.engine.sentences import sentence_ends
from whitepapers.engine.text import plain_text

_TAG = re.compile(r'<(/?)([a-z0-9]+)((?:[^">]|"[^"]*")*?)(/?)>', re.IGNORECASE)
_VOID = frozenset({"br", "embed", "hr", "img"})
_LISTS = frozenset({"ul", "ol"})


@dataclass(frozen=True)
class Cut:
    """A place to cut: what ends before it and what begins after it, as plain words."""

    position: int
    before: str
    after: str


@dataclass(frozen=True)
class _Element:
    """A top-level element of the text."""

    start: int
    inner_start: int
    inner_end: int
    end: int
    tag: str


def cuts(html: str) -> list[Cut]:
    """Between paragraphs, between items of a list, and between sentences that are not inside bold or a link."""
    found = []
    for position in sorted(set(_positions(html))):
        first, second = cut_at(html, position)
        before, after = plain_text(first), plain_text(second)
        if before and after:
            found.append(Cut(position, before.split("\n")[-1], after.split("\n")[0]))
    return found


def cut_at(html: str, position: int) -> tuple[str, str]:
    """Both halves, whole in themselves: what is open at the cut is closed in the first and opened in the second."""
    opened: list[tuple[str, str]] = []
    for tag in _TAG.finditer(html):
        if tag.start() >= position:
            break
        name = tag.group(2).lower()
        if tag.group(1):
            opened = opened[:-1]
        elif name not in _VOID and not tag.group(4):
            opened.append((name, tag.group()))
    closing = "".join(f"</{name}>" for name, _tag in reversed(opened))
    # Keys of Wagtail's editor are unique in a text; it gives new ones where they are missing.
    opening = "".join(re.sub(r'\s*data-block-key="[^"]*"', "", tag) for _name, tag in opened)
    return html[:position].rstrip() + closing, opening + html[position:].lstrip()


def joined(first: str, heading: str, second: str) -> str:
    """One text out of two; the heading of the second goes on as a line of its own in bold (`heading` is HTML)."""
    return first + (f"<p><b>{heading}</b></p>" if heading else "") + second


def _positions(html: str) -> Iterator[int]:
    for element in _top_level(html):
        yield element.start
        inner = html[element.inner_start : element.inner_end]
        if element.tag in _LISTS:
            yield from (element.inner_start + item.start for item in list(_top_level(inner))[1:])
        elif element.tag == "p":
            yield from (element.inner_start + end for end in _sentence_ends(inner))


def _sentence_ends(inner: str) -> Iterator[int]:
    depth = 0
    spans: list[tuple[int, int]] = []  # inside bold, links and tags
    start = 0
    for tag in _TAG.finditer(inner):
        if tag.group(1):
            depth -= 1
            if depth == 0:
                spans.append((start, tag.end()))
        elif tag.group(2).lower() in _VOID or tag.group(4):
            continue
        else:
            start = tag.start() if depth == 0 else start
            depth += 1
    for end in sentence_ends(inner):
        if not any(first < end < last for first, last in spans):
            yield end


def _top_level(html: str) -> Iterator[_Element]:
    depth, start, inner_start, name = 0, 0, 0, ""
    for tag in _TAG.finditer(html):
        tag_name = tag.group(2).lower()
        if tag_name in _VOID or tag.group(4):
            continue
        if not tag.group(1):
            if depth == 0:
                start, inner_start, name = tag.start(), tag.end(), tag_name
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield _Element(start, inner_start, tag.start(), tag.end(), name)
