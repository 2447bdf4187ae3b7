"""A change as a page shows it: its words, its lines, its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hub.contributions.engine.redline import Redline
from hub.core.registries import ChangeReason, change_reasons
from whitepapers.engine.comparing import Change, Figures, Side, Status, texts_of_group
from whitepapers.enums import PartKind

_OPS = {"same": "same", "deleted": "del", "inserted": "ins"}
Parts = list[dict[str, str]]


@dataclass(frozen=True)
class Line:
    """A paragraph. Where the words of another clause of a split or a merger begin, `number` says of which."""

    parts: Parts
    number: str = ""


@dataclass(frozen=True)
class ShownChange:
    """One change of a comparison, or of a clause's history."""

    change: Change
    labels: Sequence[str]  # what happened, in words: "Changed", "Moved"
    told: str  # with both numbers: "was 4.1, now 5.3"
    number: str
    heading: Sequence[dict[str, str]]
    lines: Sequence[Line]
    summary: Sequence[dict[str, str]]
    reasons: Sequence[ChangeReason]
    wants_reason: bool
    clause_url: str  # "" for headings and notes
    where: str = ""  # number and heading of the part it stands in
    only_translated: bool = False

    @property
    def anchor(self) -> str:
        return self.change.sides[0].eid

    @property
    def title(self) -> str:
        """For lists of links."""
        return name_of(self.change.sides[0])

    @property
    def is_coarse(self) -> bool:
        return self.change.text.is_coarse

    @property
    def kind_label(self) -> str:
        return {PartKind.HEADING: _("Heading"), PartKind.NOTE: _("Explanatory note")}.get(
            PartKind(self.change.kind), _("Clause")
        )


def show(
    change: Change,
    *,
    url: str,
    reasons: Mapping[UUID, Sequence[ChangeReason]],
    where: str = "",
    only_translated: bool = False,
) -> ShownChange:
    side = change.sides[0]
    found = [reason for clause in change.clauses for reason in reasons.get(clause, ())]
    return ShownChange(
        change=change,
        labels=labels_of(change),
        told=told(change),
        number=side.number,
        heading=parts_of_redline(change.heading),
        lines=lines_of(change),
        summary=parts_of_redline(change.summary) if change.summary else [],
        reasons=list(dict.fromkeys(found)),
        wants_reason=change.is_clause and change.status is not Status.UNCHANGED and not only_translated,
        clause_url=f"{url}clauses/{side.eid}/" if side.kind == PartKind.CLAUSE else "",
        where=where,
        only_translated=only_translated,
    )


def reasons_for(document_id: UUID, changes: Iterable[Change], first: int, last: int) -> dict[UUID, list[ChangeReason]]:
    """What every feature says about the changes after version `first`, up to `last`, by clause."""
    clauses = list(
        dict.fromkeys(clause for one in changes if one.status is not Status.UNCHANGED for clause in one.clauses)
    )
    found: dict[UUID, list[ChangeReason]] = {}
    if clauses:
        for _name, reasons in change_reasons:
            for clause, given in reasons(document_id, clauses, first, last).items():
                found.setdefault(clause, []).extend(given)
    return found


# --- words ------------------------------------------------------------------------------------------------------------


def labels_of(change: Change) -> list[str]:
    """What happened, the weightiest first. A clause can be changed, moved and renumbered at once."""
    first = {
        Status.UNCHANGED: _("Unchanged"),
        Status.EDITED: _("Changed"),
        Status.MOVED: _("Moved"),
        Status.RENUMBERED: _("Renumbered"),
        Status.SPLIT: _("Split"),
        Status.MERGED: _("Merged"),
        Status.REMOVED: _("Removed"),
        Status.NEW: _("New"),
    }[change.status]
    if change.is_minor:
        first = _("Same words")
    labels = [first]
    if change.is_moved and change.status is Status.EDITED:
        labels.append(_("Moved"))
    if change.is_renumbered and change.status in {Status.EDITED, Status.MOVED}:
        labels.append(_("Renumbered"))
    return labels


def told(change: Change) -> str:
    """One sentence with the numbers of both versions; "" when the number alone says all."""
    if change.status is Status.SPLIT:
        sentence = ngettext(
            "Clause %(old)s was split; its words went on in %(new)s.",
            "Clauses %(old)s were divided anew; their words went on in %(new)s.",
            len(change.old),
        )
    elif change.status is Status.MERGED:
        sentence = ngettext(
            "Clauses %(old)s were merged into %(new)s.",
            "Clauses %(old)s were joined; their words went on in %(new)s.",
            len(change.new),
        )
    elif change.is_renumbered:
        sentence = _("Was %(old)s, is now %(new)s.")
    elif change.is_moved:
        sentence = _("Stands at another place now, still as %(new)s.")
    elif change.is_minor and change.is_reformatted:
        sentence = _("Only the formatting changed.")
    elif change.is_minor:
        sentence = _("Only the explanation in plain language changed.")
    else:
        return ""
    return SafeString(escape(sentence) % {"old": names_of(change.old), "new": names_of(change.new)})


def name_of(side: Side) -> str:
    return f"{side.number} {side.heading or _beginning(side.text)}".strip()


def names_of(sides: Sequence[Side]) -> SafeString:
    """Each number set apart, so that "4.2" reads the same in a sentence from right to left."""
    between = pgettext("between the items of a list", ", ")
    names = (side.number or side.heading or _("a clause without a number") for side in sides)
    return format_html_join(between, "<bdi>{}</bdi>", ((name,) for name in names))


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60].rsplit(' ', 1)[0]} …"


def summary_sentences(figures: Figures) -> list[str]:
    """ "9 clauses changed", "2 clauses are new" …; each a sentence of its own, because lists differ by language."""
    counted = [
        (figures.edited, ngettext("%(n)s clause changed", "%(n)s clauses changed", figures.edited)),
        (figures.new, ngettext("%(n)s clause is new", "%(n)s clauses are new", figures.new)),
        (figures.removed, ngettext("%(n)s clause was removed", "%(n)s clauses were removed", figures.removed)),
        (figures.split, ngettext("%(n)s clause was split", "%(n)s clauses were split", figures.split)),
        (figures.merged, ngettext("%(n)s clause was merged", "%(n)s clauses were merged", figures.merged)),
        (figures.moved, ngettext("%(n)s clause only moved", "%(n)s clauses only moved", figures.moved)),
        (
            figures.renumbered,
            ngettext(
                "%(n)s clause only has another number", "%(n)s clauses only have other numbers", figures.renumbered
            ),
        ),
        (
            figures.minor,
            ngettext(
                "%(n)s clause has the same words in another form",
                "%(n)s clauses have the same words in another form",
                figures.minor,
            ),
        ),
        (figures.others, ngettext("%(n)s heading or note changed", "%(n)s headings or notes changed", figures.others)),
        (figures.unchanged, ngettext("%(n)s clause is unchanged", "%(n)s clauses are unchanged", figures.unchanged)),
    ]
    return [sentence % {"n": count} for count, sentence in counted if count]


# --- lines ------------------------------------------------------------------------------------------------------------


def parts_of_redline(compared: Redline) -> Parts:
    return [{"op": _OPS[change.kind], "text": change.text} for change in compared.changes]


def lines_of(change: Change) -> list[Line]:
    """A break that came or went alone is drawn, or nobody would see it."""
    starts, passes = _starts(change)
    lines: list[Line] = [Line([])]
    place = 0
    for part in parts_of_redline(change.text):
        counts = part["op"] != passes
        drawn = "¶" if part["op"] != "same" and not part["text"].strip() else ""
        for index, text in enumerate(part["text"].split("\n")):
            if index:
                place += counts
                lines.append(Line([], starts.get(place, "") if counts else ""))
            shown = text + (drawn if index == 0 else "")
            if shown:
                lines[-1].parts.append({"op": part["op"], "text": shown})
            place += len(text) if counts else 0
    return [line for line in lines if line.parts]


def _starts(change: Change) -> tuple[dict[int, str], str]:
    """Where the clauses of the longer side begin in its text, but the first; and the marks that side does not have."""
    sides, passes = (change.new, "del") if len(change.new) >= len(change.old) else (change.old, "ins")
    starts: dict[int, str] = {}
    place = 0
    for side, text in zip(sides, texts_of_group(sides), strict=True):
        if place:
            starts[place] = side.number
        place += len(text) + 1
    return starts, passes
