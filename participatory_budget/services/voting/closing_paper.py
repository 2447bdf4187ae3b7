"""A checked batch goes into the ballot box: all its valid sheets in one transaction, and only figures stay."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from participatory_budget.engine.commitments import new_nonce
from participatory_budget.engine.paper import NO_RIGHT, SECOND, SPOILED, VALID, figures_of
from participatory_budget.enums import PaperBatchState
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.models.roll import Acceptance, RollEntry
from participatory_budget.selectors.voting import may_vote_in
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.casting import BallotError, cast_for
from participatory_budget.services.voting.locks import share_box
from participatory_budget.services.voting.paper import for_checker, locked_batch, note, reading_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def close_batch(batch: PaperBatch, *, actor: User, now: datetime) -> PaperBatch:
    """By the second person. Closed once more, it is as it was."""
    share_box(batch.budget)
    known = locked_batch(batch)
    if known.state == PaperBatchState.CLOSED:
        return known
    found = for_checker(batch, actor, now)
    sheets = list(PaperSheet.objects.filter(batch=found).select_related("batch__budget").order_by("number"))
    if [one.number for one in sheets] != list(range(1, found.sheets + 1)):
        raise BudgetError(_("Not all sheets that were counted by hand are typed yet."), "sheets")
    if not all(one.is_checked for one in sheets):
        raise BudgetError(_("Not all sheets are checked yet."), "sheets")
    entries = _locked_entries(sheets)
    findings: list[str] = []
    to_cast: list[tuple[RollEntry, PaperSheet]] = []
    on_paper = set(
        Acceptance.objects.filter(entry__in=entries, envelope=found.envelope_id, on_paper=True).values_list(
            "entry", flat=True
        )
    )
    for sheet in sheets:
        entry = entries.get(sheet.entry_id) if sheet.entry_id else None
        kind = reading_of(sheet).kind
        if kind != VALID:
            findings.append(kind)
        elif entry is None or not may_vote_in(entry, found.envelope):
            findings.append(NO_RIGHT)
        elif entry.pk in on_paper:
            findings.append(SECOND)
        else:
            on_paper.add(entry.pk)
            to_cast.append((entry, sheet))
    # The order of the sheets is not the order of the ballot box.
    secrets.SystemRandom().shuffle(to_cast)
    findings += [_cast(entry, sheet, found, now) for entry, sheet in to_cast]
    PaperSheet.objects.filter(batch=found).delete()
    found.state, found.closed_at, found.checked_by = PaperBatchState.CLOSED, now, actor
    found.figures = figures_of(findings)
    found.save(update_fields=["state", "closed_at", "checked_by", "figures"])
    note("paper.closed", found, actor, now)
    return found


def _locked_entries(sheets: list[PaperSheet]) -> dict[UUID, RollEntry]:
    """In one order, so that two batches with the same people never wait for each other in a circle."""
    wanted = {one.entry_id for one in sheets if one.entry_id}
    rows = RollEntry.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {one.pk: one for one in rows}


def _cast(entry: RollEntry, sheet: PaperSheet, batch: PaperBatch, now: datetime) -> str:
    """The receipt is given to nobody: there was no screen."""
    try:
        cast_for(entry, batch.envelope, reading_of(sheet).choices, new_nonce(), is_open=True, on_paper=True, now=now)
    except BallotError:
        return SPOILED
    return VALID
