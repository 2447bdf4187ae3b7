"""Letters to authors of proposals, made when they go out, in the recipient's language; what is moot is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.moderation.enums import ReasonCode, State
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.following import absolute, proposal_letter
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.proposal_addresses import proposal_path
from participatory_budget.services.letters import ENOUGH_SUPPORT, PUBLISHED, WITHHELD

Context = Mapping[str, Any]


def _published(payload: Context) -> Context | None:
    told = proposal_letter(payload)
    return {**told, "reference": _reference(payload)} if told else None


def _withheld(payload: Context) -> Context | None:
    """With the link to the page that only its author can open."""
    proposal = Proposal.objects.filter(pk=payload["proposal"], erased_at=None).first()
    if proposal is None or proposal.state != State.WITHHELD:
        return None
    page = budget_pages([proposal.budget_id], get_language() or "").get(proposal.budget_id)
    url = proposal_path((page.get_url() or "") if page else "", proposal.reference)
    return {
        "title": proposal.title,
        "reference": _reference(payload),
        "reason": ReasonCode(proposal.reason_code).label,
        "url": absolute(url),
    }


def _enough_support(payload: Context) -> Context | None:
    told = proposal_letter(payload)
    return {**told, "reference": _reference(payload)} if told else None


def _reference(payload: Context) -> str:
    reference = Proposal.objects.values_list("reference", flat=True).get(pk=payload["proposal"])
    return isolate(reference, rtl=get_language_bidi())


LETTERS = {
    PUBLISHED: Kind(_("Your proposal %(reference)s is public"), "participatory_budget/mail/published.txt", _published),
    WITHHELD: Kind(
        _("Your proposal %(reference)s is not published"), "participatory_budget/mail/withheld.txt", _withheld
    ),
    ENOUGH_SUPPORT: Kind(
        _("Your proposal %(reference)s has enough support"),
        "participatory_budget/mail/enough_support.txt",
        _enough_support,
    ),
}
