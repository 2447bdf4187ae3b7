"""The question whether two proposals become one: asking, answering, taking back. What then happens: `joining`.

Both proposals are locked first, the lower uuid before the higher, then the question: two answers at once wait for each
other, and the second sees what the first has done.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from hub.audit.services import record
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import Merge
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import is_author, user_can_ask_to_merge
from participatory_budget.permissions.together import stands, user_can_speak_for_the_city, user_can_take_back
from participatory_budget.phases import Schedule, phases_of, voting_began
from participatory_budget.selectors.together import AGREED, BY_CITY, MERGE, open_merges, people_behind
from participatory_budget.services import together_letters as letters
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.joining import join, refuse_what_cannot_be_joined

if TYPE_CHECKING:
    from hub.accounts.models.user import User

Behind: TypeAlias = Mapping[UUID, "list[User]"]  # by proposal, who can be asked

SOURCE, TARGET = "source", "target"
SIDES = (SOURCE, TARGET)
BY_AUTHOR = "author"
LONGEST_REASON = 1000
REST = timedelta(days=7)  # after a refusal, before the same may be asked again


@transaction.atomic
def ask_to_merge(
    source: Proposal, target: Proposal, *, reason: str, language: str, actor: User, now: datetime
) -> Merge:
    """Whoever asks has agreed for the side whose author they are. Asked twice, the first question stands."""
    source, target = _lock_both(source, target)
    phases = _phases(source)
    if not any(user_can_ask_to_merge(actor, one, phases, now) for one in (source, target)):
        raise NotAllowedError(_("Only authors of one of the two proposals and budget officers can ask for this."))
    refuse_what_cannot_be_joined(source, target)
    for one in (source, target):
        if not stands(one):
            raise BudgetError(_("Both proposals have to be public."), "other")
    same = _end_what_cannot_be_answered(open_merges([source.pk, target.pk]), now)
    for known in same:
        if (known.source_id, known.target_id, known.asked_by_id) == (source.pk, target.pk, actor.pk):
            return known
        raise BudgetError(_("One of the two is part of a question that is still open. Wait for its answer."), "other")
    _refuse_too_soon(source, target, actor, now)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise BudgetError(_("Say in up to 1,000 characters why they belong together."), "reason")
    merge = Merge.objects.create(
        source=source, target=target, reason=reason, reason_language=language, asked_at=now, asked_by=actor
    )
    data = {"source": source.pk, "target": target.pk}
    record("proposal.merge_asked", subject=MERGE, subject_id=merge.pk, actor=actor, data=data, now=now)
    behind = people_behind([source, target])
    for side in SIDES:
        if voice := _voice(merge, side, actor, behind, now):
            _agree(merge, side, voice, actor, now)
        else:
            letters.ask_side(merge, side, behind[_of(merge, side).pk], now=now)
    _join_if_agreed(merge, actor, now)
    return merge


@transaction.atomic
def answer_merge(merge: Merge, *, agrees: bool, actor: User, now: datetime) -> Merge:
    """For each side that this person may speak for. The same answer twice is one answer."""
    merge = _lock(merge)
    behind = people_behind([merge.source, merge.target])
    mine = {side: voice for side in SIDES if (voice := _voice(merge, side, actor, behind, now))}
    if not mine:
        raise NotAllowedError(_("Only authors of the two proposals can answer this."))
    wanted = Consent.AGREED if agrees else Consent.REFUSED
    if all(_consent(merge, side) == wanted for side in mine) and (not agrees or not _is_open(merge)):
        return merge
    _refuse_closed(merge, now)
    for side, voice in mine.items():
        if agrees and _consent(merge, side) == Consent.ASKED:
            _agree(merge, side, voice, actor, now)
        elif not agrees:
            _answer(merge, side, Consent.REFUSED, now)
            record(
                "proposal.merge_refused",
                subject=MERGE,
                subject_id=merge.pk,
                actor=actor,
                reason_code=voice,
                data={"side": side},
                now=now,
            )
    if not agrees:
        letters.tell_ended(merge, _others(merge, behind, actor), now=now)
    _join_if_agreed(merge, actor, now)
    return merge


@transaction.atomic
def take_back_merge(merge: Merge, *, actor: User, now: datetime) -> Merge:
    merge = _lock(merge)
    if not user_can_take_back(actor, merge, now):
        raise NotAllowedError(_("Only who asked can take this back."))
    if merge.done_at is None and not _is_open(merge):
        return merge
    if merge.done_at is not None:
        raise BudgetError(_("Both sides have agreed; the two proposals are one now."))
    _take_back(merge, actor, now)
    behind = people_behind([merge.source, merge.target])
    letters.tell_ended(merge, _others(merge, behind, actor), now=now)
    return merge


def may_answer(merge: Merge, actor: User, now: datetime) -> dict[str, str]:
    """The sides that wait for this person, each with the voice in which they would speak."""
    behind = people_behind([merge.source, merge.target])
    found = {side: _voice(merge, side, actor, behind, now) for side in SIDES}
    return {side: voice for side, voice in found.items() if voice and _consent(merge, side) == Consent.ASKED}


def can_be_completed(merge: Merge, phases: Schedule, now: datetime) -> bool:
    """Is it still a question? Not once the vote began or one of the two stands no more."""
    return _is_open(merge) and stands(merge.source) and stands(merge.target) and not voting_began(phases, now)


def _voice(merge: Merge, side: str, actor: User, behind: Behind, now: datetime) -> str:
    """ "author", "city" where no account stands behind that side, or "" for who has no say there."""
    here, there = _of(merge, side), _of(merge, TARGET if side == SOURCE else SOURCE)
    if is_author(actor, here) and actor.is_active:
        return BY_AUTHOR
    if not behind[here.pk] and user_can_speak_for_the_city(actor, there, now):
        return BY_CITY
    return ""


def _agree(merge: Merge, side: str, voice: str, actor: User, now: datetime) -> None:
    _answer(merge, side, Consent.AGREED, now)
    record(AGREED, subject=MERGE, subject_id=merge.pk, actor=actor, reason_code=voice, data={"side": side}, now=now)


def _answer(merge: Merge, side: str, consent: Consent, now: datetime) -> None:
    setattr(merge, f"{side}_consent", consent)
    setattr(merge, f"{side}_answered_at", now)
    merge.save(update_fields=[f"{side}_consent", f"{side}_answered_at"])


def _join_if_agreed(merge: Merge, actor: User, now: datetime) -> None:
    if all(_consent(merge, side) == Consent.AGREED for side in SIDES):
        join(merge, merge.source, merge.target, actor=actor, now=now)


def _take_back(merge: Merge, actor: User | None, now: datetime) -> None:
    for side in SIDES:
        _answer(merge, side, Consent.TAKEN_BACK, now)
    record("proposal.merge_taken_back", subject=MERGE, subject_id=merge.pk, actor=actor, now=now)


def _refuse_closed(merge: Merge, now: datetime) -> None:
    if merge.done_at is not None:
        raise BudgetError(_("Both sides have agreed; the two proposals are one now."))
    if not _is_open(merge):
        raise BudgetError(_("This question is not open any more."))
    if voting_began(_phases(merge.source), now):
        raise NotAllowedError(_("The vote has begun; from now on the proposals stay as they are."))
    for one in (merge.source, merge.target):
        if not stands(one):
            raise BudgetError(_("Both proposals have to be public."))
    refuse_what_cannot_be_joined(merge.source, merge.target)


def _refuse_too_soon(source: Proposal, target: Proposal, actor: User, now: datetime) -> None:
    """Who said no is left in peace for a week; they themselves may change their mind at once."""
    pair = Q(source=source, target=target) | Q(source=target, target=source)
    refused = Q(source_consent=Consent.REFUSED, source_answered_at__gt=now - REST) | Q(
        target_consent=Consent.REFUSED, target_answered_at__gt=now - REST
    )
    for merge in Merge.objects.filter(pair, refused).select_related("source", "target"):
        sides = [_of(merge, side) for side in SIDES if _consent(merge, side) == Consent.REFUSED]
        if not any(is_author(actor, one) for one in sides):
            raise BudgetError(_("The other side said no a few days ago. Ask again a week after its answer."), "other")


def _end_what_cannot_be_answered(rows: Iterable[Merge], now: datetime) -> list[Merge]:
    """A question whose other side was hidden or withdrawn blocks nobody."""
    still = []
    for merge in rows:
        if stands(merge.source) and stands(merge.target):
            still.append(merge)
        else:
            _take_back(merge, None, now)
    return still


def _others(merge: Merge, behind: Behind, actor: User) -> list[User]:
    """Both sides and who asked, without who has just acted."""
    people = letters.everybody(behind, merge.source, merge.target)
    asker = merge.asked_by
    if asker is not None and asker.is_active and asker not in people and has_role(asker, Role.BUDGET_OFFICER):
        people.append(asker)
    return [person for person in people if person.pk != actor.pk]


def _lock(merge: Merge) -> Merge:
    source, target = _lock_both(merge.source, merge.target)
    locked = Merge.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=merge.pk)
    locked.source, locked.target = source, target
    return locked


def _lock_both(source: Proposal, target: Proposal) -> tuple[Proposal, Proposal]:
    rows = Proposal.objects.select_for_update().filter(pk__in=[source.pk, target.pk]).order_by("pk")
    found = {one.pk: one for one in rows}
    return found[source.pk], found[target.pk]


def _of(merge: Merge, side: str) -> Proposal:
    return merge.source if side == SOURCE else merge.target


def _consent(merge: Merge, side: str) -> str:
    return merge.source_consent if side == SOURCE else merge.target_consent


def _is_open(merge: Merge) -> bool:
    return merge.done_at is None and all(_consent(merge, side) in (Consent.ASKED, Consent.AGREED) for side in SIDES)


def _phases(proposal: Proposal) -> Schedule:
    return phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id))
