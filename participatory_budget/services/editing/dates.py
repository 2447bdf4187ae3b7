"""The calendar of a budget. Each date that changes is a row in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hub.audit.services import Decision, record_many
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.phases import Disorder, Phase, disorder, phases_of, voting_began
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.services.editing.gate import locked, require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def dates_of(budget: Budget) -> dict[str, Any]:
    """What two tabs are compared by."""
    rows = BudgetPhase.objects.filter(budget=budget)
    return {row.kind: [row.starts_at.isoformat(), row.ends_at.isoformat()] for row in rows}


@transaction.atomic
def change_dates(
    budget: Budget, phases: Iterable[Phase], *, seen: str = "", actor: User | None, now: datetime
) -> list[PhaseKind]:
    """The calendar as it shall be, all of it; a phase that is not in it is left out. Returns the kinds that changed."""
    row = locked(budget, actor, now)
    before = {one.kind: one for one in phases_of(BudgetPhase.objects.filter(budget=row))}
    after = {one.kind: one for one in phases}
    changed = [kind for kind in PhaseKind if before.get(kind) != after.get(kind)]
    if not changed:
        return []
    require_unchanged(seen, dates_of(row))
    _check(list(after.values()))
    _keep_begun_vote(before, after, now)
    _keep_frozen_end(row, before, after)
    for kind in changed:
        if kind not in after:
            BudgetPhase.objects.filter(budget=row, kind=kind).delete()
            continue
        values = {"starts_at": after[kind].starts_at, "ends_at": after[kind].ends_at}
        BudgetPhase.objects.update_or_create(budget=row, kind=kind, defaults=values)
    record_many(
        [_decision(row, kind, before.get(kind), after.get(kind), now) for kind in changed], actor=actor, now=now
    )
    return changed


def _check(phases: Sequence[Phase]) -> None:
    for one in phases:
        if one.ends_at <= one.starts_at:
            text = _("“%(phase)s” has to end after it begins (%(begins)s).") % {
                "phase": one.kind.label,
                "begins": date_format(localtime(one.starts_at), "DATETIME_FORMAT"),
            }
            raise BudgetError(text, f"{one.kind.value}_ends")
    for fault in disorder(phases):
        raise BudgetError(_sentence(fault), f"{fault.later.value}_starts")


def _sentence(fault: Disorder) -> str:
    names = {"later": fault.later.label, "earlier": fault.earlier.label}
    if fault.overlaps:
        return _("“%(later)s” begins before “%(earlier)s” has ended. Only proposals and supports may overlap.") % names
    return _("“%(later)s” begins before “%(earlier)s” does.") % names


def _keep_begun_vote(before: Mapping[PhaseKind, Phase], after: Mapping[PhaseKind, Phase], now: datetime) -> None:
    """Its end may move. Its start may not, or money and rules could be opened again behind the voters' backs."""
    if not voting_began(list(before.values()), now):
        return
    vote = after.get(PhaseKind.VOTING)
    if vote is None or vote.starts_at != before[PhaseKind.VOTING].starts_at:
        raise BudgetError(_("The vote has begun: its start stays as it was. Its end can be moved."), "voting_starts")


def _keep_frozen_end(budget: Budget, before: Mapping[PhaseKind, Phase], after: Mapping[PhaseKind, Phase]) -> None:
    """Once it is frozen and published when a vote closes, only an amendment, with its reason, moves that."""
    vote = after.get(PhaseKind.VOTING)
    if frozen_of(budget) is not None and (vote is None or vote.ends_at != before[PhaseKind.VOTING].ends_at):
        raise BudgetError(_("When the vote closes is public and frozen: an amendment moves it."), "voting_ends")


def _decision(budget: Budget, kind: PhaseKind, old: Phase | None, new: Phase | None, now: datetime) -> Decision:
    return Decision(
        "budget.phase_changed",
        "participatory_budget.budget",
        budget.pk,
        kind.value,
        {
            "starts_at": new.starts_at.isoformat() if new else None,
            "ends_at": new.ends_at.isoformat() if new else None,
            "was_starts_at": old.starts_at.isoformat() if old else None,
            "was_ends_at": old.ends_at.isoformat() if old else None,
            "had_begun": old is not None and old.starts_at <= now,
        },
    )
