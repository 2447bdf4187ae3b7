"""Codes: made and shown once, given out by letter or at the desk. Only keyed hashes are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.audit.services import record
from participatory_budget.engine.identities import MistypedCodeError, code_hash, new_code
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.budget import Budget
from participatory_budget.models.paper import PaperSheet
from participatory_budget.models.roll import Acceptance, RollEntry, VotingCode
from participatory_budget.permissions.voting import user_can_check_at_desk, user_can_manage_roll
from participatory_budget.selectors.roll import waiting_for_letters
from participatory_budget.selectors.voting import is_closed
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.roll.gate import rules_for, schedule_of
from participatory_budget.services.voting.keys import keys_of

MOST_CODES = 200_000
_CHUNK = 1000
Line: TypeAlias = tuple[UUID, int | None]  # an entry, and its line in the register's file


@dataclass(frozen=True)
class PrintedCode:
    """`line` of the register's file, None for a code without a name."""

    line: int | None
    code: str


@dataclass(frozen=True)
class Batch:
    number: int
    codes: Sequence[PrintedCode]


@transaction.atomic
def make_codes(
    budget: Budget, *, actor: User, now: datetime, number: int | None = None, batch: int | None = None
) -> Batch:
    """So many codes without a name, or one for each person of the register's newest file who has neither account nor
    code. `batch` is the number that the form announced: the second press makes no second pile."""
    require_manager(budget, actor, now)
    rules_for(budget, EligibilityWay.CODE)
    Budget.objects.select_for_update().get(pk=budget.pk)
    next_one = next_batch(budget)
    if batch is not None and batch != next_one:
        raise BudgetError(
            _(
                "These codes were made a moment ago, in another window or by a second press. If the list was lost, "
                "take its codes back and make new ones."
            ),
            "batch",
        )
    if number is not None:
        if not 1 <= number <= MOST_CODES:
            raise BudgetError(_("Give a number of codes from 1 to 200 000."), "number")
        made: Iterable[Line] = _nameless(budget, number)
    else:
        made = waiting_for_letters(budget).order_by("line").values_list("pk", "line")
    codes = _print(made, budget, next_one, now)
    if not codes:
        raise BudgetError(_("Everybody in the register's file has an account on the roll or a code already."), "number")
    record(
        "roll.codes_made",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=actor,
        data={"batch": next_one, "codes": len(codes), "by_register": number is None},
        now=now,
    )
    return Batch(next_one, codes)


def code_for(entry: RollEntry, *, now: datetime) -> str:
    """For one person at the desk; an older code of theirs ends. The caller has asked who may."""
    VotingCode.objects.filter(entry=entry).delete()
    budget = Budget.objects.get(pk=entry.budget_id)
    return _print([(entry.pk, entry.line)], budget, next_batch(budget), now)[0].code


@transaction.atomic
def take_back(budget: Budget, *, actor: User, now: datetime, code: str = "", line: int | None = None) -> None:
    """A code that was lost or never given out. One that was used stays: its person is on the roll with it."""
    if not user_can_check_at_desk(actor, schedule_of(budget), now) or is_closed(budget):
        raise NotAllowedError(_("The vote is over, or codes are not your task."))
    found = _found(budget, code, line)
    if not _unused([found]):
        raise BudgetError(
            _("This code was used: its person is on the roll with it. The desk can put another account there."),
            "code",
        )
    _end([found], actor, budget, now)


@transaction.atomic
def take_batch_back(budget: Budget, batch: int, *, actor: User, now: datetime) -> int:
    """Those of a pile that nobody used. Returns how many."""
    require_manager(budget, actor, now)
    found = _unused(VotingCode.objects.filter(entry__budget=budget, batch=batch).select_related("entry"))
    if not found:
        raise BudgetError(_("There is no such batch, or every code of it was used or taken back."), "batch")
    return _end(found, actor, budget, now, batch)


def next_batch(budget: Budget) -> int:
    last = VotingCode.objects.filter(entry__budget=budget).aggregate(last=Max("batch"))["last"]
    return (last or 0) + 1


def require_manager(budget: Budget, actor: User, now: datetime) -> None:
    if not user_can_manage_roll(actor, schedule_of(budget), now) or is_closed(budget):
        raise NotAllowedError(_("The vote is over, or the roll is not your task."))


def _nameless(budget: Budget, number: int) -> Iterator[Line]:
    for start in range(0, number, _CHUNK):
        rows = [RollEntry(budget=budget, way=EligibilityWay.CODE) for _place in range(min(_CHUNK, number - start))]
        yield from ((one.pk, None) for one in RollEntry.objects.bulk_create(rows))


def _print(entries: Iterable[Line], budget: Budget, batch: int, now: datetime) -> list[PrintedCode]:
    key, day = keys_of(budget).roll_key, timezone.localdate(now)
    # Read to the end before anything is written: what is written changes who waits for a letter.
    rows, printed = list(entries), list[PrintedCode]()
    for start in range(0, len(rows), _CHUNK):
        made = [(pk, line, new_code()) for pk, line in rows[start : start + _CHUNK]]
        VotingCode.objects.bulk_create(
            [
                VotingCode(entry_id=pk, code_hash=code_hash(key, code), batch=batch, made_on=day)
                for pk, _line, code in made
            ]
        )
        printed += [PrintedCode(line, code) for _pk, line, code in made]
    return printed


def _found(budget: Budget, code: str, line: int | None) -> VotingCode:
    codes = VotingCode.objects.filter(entry__budget=budget).select_related("entry")
    if line is not None:
        rows = list(codes.filter(entry__line=line)[:2])
        if len(rows) != 1:
            raise BudgetError(_("No code was made for this line of the register's newest file."), "line")
        return rows[0]
    try:
        row = codes.filter(code_hash=code_hash(keys_of(budget).roll_key, code)).first()
    except MistypedCodeError:
        raise BudgetError(
            _("There is a typing error in this code. It has three groups of four letters and digits."), "code"
        ) from None
    if row is None:
        raise BudgetError(_("This code is not one of this budget, or it was taken back before."), "code")
    return row


def _unused(found: Iterable[VotingCode]) -> list[VotingCode]:
    """Neither typed in by an account nor voted with on paper: a new code in its place would be a second vote.

    The entries are locked until the transaction ends, and asked behind the lock: nobody uses a code meanwhile.
    """
    kept = list[VotingCode]()
    rows = list(found)
    for start in range(0, len(rows), _CHUNK):
        part = {one.entry_id: one for one in rows[start : start + _CHUNK]}
        nameless = {one.pk for one in _locked(list(part)) if not one.identity}
        # Whoever is known by a number votes with the same entry again, whatever their code.
        voted = {
            pk
            for model in (Acceptance, PaperSheet)
            for pk in model.objects.filter(entry__in=nameless).values_list("entry", flat=True)
        }
        free = VotingCode.objects.filter(entry__in=list(part), is_used=False).values_list("entry", flat=True)
        kept += [part[pk] for pk in free if pk not in voted]
    return kept


def _locked(entries: Sequence[UUID]) -> list[RollEntry]:
    return list(RollEntry.objects.select_for_update().filter(pk__in=entries).order_by("pk"))


def _end(found: Sequence[VotingCode], actor: User, budget: Budget, now: datetime, batch: int | None = None) -> int:
    for start in range(0, len(found), _CHUNK):
        part = found[start : start + _CHUNK]
        VotingCode.objects.filter(pk__in=[one.pk for one in part]).delete()
        # A right to vote that nobody can use any more; somebody may have voted with it on paper.
        bare = RollEntry.objects.filter(
            pk__in=[one.entry_id for one in part], way=EligibilityWay.CODE, identity="", account=None, acceptances=None
        )
        try:
            with transaction.atomic():
                bare.delete()
        except ProtectedError:  # sheets of an open batch of paper hang on it
            pass
    record(
        "roll.codes_taken_back",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=actor,
        data={"batch": batch or found[0].batch, "codes": len(found)},
        now=now,
    )
    return len(found)
