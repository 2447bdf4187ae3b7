"""Paper ballots, in numbered batches: one person types, a second types again without seeing the first, then they are
cast like all others. Every step may be pressed twice."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.frozen import envelope_in
from participatory_budget.engine.identities import MistypedCodeError
from participatory_budget.engine.limits import problems
from participatory_budget.engine.paper import ON_PAPER, VALID, Difference, Reading, differences, reading
from participatory_budget.engine.sealing import seal, unseal
from participatory_budget.enums import PaperBatchState, PaperFinding
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.models.roll import RollEntry
from participatory_budget.permissions.voting import user_can_check_paper, user_can_type_paper
from participatory_budget.selectors.paper import schedule, sheet_numbers, states_in_force
from participatory_budget.selectors.roll import entry_by_code, entry_by_identity
from participatory_budget.selectors.voting import is_closed, may_vote_in, voting_envelopes
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.keys import keys_of

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SUBJECT = "participatory_budget.paper_batch"
LARGEST_BATCH = 500


@transaction.atomic
def open_batch(
    envelope: Envelope, *, place: str, sheets: int, actor: User, now: datetime, pk: UUID | None = None
) -> PaperBatch:
    """`sheets` were counted by hand. `pk` is made for the form, so that the same form sent twice is one batch."""
    budget = Budget.objects.select_for_update().get(pk=envelope.budget_id)
    require_typing(budget, actor, now)
    if pk and (known := PaperBatch.objects.filter(pk=pk, budget=budget, typed_by=actor).first()) is not None:
        return known
    if envelope.pk not in {one.pk for one in voting_envelopes(budget)}:
        raise BudgetError(_("There is nothing to vote on in this envelope."), "envelope")
    place = " ".join(place.split())
    if not place:
        raise BudgetError(_("Say where the sheets were collected."), "place")
    _require_count(sheets)
    ensure_frozen(budget, now)
    last = PaperBatch.objects.filter(budget=budget).aggregate(last=Max("number"))["last"] or 0
    batch = PaperBatch.objects.create(
        pk=pk or uuid4(),
        budget=budget,
        envelope=envelope,
        number=last + 1,
        place=place[:200],
        sheets=sheets,
        typed_by=actor,
        opened_at=now,
    )
    note("paper.opened", batch, actor, now)
    return batch


@transaction.atomic
def count_again(batch: PaperBatch, sheets: int, *, actor: User, now: datetime) -> PaperBatch:
    """The number counted by hand was wrong. What was typed under higher numbers is forgotten."""
    batch = for_typist(batch, actor, now)
    _require_count(sheets)
    if batch.sheets != sheets:
        batch.sheets = sheets
        batch.save(update_fields=["sheets"])
        PaperSheet.objects.filter(batch=batch, number__gt=sheets).delete()
        note("paper.counted_again", batch, actor, now)
    return batch


@transaction.atomic
def type_sheet(
    batch: PaperBatch, number: int, *, identity: str, read: Reading, actor: User, now: datetime
) -> PaperSheet:
    """Typed again, it replaces what was typed. `identity`: what the sheet says of its person, or a code."""
    batch = for_typist(batch, actor, now)
    entry = _found(batch, number, identity, read, now)
    known = PaperSheet.objects.filter(batch=batch, number=number).first()
    if known is not None and known.entry_id == (entry and entry.pk) and reading_of(known) == read:
        return known
    sheet, _created = PaperSheet.objects.update_or_create(
        batch=batch, number=number, defaults={**_written(batch, number, entry, read), "is_checked": False}
    )
    return sheet


@transaction.atomic
def finish_typing(batch: PaperBatch, *, actor: User, now: datetime) -> PaperBatch:
    """All sheets counted by hand are typed: it waits for a second person."""
    found = locked_batch(batch)
    if found.state == PaperBatchState.CHECKING and found.typed_by_id == actor.pk:
        return found
    found = for_typist(batch, actor, now)
    if sheet_numbers(found) != list(range(1, found.sheets + 1)):
        raise BudgetError(_("Not all sheets that were counted by hand are typed yet."), "sheets")
    found.state = PaperBatchState.CHECKING
    found.save(update_fields=["state"])
    note("paper.typed", found, actor, now)
    return found


@transaction.atomic
def send_back(batch: PaperBatch, *, actor: User, now: datetime) -> PaperBatch:
    """The second person found more sheets, or fewer, than were counted: the first counts and types again."""
    found = locked_batch(batch)
    if found.state == PaperBatchState.TYPING:
        return found
    found = for_checker(batch, actor, now)
    found.state = PaperBatchState.TYPING
    found.save(update_fields=["state"])
    note("paper.sent_back", found, actor, now)
    return found


@transaction.atomic
def check_sheet(
    batch: PaperBatch, number: int, *, identity: str, read: Reading, actor: User, now: datetime, settles: str = ""
) -> list[Difference]:
    """What both read differently; nothing is written then. None: the sheet is checked.

    `settles` is `mark_of` the sheet, which only somebody knows to whom the differences were shown: what they read
    with the paper in hand holds then.
    """
    batch = for_checker(batch, actor, now)
    entry = _found(batch, number, identity, read, now)
    sheet = PaperSheet.objects.filter(batch=batch, number=number).first()
    if sheet is None:
        raise BudgetError(_("There is no sheet of this number in the batch."), "number")
    found = differences(reading_of(sheet), read, same_person=sheet.entry_id == (entry and entry.pk))
    if found and settles != mark_of(sheet):
        return found
    if found:
        for name, value in _written(batch, number, entry, read).items():
            setattr(sheet, name, value)
    sheet.is_checked = True
    sheet.save()
    batch.checked_by = actor
    batch.save(update_fields=["checked_by"])
    return []


# --- what the steps share ---------------------------------------------------------------------------------------------


def require_typing(budget: Budget, actor: User, now: datetime) -> None:
    if not user_can_type_paper(actor, schedule(budget), now) or is_closed(budget):
        raise NotAllowedError(_("Paper ballots are typed while the vote runs, by budget officers and moderators."))


def locked_batch(batch: PaperBatch) -> PaperBatch:
    return PaperBatch.objects.select_for_update(of=("self",)).select_related("budget", "envelope").get(pk=batch.pk)


def for_typist(batch: PaperBatch, actor: User, now: datetime) -> PaperBatch:
    found = locked_batch(batch)
    require_typing(found.budget, actor, now)
    if found.state != PaperBatchState.TYPING:
        raise BudgetError(_("This batch is typed already."), "number")
    if found.typed_by_id is None:
        # The typist's account is gone. Whoever checked the sheets does not become the first person as well.
        if found.checked_by_id == actor.pk:
            raise NotAllowedError(_("Somebody else than the person who typed a batch checks it."))
        found.typed_by = actor
        found.save(update_fields=["typed_by"])
    if found.typed_by_id != actor.pk:
        raise NotAllowedError(_("Another person is typing this batch."))
    return found


def for_checker(batch: PaperBatch, actor: User, now: datetime) -> PaperBatch:
    found = locked_batch(batch)
    require_typing(found.budget, actor, now)
    if not user_can_check_paper(actor, found, schedule(found.budget), now):
        raise NotAllowedError(_("Somebody else than the person who typed a batch checks it."))
    if found.state != PaperBatchState.CHECKING:
        raise BudgetError(_("This batch does not wait for a second person."), "number")
    return found


def note(action: str, batch: PaperBatch, actor: User, now: datetime) -> None:
    """For the record; without any figure, for the record is read before the close."""
    record(
        action,
        subject=SUBJECT,
        subject_id=batch.pk,
        actor=actor,
        data={"budget": batch.budget_id, "batch": batch.number},
        now=now,
    )


def reading_of(sheet: PaperSheet) -> Reading:
    """What was typed."""
    choices, kind = unseal(
        keys_of(sheet.batch.budget).box_key, sheet.sealed, bound_to=_bound(sheet.batch_id, sheet.number)
    )
    return reading(kind, choices)


def mark_of(sheet: PaperSheet) -> str:
    """Of what stands on a sheet; nobody can guess it, for the same is sealed differently each time."""
    return hashlib.sha256(f"{sheet.finding}|{sheet.entry_id}|{sheet.sealed}".encode()).hexdigest()


def _require_count(sheets: int) -> None:
    if not 1 <= sheets <= LARGEST_BATCH:
        text = _("Make batches of at least one and at most %(most)s sheets.")
        raise BudgetError(text % {"most": LARGEST_BATCH}, "sheets")


def _found(batch: PaperBatch, number: int, identity: str, read: Reading, now: datetime) -> RollEntry | None:
    """The person; refuses what cannot be on this sheet."""
    if not 1 <= number <= batch.sheets:
        raise BudgetError(_("There is no sheet of this number in the batch."), "number")
    if read.kind not in ON_PAPER:
        raise BudgetError(_("Say what the sheet is."), "kind")
    if read.kind == VALID and not fits(batch, read, now):
        raise BudgetError(
            _("These choices are against the rules of the ballot. If the paper says so, the sheet is not valid."),
            "kind",
        )
    text = identity.strip()
    if not text:
        if read.kind == VALID:
            raise BudgetError(_("Type the number or the code that stands on the sheet."), "identity")
        return None
    try:
        return entry_by_identity(batch.budget, text) or entry_by_code(batch.budget, text)
    except MistypedCodeError:
        return None


def fits(batch: PaperBatch, read: Reading, now: datetime) -> bool:
    """Within the rules as they were at any time of the vote: paper does not say when it was filled in."""
    for document in states_in_force(ensure_frozen(batch.budget, now)):
        part = envelope_in(document, batch.envelope.slug)
        if part is not None and not problems(read.choices, part, document["rule_card"]):
            return True
    return False


def _written(batch: PaperBatch, number: int, entry: RollEntry | None, read: Reading) -> dict[str, object]:
    """The kind is sealed along with the choices, where the ballot box has a nonce."""
    finding = PaperFinding(read.kind)
    if read.kind == VALID and (entry is None or not may_vote_in(entry, batch.envelope)):
        finding = PaperFinding.NO_RIGHT
    sealed = seal(
        keys_of(batch.budget).box_key, bound_to=_bound(batch.pk, number), choices=read.choices, nonce=read.kind
    )
    return {"entry": entry, "finding": finding, "sealed": sealed}


def _bound(batch: UUID, number: int) -> str:
    return f"paper|{batch}|{number}"
