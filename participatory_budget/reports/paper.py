"""Paper batches as the people see them who work on them, and the reconciliation sheet, which waits for the close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from participatory_budget.engine.paper import FINDINGS, sum_of
from participatory_budget.enums import PaperBatchState, PaperFinding
from participatory_budget.models.budget import Budget
from participatory_budget.models.paper import PaperBatch
from participatory_budget.permissions.voting import user_can_check_paper, user_can_type_paper
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree
from participatory_budget.selectors.paper import batches_of, schedule, sheet_numbers, vote_is_over
from participatory_budget.selectors.voting import is_closed

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class BatchLine:
    batch: PaperBatch
    envelope: NamedEnvelope
    state: str
    typed_by: str
    checked_by: str
    can_type: bool
    can_check: bool


@dataclass(frozen=True)
class BatchView:
    """How far one batch is. Only the two who hold its paper in hand see how many sheets it has."""

    line: BatchLine
    knows_sheets: bool
    missing: Sequence[int]
    unchecked: Sequence[int]
    typed: Sequence[int]

    @property
    def is_typed(self) -> bool:
        return not self.missing

    @property
    def is_checked(self) -> bool:
        return not self.missing and not self.unchecked


@dataclass(frozen=True)
class SheetLine:
    """One line of the reconciliation sheet: figures in the order of `heads`."""

    number: int
    place: str
    envelope: NamedEnvelope
    closed_at: datetime | None
    figures: Sequence[int]
    sheets: int


@dataclass(frozen=True)
class Reconciliation:
    """`unfinished` never went into the ballot box: its sheets are not counted, and that is said."""

    heads: Sequence[str]
    lines: Sequence[SheetLine]
    unfinished: Sequence[SheetLine]
    totals: Sequence[int]
    sheets: int


def batch_lines(budget: Budget, user: User, language: str, now: datetime) -> list[BatchLine]:
    """Five queries, however many batches there are."""
    names = {one.envelope.pk: one for one in envelope_tree(budget, language)}
    phases = schedule(budget)
    is_open = user_can_type_paper(user, phases, now) and not is_closed(budget)
    return [
        BatchLine(
            batch=one,
            envelope=names[one.envelope_id],
            state=str(PaperBatchState(one.state).label),
            typed_by=one.typed_by.public_name if one.typed_by else "",
            checked_by=one.checked_by.public_name if one.checked_by else "",
            can_type=is_open and one.state == PaperBatchState.TYPING and one.typed_by_id in (None, user.pk),
            can_check=is_open
            and one.state == PaperBatchState.CHECKING
            and user_can_check_paper(user, one, phases, now),
        )
        for one in batches_of(budget)
    ]


def batch_view(line: BatchLine) -> BatchView:
    wanted = range(1, line.batch.sheets + 1)
    typed = sheet_numbers(line.batch)
    return BatchView(
        line=line,
        knows_sheets=line.can_type or line.can_check,
        missing=sorted(set(wanted) - set(typed)),
        unchecked=sheet_numbers(line.batch, checked=False),
        typed=typed,
    )


def reconciliation(budget: Budget, language: str, now: datetime, *, only: int | None = None) -> Reconciliation | None:
    """None before the close, and where no paper came in. `only` is the number of one batch."""
    if not vote_is_over(budget, now):
        return None
    batches = [one for one in batches_of(budget) if only in (None, one.number)]
    if not batches:
        return None
    names = {one.envelope.pk: one for one in envelope_tree(budget, language)}
    closed = [one for one in batches if one.state == PaperBatchState.CLOSED]
    total = sum_of(one.figures for one in closed)
    return Reconciliation(
        heads=[str(PaperFinding(name).label) for name in FINDINGS],
        lines=[_line(one, names[one.envelope_id], one.figures) for one in closed],
        unfinished=[
            _line(one, names[one.envelope_id], {"sheets": one.sheets})
            for one in batches
            if one.state != PaperBatchState.CLOSED
        ],
        totals=[total[name] for name in FINDINGS],
        sheets=total["sheets"],
    )


def _line(batch: PaperBatch, envelope: NamedEnvelope, figures: Mapping[str, int]) -> SheetLine:
    return SheetLine(
        number=batch.number,
        place=batch.place,
        envelope=envelope,
        closed_at=batch.closed_at,
        figures=[figures.get(name, 0) for name in FINDINGS],
        sheets=figures.get("sheets", 0),
    )
