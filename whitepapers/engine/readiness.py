"""What stands in the way of publishing a document, and what a careful editor would mend first. No database here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from whitepapers.engine.glossary import Term, marked_terms
from whitepapers.engine.numbering import fold_digits
from whitepapers.engine.sentences import has_shouting, long_sentences, undefined_abbreviations
from whitepapers.engine.text import word_count
from whitepapers.enums import PartKind

LONGEST_CLAUSE = 250
# Only clauses as long as this are asked for a summary in plain language.
SUMMARY_FROM = 120
LARGEST_PICTURE = 5 * 1024 * 1024
SHOWN_OF_SENTENCE = 80
_VAGUE = frozenset({"here", "click here", "link", "this link", "more", "read more", "ici", "cliquez ici", "lien"}) | {
    *["ce lien", "en savoir plus", "هنا", "اضغط هنا", "الرابط", "المزيد"]
}


class Fault(StrEnum):
    """What is wrong; the message says it in the editor's language (reports/readiness.py)."""

    NO_CLAUSE = "no_clause"
    EMPTY_CLAUSE = "empty_clause"
    DUPLICATE_NUMBER = "duplicate_number"
    NO_DESCRIPTION = "no_description"
    NO_PICTURE = "no_picture"

    NO_SUMMARY = "no_summary"
    NO_RESPONSIBLE = "no_responsible"
    NOT_TRANSLATED = "not_translated"
    TRANSLATION_BEHIND = "translation_behind"
    MACHINE_TRANSLATED = "machine_translated"
    REPEATED_NUMBER = "repeated_number"
    CLAUSE_WITHOUT_TEXT = "clause_without_text"
    EMPTY_HEADING = "empty_heading"
    LONG_SENTENCE = "long_sentence"
    LONG_CLAUSE = "long_clause"
    NO_PLAIN_LANGUAGE = "no_plain_language"
    CAPITALS = "capitals"
    NO_TABLE_HEADER = "no_table_header"
    EMPTY_TABLE = "empty_table"
    LARGE_PICTURE = "large_picture"
    ABBREVIATION = "abbreviation"
    DEAD_LINK = "dead_link"
    VAGUE_LINK = "vague_link"
    UNUSED_TERM = "unused_term"


REFUSALS = frozenset(
    {Fault.NO_CLAUSE, Fault.EMPTY_CLAUSE, Fault.DUPLICATE_NUMBER, Fault.NO_DESCRIPTION, Fault.NO_PICTURE}
)


@dataclass(frozen=True)
class Found:
    """One fault, at a block or (with no block) in the document as a whole."""

    fault: Fault
    block_id: str = ""  # the block to mend
    part: int | None = None  # position of the part it stands in
    detail: str = ""
    count: int = 0

    @property
    def is_refusal(self) -> bool:
        return self.fault in REFUSALS


@dataclass(frozen=True)
class Picture:
    block_id: str
    is_there: bool
    needs_description: bool
    has_description: bool
    size: int = 0


@dataclass(frozen=True)
class Table:
    block_id: str
    has_header: bool
    is_empty: bool


@dataclass(frozen=True)
class Link:
    words: str
    leads_somewhere: bool


@dataclass(frozen=True)
class Unit:
    """A part of the document with what belongs to it."""

    block_id: str
    kind: str
    number: str
    heading: str
    text: str
    html: str
    summary: str
    parent: int | None
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True)
class Checked:
    """All that the checks look at."""

    language: str
    units: Sequence[Unit]
    has_summary: bool
    has_responsible: bool
    terms: Sequence[Term] = field(default_factory=tuple)


def faults_of(document: Checked) -> list[Found]:
    """Refusals first, each group in the order of the text."""
    found = [*_whole(document), *_numbers(document.units), *_units(document), *_words(document)]
    return sorted(found, key=lambda one: (not one.is_refusal, -1 if one.part is None else one.part))


def _whole(document: Checked) -> Iterator[Found]:
    if not any(unit.kind == PartKind.CLAUSE for unit in document.units):
        yield Found(Fault.NO_CLAUSE)
    if not document.has_summary:
        yield Found(Fault.NO_SUMMARY)
    if not document.has_responsible:
        yield Found(Fault.NO_RESPONSIBLE)


def _numbers(units: Sequence[Unit]) -> Iterator[Found]:
    """Equal numbers side by side are a mistake; the same number in two chapters may be meant."""
    beside: set[tuple[int | None, str]] = set()
    anywhere: set[str] = set()
    for position, unit in enumerate(units):
        number = " ".join(fold_digits(unit.number).split()).casefold()
        if unit.kind != PartKind.CLAUSE or not number:
            continue
        is_top = unit.parent is None or units[unit.parent].kind == PartKind.HEADING
        if (unit.parent, number) in beside:
            yield Found(Fault.DUPLICATE_NUMBER, unit.block_id, position, unit.number)
        elif is_top and number in anywhere:
            yield Found(Fault.REPEATED_NUMBER, unit.block_id, position, unit.number)
        beside.add((unit.parent, number))
        if is_top:
            anywhere.add(number)


def _units(document: Checked) -> Iterator[Found]:
    units = document.units
    parents = {unit.parent for unit in units if unit.kind != PartKind.NOTE}
    for position, unit in enumerate(units):
        at = (unit.block_id, position)
        has_content = bool(unit.text or unit.pictures or unit.tables)
        if unit.kind == PartKind.HEADING and position not in parents and not has_content:
            yield Found(Fault.EMPTY_HEADING, *at)
        if unit.kind == PartKind.CLAUSE and position not in parents and not has_content:
            yield Found(Fault.CLAUSE_WITHOUT_TEXT if unit.heading else Fault.EMPTY_CLAUSE, *at)
        yield from _attached(unit, position)
        yield from _wording(unit, position, document.language)


def _attached(unit: Unit, position: int) -> Iterator[Found]:
    for picture in unit.pictures:
        if not picture.is_there:
            yield Found(Fault.NO_PICTURE, picture.block_id, position)
        elif picture.needs_description and not picture.has_description:
            yield Found(Fault.NO_DESCRIPTION, picture.block_id, position)
        if picture.size > LARGEST_PICTURE:
            yield Found(Fault.LARGE_PICTURE, picture.block_id, position, count=round(picture.size / 1024 / 1024))
    for table in unit.tables:
        if table.is_empty:
            yield Found(Fault.EMPTY_TABLE, table.block_id, position)
        elif not table.has_header:
            yield Found(Fault.NO_TABLE_HEADER, table.block_id, position)
    for link in unit.links:
        if not link.leads_somewhere:
            yield Found(Fault.DEAD_LINK, unit.block_id, position, link.words)
        elif " ".join(link.words.split()).strip(" .").casefold() in _VAGUE:
            yield Found(Fault.VAGUE_LINK, unit.block_id, position, link.words)


def _wording(unit: Unit, position: int, language: str) -> Iterator[Found]:
    at = (unit.block_id, position)
    for sentence, words in long_sentences(unit.text, language):
        shown = sentence if len(sentence) <= SHOWN_OF_SENTENCE else f"{sentence[:SHOWN_OF_SENTENCE].rstrip()} …"
        yield Found(Fault.LONG_SENTENCE, *at, shown, words)
    if has_shouting(f"{unit.heading}\n{unit.text}"):
        yield Found(Fault.CAPITALS, *at)
    if unit.kind != PartKind.CLAUSE:
        return
    words = word_count(unit.text)
    if words > LONGEST_CLAUSE:
        yield Found(Fault.LONG_CLAUSE, *at, count=words)
    if words > SUMMARY_FROM and not unit.summary:
        yield Found(Fault.NO_PLAIN_LANGUAGE, *at, count=words)


def _words(document: Checked) -> Iterator[Found]:
    known = frozenset(spelling.upper() for term in document.terms for spelling in term.spellings)
    texts = [f"{unit.heading}\n{unit.text}" for unit in document.units]
    for word, position in undefined_abbreviations(texts, known).items():
        yield Found(Fault.ABBREVIATION, document.units[position].block_id, position, word)
    for term in document.terms:
        if not any(marked_terms(unit.html, [term]) != unit.html for unit in document.units):
            yield Found(Fault.UNUSED_TERM, term.block_id, detail=term.term)
