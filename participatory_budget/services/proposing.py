"""A draft becomes a proposal: once, in time, complete, by somebody whose address is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.contributions.enums import Channel, PublishAs
from hub.contributions.selectors import has_verified_address
from participatory_budget.engine.answers import Choices, point_of
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.models.catalogue import Category
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.permissions.proposals import user_can_propose
from participatory_budget.reports.proposal_problems import Complaint
from participatory_budget.selectors.choices import offer_of
from participatory_budget.selectors.own_proposals import schedule_of, sent_by
from participatory_budget.services.checking import complaints
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.receipts import send_receipt
from participatory_budget.services.receiving import language_of, receive

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class IncompleteError(BudgetError):
    """Names each answer that is missing or wrong."""

    def __init__(self, found: Sequence[Complaint]) -> None:
        super().__init__(found[0].message, found[0].field)
        self.complaints = found


class UnconfirmedAddressError(BudgetError):
    """The account has no address that is known to be the person's."""


class LimitReachedError(BudgetError):
    """So many each, and no more."""


def send(draft: ProposalDraft, user: User, *, now: datetime) -> Proposal:
    """The second click of a double click gets the first one's proposal."""
    with transaction.atomic():
        # The person's row first: two drafts sent at once cannot both be the last one allowed.
        get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
        # An unsent draft has no proposal, so the lock is on its own row alone.
        locked = ProposalDraft.objects.select_for_update(of=("self",)).select_related("budget").get(pk=draft.pk)
        if locked.owner_id != user.pk:
            raise NotAllowedError(_("This draft belongs to somebody else."))
        if locked.proposal_id is not None:
            return Proposal.objects.get(pk=locked.proposal_id)
        _demand_allowed(locked, user, now)
        photo = ProposalPhoto.objects.select_for_update().filter(draft=locked).defer("content").first()
        choices = offer_of(locked.budget, locked.language).choices(has_photo=photo is not None)
        if found := complaints(locked.answers, choices):
            raise IncompleteError(found)
        proposal = _made_from(locked, user, choices, now)
        if photo is not None:
            photo.draft, photo.proposal = None, proposal
            photo.alt = locked.answers["photo_alt"].strip()
            photo.save(update_fields=["draft", "proposal", "alt"])
        locked.answers, locked.proposal, locked.saved_at = {}, proposal, now
        locked.save(update_fields=["answers", "proposal", "saved_at"])
        send_receipt(proposal, now=now)
    return proposal


def _demand_allowed(draft: ProposalDraft, user: User, now: datetime) -> None:
    budget = draft.budget
    if not user_can_propose(user, schedule_of(budget), now):
        raise NotAllowedError(_("Proposals are no longer taken. Your text is kept; you can copy it."))
    if not has_verified_address(user):
        raise UnconfirmedAddressError(_("First confirm your e-mail address."))
    most = budget.proposals_per_person
    if most and sent_by(user, budget) >= most:
        text = ngettext(
            "Everybody can send %(most)s proposal, and you have sent it. Withdraw it to send this one.",
            "Everybody can send %(most)s proposals, and you have sent them. Withdraw one to send this one.",
            most,
        )
        raise LimitReachedError(text % {"most": number_format(most)})


def _made_from(draft: ProposalDraft, user: User, choices: Choices, now: datetime) -> Proposal:
    budget, answers = draft.budget, {name: text.strip() for name, text in draft.answers.items()}
    point = point_of(answers)
    title = " ".join(answers["title"].split())
    anonymous = answers["publish_as"] == PublishAs.ANONYMOUS
    words = {
        "title": title,
        "description": answers["description"],
        "benefit": answers.get("benefit", ""),
        "place": answers.get("place", ""),
    }
    return receive(
        budget,
        words,
        actor=user,
        now=now,
        envelope=Envelope.objects.get(budget=budget, slug=answers["envelope"]),
        category=Category.objects.filter(budget=budget, slug=answers.get("category", "")).first(),
        language=language_of(title, answers["description"], draft.language),
        cost_guess=parse_money(answers["cost_guess"], choices.unit) if answers.get("cost_guess") else None,
        latitude=Decimal(f"{point[0]:.6f}") if point else None,
        longitude=Decimal(f"{point[1]:.6f}") if point else None,
        author=user,
        author_language=user.language or draft.language,
        publish_as=answers["publish_as"],
        author_name="" if anonymous else answers["author_name"],
        channel=Channel.WEB,
        submission_key=f"draft:{draft.pk}",
    )
