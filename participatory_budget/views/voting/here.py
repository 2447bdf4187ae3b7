"""Who stands before which ballot, and the page that says why somebody cannot vote here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hub.accounts.models.user import User
from participatory_budget.engine.frozen import Document, envelope_in
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.voting.home import BallotsHome, ballots_home
from participatory_budget.selectors.ballots import Door, Voter, voter_of
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.envelopes import envelope_name
from participatory_budget.selectors.voting import election_in_force, frozen_of
from participatory_budget.services.voting.freezing import ensure_frozen

TEMPLATES = "participatory_budget/voting/"


@dataclass(frozen=True)
class Here:
    request: HttpRequest
    page: Any
    now: datetime
    voter: Voter

    @property
    def budget(self) -> Budget:
        found: Budget = self.page.budget
        return found

    @property
    def language(self) -> str:
        return str(self.page.locale.language_code)

    @property
    def user(self) -> User | None:
        return self.request.user if isinstance(self.request.user, User) else None

    @property
    def page_url(self) -> str:
        return self.page.get_url(self.request) or ""

    @property
    def base(self) -> str:
        return f"{self.page_url}ballot/"

    @cached_property
    def document(self) -> Document:
        """What is voted on now. Whoever comes first after the beginning finds nothing frozen yet, and freezes it."""
        return election_in_force(frozen_of(self.budget) or ensure_frozen(self.budget, self.now))

    def part(self, envelope: Envelope) -> Document:
        found = envelope_in(self.document, envelope.slug)
        if found is None or not found["projects"]:
            raise Http404
        return found

    def url(self, envelope: Envelope, action: str = "") -> str:
        return f"{self.base}{envelope.slug}/{action + '/' if action else ''}"

    def home(self) -> BallotsHome:
        return ballots_home(self.budget, self.voter, self.language, self.now)

    def render(self, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        whole = self.page.get_context(self.request) | {
            "base": self.base,
            "voter": self.voter,
            "vote": self.voter.vote,
            **context,
        }
        return render(self.request, f"{TEMPLATES}{template}", whole, status=status)


def here_of(request: HttpRequest, page: Any) -> Here:
    """A budget that was voted on elsewhere, or has no dates for a vote, has no ballots."""
    here = Here(request, page, timezone.now(), voter_of(request.user, page.budget))
    if here.voter.vote is None:
        raise Http404
    return here


def door_page(here: Here, envelope: Envelope, door: Door, status: int = 200) -> HttpResponse:
    """What stands in the way, and what to do about it. What was chosen is kept."""
    context = {
        "door": door.value,
        "envelope": envelope,
        "name": envelope_name(envelope, here.language),
        "address": here.url(envelope),
        "has_results": door is Door.OVER and has_results(here.budget),
    }
    return here.render("door.html", context, status)


def has_results(budget: Budget) -> bool:
    return bool(counts_of(budget, rule_card_of(budget)))
