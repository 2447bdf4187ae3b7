"""Paper: people on the roll by their number, batches typed and checked as two people do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from hub.accounts.models.user import User
from participatory_budget.engine.identities import identity_hash
from participatory_budget.engine.paper import Reading, reading
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.paper import PaperBatch
from participatory_budget.models.roll import RollEntry
from participatory_budget.services.voting.closing_paper import close_batch
from participatory_budget.services.voting.keys import keys_of
from participatory_budget.services.voting.paper import check_sheet, finish_typing, open_batch, type_sheet
from tests.factories.proposals import NOW

# Number on the sheet, and what is marked; None is a blank sheet, "spoiled" one that nobody can read.
Sheet = tuple[str, Sequence[str | tuple[str, int]] | str | None]


def on_roll(budget: Budget, number: str, account: User | None = None, *, district: str = "") -> RollEntry:
    """Somebody in the register under this number."""
    return RollEntry.objects.create(
        budget=budget,
        account=account,
        identity=identity_hash(keys_of(budget).roll_key, number),
        district=budget.envelopes.get(slug=district) if district else None,
        way=EligibilityWay.REGISTER,
    )


def read(marked: Sequence[str | tuple[str, int]] | str | None) -> Reading:
    if marked is None:
        return reading("blank")
    if isinstance(marked, str):
        return reading(marked)
    return reading("valid", [one if isinstance(one, tuple) else (one, 1) for one in marked])


def typed(
    budget: Budget, typist: User, sheets: Sequence[Sheet], *, envelope: str = "city", now: datetime = NOW
) -> PaperBatch:
    """All sheets are typed; it waits for a second person."""
    batch = open_batch(budget.envelopes.get(slug=envelope), place="Library", sheets=len(sheets), actor=typist, now=now)
    for number, (identity, marked) in enumerate(sheets, start=1):
        type_sheet(batch, number, identity=identity, read=read(marked), actor=typist, now=now)
    return finish_typing(batch, actor=typist, now=now)


def checked(
    budget: Budget,
    typist: User,
    second: User,
    sheets: Sequence[Sheet],
    *,
    envelope: str = "city",
    now: datetime = NOW,
) -> PaperBatch:
    batch = typed(budget, typist, sheets, envelope=envelope, now=now)
    for number, (identity, marked) in enumerate(sheets, start=1):
        assert not check_sheet(batch, number, identity=identity, read=read(marked), actor=second, now=now)
    batch.refresh_from_db()
    return batch


def in_box(
    budget: Budget,
    typist: User,
    second: User,
    sheets: Sequence[Sheet],
    *,
    envelope: str = "city",
    now: datetime = NOW,
) -> PaperBatch:
    return close_batch(checked(budget, typist, second, sheets, envelope=envelope, now=now), actor=second, now=now)
