"""What every importer returns: a document as a flat list of clauses that know their parent, in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
EID_LENGTH = 200
LONGEST_TITLE, LONGEST_SHORT_TITLE = 255, 160


class ImportRefusedError(Exception):
    """The file cannot become a document. `message` says why in one line, `where` names the line, element or part."""

    def __init__(self, message: str, where: str = "file") -> None:
        super().__init__(message)
        self.message = message
        self.where = where


@dataclass(frozen=True)
class ImportWarning:
    """Something a person should look at; it never stops an import."""

    where: str
    message: str


@dataclass
class ParsedClause:
    """One addressable unit. `text` and `html` are its own, without number, heading and sub-clauses."""

    kind: str  # the source's word for it: "section", "article", "clause", "heading" …
    number: str
    heading: str
    text: str
    html: str
    level: int  # 1 = top
    parent: int | None  # position in ParsedDocument.clauses
    source_id: str = ""
    eid: str = ""


@dataclass(frozen=True)
class ParsedNote:
    """Words outside every clause, such as a preamble: shown before the clause at `before`, not commented on."""

    before: int
    html: str


@dataclass
class ParsedDocument:
    title: str
    language: str
    clauses: list[ParsedClause]
    summary: str = ""
    warnings: list[ImportWarning] = field(default_factory=list)
    notes: list[ParsedNote] = field(default_factory=list)
    is_outline: bool = (
        False  # read from headings and numbers (Word, HTML, Markdown), not from elements that say what they are
    )

    def subtree_text(self, position: int) -> str:
        """Heading and text of a clause and of everything below it; what two versions are compared by."""
        level = self.clauses[position].level
        parts: list[str] = []
        for clause in self.clauses[position:]:
            if parts and clause.level <= level:
                break
            parts.append(f"{clause.heading} {clause.text}".strip() or " ")
        return " ".join(parts).strip()


def tidy(text: str) -> str:
    """White space folded, non-breaking and zero-width marks made plain, NFC."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\u200b", "").replace("\ufeff", "")
    return " ".join(text.split())


def shortened(title: str) -> str:
    """What fits into a page's title, cut between words."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def safe_eid(proposed: str) -> str:
    """A name that is safe in a URL: letters, digits, `_`, `-`, `.`; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", proposed).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("_", plain).strip("_.")[:EID_LENGTH]


def assign_eids(clauses: Sequence[ParsedClause]) -> list[ImportWarning]:
    """Give each clause an eId: the source's where it is safe and unique, else one made from its kind and number."""
    warnings: list[ImportWarning] = []
    taken: set[str] = set()
    for clause in clauses:
        own = clause.source_id if clause.source_id and safe_eid(clause.source_id) == clause.source_id else ""
        if own and own not in taken:
            clause.eid = own
        else:
            if own:
                said = _("The file uses the identifier “%(name)s” twice; the second got its own.")
                warnings.append(ImportWarning(own, said % {"name": own}))
            prefix = clauses[clause.parent].eid + "__" if clause.parent is not None else ""
            # "Chapter 2" is `chp_2`, "(a)" is `cl_a`: the kind says the word, brackets say nothing.
            figure = safe_eid(clause.number.rsplit(" ", 1)[-1].strip("()[].:§°"))
            base = safe_eid(f"{prefix}{_SHORT.get(clause.kind, clause.kind)}_{figure}".rstrip("_ ")) or "clause"
            clause.eid, attempt = base, 1
            while clause.eid in taken:
                attempt += 1
                clause.eid = f"{base[: EID_LENGTH - 6]}_{attempt}"
        taken.add(clause.eid)
    return warnings


# Akoma Ntoso's naming convention for eIds (section 5.1 of the naming convention), for the units that have a short form.
_SHORT = {
    "article": "art",
    "section": "sec",
    "subsection": "subsec",
    "paragraph": "para",
    "subparagraph": "subpara",
    "chapter": "chp",
    "subchapter": "subchp",
    "division": "dvs",
    "title": "title",
    "clause": "cl",
    "subclause": "subcl",
    "hcontainer": "hcontainer",
}
