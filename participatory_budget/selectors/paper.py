"""Reads of paper batches. Nothing here is shown to the public before the close."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from participatory_budget.engine.frozen import in_force
from participatory_budget.enums import PaperBatchState, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import Amendment, FrozenElection
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.models.roll import RollEntry
from participatory_budget.phases import Phase, phases_of
from participatory_budget.selectors.voting import is_closed


def schedule(budget: Budget) -> tuple[Phase, ...]:
    return phases_of(BudgetPhase.objects.filter(budget=budget))


def voting_phase(budget: Budget) -> Phase | None:
    return next((one for one in schedule(budget) if one.kind is PhaseKind.VOTING), None)


def vote_is_over(budget: Budget, now: datetime) -> bool:
    """From then on figures may be shown."""
    phase = voting_phase(budget)
    return is_closed(budget) or (phase is not None and phase.ends_at <= now)


def batches_of(budget: Budget) -> list[PaperBatch]:
    return list(
        PaperBatch.objects.filter(budget=budget).select_related("envelope", "typed_by", "checked_by").order_by("number")
    )


def has_paper(budget: Budget) -> bool:
    return PaperBatch.objects.filter(budget=budget).exists()


def sheet_numbers(batch: PaperBatch, *, checked: bool | None = None) -> list[int]:
    """Of what is typed; `checked` narrows it down."""
    rows = PaperSheet.objects.filter(batch=batch)
    if checked is not None:
        rows = rows.filter(is_checked=checked)
    return list(rows.order_by("number").values_list("number", flat=True))


def states_in_force(frozen: FrozenElection) -> list[dict[str, Any]]:
    """What held at the opening of the vote and after each amendment, in this order; one query.

    A sheet of paper may have been filled in under any of them.
    """
    document = json.loads(frozen.document)
    amendments = [
        json.loads(one.document) for one in Amendment.objects.filter(budget=frozen.budget_id).order_by("number")
    ]
    return [in_force(document, amendments[:number]) for number in range(len(amendments) + 1)]


def other_sheet_of(batch: PaperBatch, entry: RollEntry, number: int) -> PaperSheet | None:
    """This person's sheet elsewhere in open batches of the same envelope."""
    return (
        PaperSheet.objects.filter(entry=entry, batch__envelope=batch.envelope_id)
        .exclude(batch__state=PaperBatchState.CLOSED)
        .exclude(batch=batch, number=number)
        .select_related("batch")
        .order_by("batch__number", "number")
        .first()
    )
