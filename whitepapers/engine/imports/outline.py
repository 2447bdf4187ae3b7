"""From a flat run of headings and paragraphs (Word, HTML, Markdown) to clauses with parents.

A heading opens a clause; a numbered paragraph opens a sub-clause; what has no number belongs to the clause above it.
How deep a numbered paragraph stands is read from its numbering style: "4.2" by its dots, "(a)" below the style in
which it first appeared, and back up when an earlier style returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from whitepapers.engine.imports.parsed import (
    ImportRefusedError,
    ImportWarning,
    ParsedClause,
    ParsedDocument,
    ParsedNote,
    assign_eids,
    shortened,
    tidy,
)


@dataclass(frozen=True)
class Block:
    """One paragraph, heading, list item or table of the source.

    `depth`: 1–9 for a heading or a list item that says its own depth, 0 for a plain paragraph. `number` is set where
    the source numbers automatically; a typed number is found in the text.
    """

    kind: str  # title, heading, part, clause, paragraph, item, table, note, remark
    text: str
    html: str
    depth: int = 0
    number: str = ""
    source_id: str = ""


_WORDS = (
    r"article|art\.|section|sec\.|clause|chapter|part|title|schedule|annex|appendix|division|titre|chapitre|partie|annexe|"
    r"livre|sous-section|المادة|مادة|الفصل|فصل|الباب|باب|القسم|الجزء|البند|الملحق|ملحق"
)
LONGEST_SUMMARY = 600
_DIGITS = r"[0-9٠-٩۰-۹]"
_ORDINALS = (
    r"premier|première|unique|الأولى|الأول|الثانية|الثاني|الثالثة|الثالث|الرابعة|الرابع|الخامسة|الخامس|السادسة|السادس|"
    r"السابعة|السابع|الثامنة|الثامن|التاسعة|التاسع|العاشرة|العاشر|الحادي عشر|الثاني عشر"
)
# "4 bis", "1er", "12a", "L. 112-1", "(3)": what stands after "Article".
_FIGURE = (
    rf"(?:[A-Z]\.?\s*)?{_DIGITS}+(?:er|ère|re)?[a-z]?(?:[.\-–]{_DIGITS}+)*(?:\s(?:bis|ter|quater|quinquies|sexies|مكرر))?"
    rf"|\({_DIGITS}+\)|[IVXLC]+(?:\s(?:bis|ter|quater))?|{_ORDINALS}|[A-H]"
)
_NUMBER = re.compile(
    rf"^\s*(?P<number>(?:(?:{_WORDS})\s+(?:{_FIGURE})(?!\w)|"
    rf"§\s*{_DIGITS}+)|{_DIGITS}{{1,3}}(?:\.{_DIGITS}{{1,3}})+|{_DIGITS}{{1,3}}(?=[.)°]|\s*[-–—]\s)|"
    rf"\((?:{_DIGITS}{{1,3}}|[a-z]{{1,2}}|[ivxlc]{{1,6}}|[A-Z]|[أ-ي])\)|[a-z](?=\))|[A-Z](?=\.)|[IVXLC]{{1,6}}(?=[.)]|\s*[-–—]\s)|"
    rf"[أ-ي](?=\s*[-)–]))(?P<end>[.)°:]*\s*[-–—:.]?\s*)(?=\S|$)",
    re.IGNORECASE,
)
_KIND_BY_WORD = {
    "article": "article", "art.": "article", "section": "section", "sec.": "section", "chapter": "chapter",
    "part": "part", "chapitre": "chapter", "partie": "part", "title": "title", "titre": "title",
    "clause": "clause", "division": "division",
    "المادة": "article", "مادة": "article", "الفصل": "article", "فصل": "article", "الباب": "chapter", "باب": "chapter",
    "sous-section": "section", "livre": "book", "annex": "annex", "annexe": "annex", "schedule": "annex",
    "appendix": "annex", "الملحق": "annex", "ملحق": "annex",
    "القسم": "section", "الجزء": "part", "البند": "clause",
}  # fmt: skip


def typed_number(text: str) -> tuple[str, str]:
    """("4.2", rest of the text) where a paragraph starts with a number of its own, else ("", text)."""
    found = _NUMBER.match(text)
    if not found:
        return "", text
    rest = text[found.end() :].strip()
    number = tidy(found.group("number"))
    # "2015 was a hard year" or "A city …" start with a figure or a letter, but number nothing.
    if not found.group("end").strip() and not re.search(rf"[.()§]|{_WORDS}", number, re.IGNORECASE):
        return "", text
    return number, rest


def _style(number: str, previous: str) -> str:
    """The kind of numbering a number belongs to: what tells "(a)" from "(i)" from "4.2"."""
    bare = number.strip("().° ").casefold()
    head = bare.split(" ", 1)[0]
    if head in _KIND_BY_WORD:
        return "word:" + _KIND_BY_WORD[head]
    if re.fullmatch(rf"{_DIGITS}+(?:\.{_DIGITS}+)+", bare):
        return f"dots:{bare.count('.')}"
    bracket = "(" if number.startswith("(") else ""
    if re.fullmatch(rf"§?\s*{_DIGITS}+", bare):
        return f"{bracket}digit"
    upper = "upper" if number.strip("().° ").isupper() else "lower"
    before = previous.strip("().° ").casefold()
    # "(i)" after "(h)" goes on with the letters; anywhere else it starts roman numbering.
    next_letter = len(bare) == 1 and len(before) == 1 and before.isalpha() and ord(bare) == ord(before) + 1
    if re.fullmatch(r"[ivxlc]+", bare) and not next_letter:
        return f"{bracket}roman-{upper}"
    return f"{bracket}letter-{upper}"


class _Outline:
    def __init__(self) -> None:
        self.clauses: list[ParsedClause] = []
        self.parts: list[list[Block]] = []
        self.headings: list[tuple[int, int]] = []  # (depth, position) of open headings
        self.numbering: list[tuple[str, int]] = []  # (style, position) of open numbered paragraphs
        self.preface: list[Block] = []
        self.remarks: list[ParsedNote] = []
        self.warnings: list[ImportWarning] = []

    def open(self, kind: str, number: str, heading: str, parent: int | None, source_id: str) -> int:
        level = 1 if parent is None else self.clauses[parent].level + 1
        self.clauses.append(ParsedClause(kind, number, heading, "", "", level, parent, source_id))
        self.parts.append([])
        return len(self.clauses) - 1

    def heading(self, block: Block) -> None:
        number, rest = (block.number, block.text) if block.number else typed_number(block.text)
        if not number and (bare := re.match(rf"({_DIGITS}{{1,3}})\s+(\S.*)$", block.text)):
            number, rest = bare.groups()
        while self.headings and self.headings[-1][0] >= block.depth:
            self.headings.pop()
        parent = self.headings[-1][1] if self.headings else None
        word = number.casefold().split(" ", 1)[0] if number else ""
        kind = _KIND_BY_WORD.get(word, "section" if block.depth > 1 else "chapter")
        self.headings.append((block.depth, self.open(kind, number, rest, parent, block.source_id)))
        self.numbering = []

    def numbered(self, block: Block, number: str, rest: str) -> None:
        previous = self.clauses[self.numbering[-1][1]].number if self.numbering else ""
        style = f"list:{block.depth}" if block.kind == "item" and block.depth else _style(number, previous)
        styles = [open_style for open_style, _ in self.numbering]
        if style in styles:
            del self.numbering[styles.index(style) :]
        elif style.startswith(("word:", "dots:")):
            # Named and dotted numbers know their place: "4.2" stands below "4", whatever came between.
            self.numbering = [s for s in self.numbering if _outranks(s[0], style)]
        parent = self.numbering[-1][1] if self.numbering else (self.headings[-1][1] if self.headings else None)
        position = self.open("clause", number, "", parent, block.source_id)
        self.numbering.append((style, position))
        self.parts[position].append(Block("paragraph", rest, _without_number(block.html, number), 0))

    def clause(self, block: Block) -> None:
        """A part or clause of which the source says number and depth itself: nothing is guessed."""
        while self.headings and self.headings[-1][0] >= block.depth:
            self.headings.pop()
        parent = self.headings[-1][1] if self.headings else None
        kind = "heading" if block.kind == "part" else "clause"
        position = self.open(kind, block.number, block.text, parent, block.source_id)
        self.headings.append((block.depth, position))
        self.numbering = []

    def plain(self, block: Block) -> None:
        open_now = self.numbering[-1][1] if self.numbering else (self.headings[-1][1] if self.headings else None)
        (self.preface if open_now is None else self.parts[open_now]).append(block)


def _outranks(open_style: str, style: str) -> bool:
    if open_style.startswith("word:"):
        return not style.startswith("word:")
    if style.startswith("dots:"):
        depth = int(style[5:])
        return open_style == "digit" or (open_style.startswith("dots:") and int(open_style[5:]) < depth)
    return False


def _without_number(html: str, number: str) -> str:
    """The paragraph's HTML without the number typed at its start."""
    if not number:
        return html
    pattern = r"^(\s*(?:<[a-z]+[^>]*>\s*)*)" + re.escape(number).replace(r"\ ", r"\s+") + r"[.)°:]*\s*[-–—:.]?\s*"
    return re.sub(pattern, r"\1", html, count=1)


def outline(blocks: Iterable[Block], *, title: str = "", language: str = "") -> ParsedDocument:
    """A document of clauses. Refused when nothing in it has a heading or a number to comment on."""
    state = _Outline()
    found_title = title
    for block in blocks:
        if block.kind == "title" and not found_title:
            found_title = block.text
        elif block.kind in {"heading", "title"} and block.text:
            state.heading(
                block if block.depth else Block("heading", block.text, block.html, 1, block.number, block.source_id)
            )
        elif block.kind in {"paragraph", "item"} and block.text:
            number, rest = (block.number, block.text) if block.number else typed_number(block.text)
            if number:
                state.numbered(block, number, rest)
            else:
                state.plain(block)
        elif block.kind in {"part", "clause"}:
            state.clause(block)
        elif block.kind == "remark":
            state.remarks.append(ParsedNote(len(state.clauses), block.html))
        elif block.kind in {"table", "note"}:
            state.plain(block)
    if not state.clauses:
        # A text without headings and numbers is still made of paragraphs; each is a clause of its own.
        for count, block in enumerate((b for b in state.preface if b.kind != "note"), start=1):
            position = state.open("clause", str(count), "", None, block.source_id)
            state.parts[position].append(block)
        state.preface = []
        if state.clauses:
            state.warnings.append(
                ImportWarning("document", _("No headings or numbers were found, so each paragraph became a clause."))
            )
    if not state.clauses:
        raise ImportRefusedError(_("The file has no text that people could comment on."))
    for clause, parts in zip(state.clauses, state.parts, strict=True):
        clause.text = "\n".join(part.text for part in parts if part.text)
        clause.html = "".join(part.html for part in parts)
    warnings = state.warnings + assign_eids(state.clauses)
    summary, notes = _opening(state.preface)
    return ParsedDocument(
        shortened(found_title), language, state.clauses, summary, warnings, [*notes, *state.remarks], is_outline=True
    )


def _opening(blocks: list[Block]) -> tuple[str, list[ParsedNote]]:
    """What stands before the first clause: a few lines are the summary, more is a note before the text."""
    summary = "\n".join(block.text for block in blocks if block.kind == "paragraph")
    if len(summary) <= LONGEST_SUMMARY and all(block.kind == "paragraph" for block in blocks):
        return summary, []
    html = "".join(block.html for block in blocks)
    return "", [ParsedNote(0, html)] if html else []
