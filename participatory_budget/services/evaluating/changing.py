"""Other words for a proposal, so that it can be done. The city offers, the author says yes or no."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from participatory_budget.enums import Consent
from participatory_budget.models.evaluation import ScopeChange
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.permissions.evaluation import user_can_answer_change, user_can_record_answer
from participatory_budget.selectors.evaluation import authors_with_account, dossier_of, schedule_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.evaluating.letters import tell_change_asked
from participatory_budget.services.evaluating.opening import (
    for_officer,
    locked,
    note,
    refuse_after_voting_began,
    refuse_if_not_standing,
)
from participatory_budget.services.receiving import searched

if TYPE_CHECKING:
    from hub.accounts.models.user import User

LONGEST_TITLE = 120


@transaction.atomic
def offer_change(
    proposal_id: UUID,
    *,
    title: str,
    description: str,
    reason: str,
    language: str,
    actor: User,
    now: datetime,
) -> ScopeChange:
    """`language`: of the reason. The new words stay in the language of the proposal."""
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    dossier = dossier_of(proposal)
    if dossier.open_change:
        raise BudgetError(_("The author has not answered the last change yet."))
    if dossier.open_appeal:
        raise BudgetError(_("An appeal is waiting: decide about it first."))
    if dossier.passes and not dossier.is_undecided:
        raise BudgetError(_("The verdict is that it can be done: nothing needs to change."))
    title, description, reason = title.strip(), description.strip(), reason.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise BudgetError(_("Give a title of at most %(most)s characters.") % {"most": LONGEST_TITLE}, "title")
    if not description:
        raise BudgetError(_("Write what would be done instead."), "description")
    if not reason:
        raise BudgetError(_("Say why it is needed: the author decides by it."), "reason")
    if (title, description) == (proposal.title, proposal.description):
        raise BudgetError(_("This is what the proposal says already."), "description")
    change = ScopeChange.objects.create(
        evaluation=evaluation,
        title=title,
        description=description,
        language=proposal.language,
        reason=reason,
        reason_language=language,
        offered_at=now,
        offered_by=actor,
    )
    note("change_offered", evaluation, actor=actor, now=now, change=change.pk)
    tell_change_asked(proposal, change, now=now)
    return change


@transaction.atomic
def take_back_change(proposal_id: UUID, *, actor: User, now: datetime) -> None:
    """The city does not wait for an answer any more."""
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    change = dossier_of(proposal).open_change
    if change is None:
        raise BudgetError(_("There is no change that waits for an answer."))
    change.consent, change.answered_at = Consent.TAKEN_BACK, now
    change.save(update_fields=["consent", "answered_at"])
    note("change_taken_back", evaluation, actor=actor, now=now, change=change.pk)


@transaction.atomic
def answer_change(change_id: int, *, agreed: bool, answer: str, actor: User, now: datetime) -> ScopeChange:
    """The author's yes changes the words at once; both texts stay readable. A second answer finds the first one's."""
    proposal_id = ScopeChange.objects.values_list("evaluation__proposal", flat=True).get(pk=change_id)
    proposal = locked(proposal_id)
    change = ScopeChange.objects.select_related("evaluation").get(pk=change_id)
    refuse_if_not_standing(proposal)
    refuse_after_voting_began(proposal, now)
    if change.answered_at:
        raise BudgetError(_("This was answered already."))
    phases = schedule_of(proposal.budget_id)
    own = user_can_answer_change(actor, change, proposal, phases, now)
    if not own:
        reachable = bool(authors_with_account(proposal))
        if not user_can_record_answer(actor, change, proposal, reachable, phases, now):
            raise NotAllowedError(_("Only the author can answer this."))
        if not answer.strip():
            raise BudgetError(_("Say when and how the author answered: everybody can read it."), "answer")
    change.consent = Consent.AGREED if agreed else Consent.REFUSED
    change.answer, change.answered_at = answer.strip(), now
    change.save(update_fields=["consent", "answer", "answered_at"])
    if agreed:
        _take_over(proposal, change, now)
    note(
        "change_answered",
        change.evaluation,
        actor=actor,
        now=now,
        reason_code=change.consent,
        change=change.pk,
        by_author=own,
    )
    return change


def _take_over(proposal: Proposal, change: ScopeChange, now: datetime) -> None:
    number = ProposalRevision.objects.filter(proposal=proposal).aggregate(last=Max("number"))["last"] or 0
    if number == 0:
        number = 1
        ProposalRevision.objects.create(
            proposal=proposal,
            number=number,
            title=proposal.title,
            description=proposal.description,
            benefit=proposal.benefit,
            language=proposal.language,
            written_at=proposal.received_at,
            was_public=True,
        )
    proposal.title, proposal.description, proposal.language = change.title, change.description, change.language
    proposal.edited_at = now
    # The same fields as where a proposal is sent: what was found by its old words is found by its new ones.
    proposal.search_text = searched(
        title=proposal.title, description=proposal.description, benefit=proposal.benefit, place=proposal.place
    )
    proposal.save(update_fields=["title", "description", "language", "edited_at", "search_text"])
    ProposalRevision.objects.create(
        proposal=proposal,
        number=number + 1,
        title=proposal.title,
        description=proposal.description,
        benefit=proposal.benefit,
        language=proposal.language,
        written_at=now,
        was_public=True,
        scope_change=change,
    )
