"""The reminder of a ballot that waits, made when it goes out: dropped once the ballot is cast or the vote is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from hub.notifications.engine.isolation import isolate
from hub.notifications.engine.kinds import Kind, kinds
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.phases import phases_of, vote_until
from participatory_budget.selectors.baskets import waiting_baskets
from participatory_budget.selectors.following import absolute
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.services.voting.reminding import BALLOT_WAITS


def register() -> None:
    kinds.register(
        BALLOT_WAITS,
        Kind(_("Your ballot is not cast yet: %(budget)s"), "participatory_budget/mail/ballot_waits.txt", _waits),
    )


def _waits(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    budget = Budget.objects.filter(pk=payload["budget"]).first()
    if budget is None:
        return None
    until = vote_until(phases_of(BudgetPhase.objects.filter(budget=budget)), timezone.now())
    page = budget_pages([budget.pk], get_language() or "").get(budget.pk)
    if until is None or page is None or not waiting_baskets([budget]).filter(account=payload["account"]).exists():
        return None
    return {
        "budget": isolate(page.title, rtl=get_language_bidi()),
        "until": date_format(timezone.localtime(until), "DATETIME_FORMAT"),
        "link": absolute(f"{page.get_url()}ballot/"),
    }
