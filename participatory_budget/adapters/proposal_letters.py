"""The letter about a proposal that arrived, made when it goes out, in the author's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.moderation.enums import State
from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.receipts import PROPOSAL_RECEIVED


def register() -> None:
    kinds.register(
        PROPOSAL_RECEIVED,
        Kind(
            _("We received your proposal %(reference)s"), "participatory_budget/mail/proposal_received.txt", _received
        ),
    )


def _received(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    proposal = Proposal.objects.filter(pk=payload["proposal"]).select_related("budget").first()
    if proposal is None or proposal.erased_at is not None or proposal.state == State.WITHDRAWN:
        return None
    page = budget_pages([proposal.budget_id], get_language() or "").get(proposal.budget_id)
    address = f"{settings.PUBLIC_URL}{page.get_url()}" if page is not None else ""
    rtl = get_language_bidi()
    return {
        "reference": proposal.reference,
        "title": isolate(proposal.title, rtl=rtl),
        "budget": isolate(page.title, rtl=rtl) if page is not None else "",
        "received": date_format(timezone.localtime(proposal.received_at), "DATETIME_FORMAT"),
        "waiting": proposal.state == State.PENDING,
        "link": f"{address}proposals/{proposal.reference}/" if address else "",
        "account_link": settings.PUBLIC_URL + reverse("account_overview"),
    }
