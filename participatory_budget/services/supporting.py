"""Giving a support and taking it back. Counters are changed here, under the lock on the proposal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.accounts.models.user import User
from hub.audit.services import record
from hub.contributions.selectors import has_verified_address
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.permissions.proposals import user_can_support
from participatory_budget.phases import phases_of
from participatory_budget.selectors.supports import supports_given
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.letters import tell_enough_support
from participatory_budget.services.news import announce_enough_support


class SupportsClosedError(BudgetError):
    """The phase is over or the proposal is no longer one that stands for itself."""


class AddressNotConfirmedError(NotAllowedError):
    pass


class NoSupportLeftError(BudgetError):
    pass


@transaction.atomic
def give_support(proposal: Proposal, *, actor: User, now: datetime) -> Proposal:
    """Doing it twice changes nothing. Who supports is written down nowhere but in the support itself."""
    person, locked = _locked(proposal, actor, now)
    if ProposalSupport.objects.filter(proposal=locked, user=person).exists():
        return locked
    _demand_one_left(person, locked)
    ProposalSupport.objects.create(proposal=locked, user=person, given_at=now)
    locked.support_count += 1
    locked.save(update_fields=["support_count"])
    note_threshold(locked, now=now)
    return locked


@transaction.atomic
def take_support_back(proposal: Proposal, *, actor: User, now: datetime) -> Proposal:
    """Enough support stays enough: its author was told, and the city may be at work on it."""
    person, locked = _locked(proposal, actor, now)
    deleted, _rows = ProposalSupport.objects.filter(proposal=locked, user=person).delete()
    if deleted:
        locked.support_count = max(0, locked.support_count - 1)
        locked.save(update_fields=["support_count"])
    return locked


def note_threshold(locked: Proposal, *, now: datetime, reached_before: bool = False) -> None:
    """Once for each proposal. The caller holds the lock; also for who adds supports in another way."""
    needed = locked.budget.supports_needed
    if locked.threshold_reached_at is not None:
        return
    if not reached_before and (not needed or locked.support_count < needed):
        return
    locked.threshold_reached_at = now
    locked.save(update_fields=["threshold_reached_at"])
    record(
        "proposal.threshold_reached",
        subject="proposal",
        subject_id=locked.reference,
        actor=None,
        data={"supports": locked.support_count, "needed": needed},
        now=now,
    )
    tell_enough_support(locked, now=now)
    announce_enough_support(locked, now=now)


def note_thresholds(budget: Budget, *, now: datetime) -> int:
    """After the threshold was lowered: who has enough by the new one has it from now on. Returns how many.

    All are locked, in one order, before any is judged: a support that is given meanwhile is counted by one of the two.
    """
    if not budget.supports_needed:
        return 0
    waiting = Proposal.objects.standing().filter(budget=budget, threshold_reached_at=None).order_by("pk")
    figures = list(waiting.select_for_update().values_list("pk", "support_count"))
    reached = [key for key, supports in figures if supports >= budget.supports_needed]
    for proposal in Proposal.objects.filter(pk__in=reached).select_related("budget").order_by("pk"):
        note_threshold(proposal, now=now)
    return len(reached)


def _locked(proposal: Proposal, actor: User, now: datetime) -> tuple[User, Proposal]:
    """The person first, as erasing an account does: one person's two supports at once keep to the limit."""
    # NO KEY: who holds a proposal may write this person's key beside it without waiting for us in a circle.
    person = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("budget").get(pk=proposal.pk)
    if not has_verified_address(person):
        raise AddressNotConfirmedError(_("Confirm your e-mail address first; then you can support proposals."))
    phases = phases_of(BudgetPhase.objects.filter(budget=locked.budget_id))
    if not user_can_support(person, locked, phases, now):
        raise SupportsClosedError(_("Supports are not taken here at the moment. Nothing was changed."))
    return person, locked


def _demand_one_left(person: User, proposal: Proposal) -> None:
    most = proposal.budget.supports_per_person
    if most is None or supports_given(person, proposal.budget) < most:
        return
    raise NoSupportLeftError(
        ngettext(
            "You have given your one support in this budget. Take it back elsewhere to give it here.",
            "You have given all your %(figure)s supports in this budget. Take one back elsewhere to give it here.",
            most,
        )
        % {"figure": number_format(most, force_grouping=True)}
    )
