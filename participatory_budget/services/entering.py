"""Staff type in what somebody said at a workshop, on paper or by telephone. It counts like any other proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from hub.contributions.enums import Channel, PublishAs
from participatory_budget.engine.answers import point_of
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.proposals import user_can_enter
from participatory_budget.selectors.choices import offer_of
from participatory_budget.selectors.own_proposals import entered_alike, schedule_of
from participatory_budget.services.checking import complaints
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.proposing import IncompleteError
from participatory_budget.services.receiving import language_of, receive, searched

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SAME_WITHIN = timedelta(days=1)
# The web is where people write themselves.
OFFLINE = tuple(one for one in Channel if one is not Channel.WEB)


class EnteredBeforeError(BudgetError):
    """The same words were entered a moment ago; asked once more, they are taken."""

    def __init__(self, known: Proposal) -> None:
        super().__init__(
            # The title is in whatever script, so it is kept apart from the sentence.
            _("The same proposal was entered within a day: “%(title)s” (%(reference)s).")
            % {
                "title": f"\N{FIRST STRONG ISOLATE}{known.title}\N{POP DIRECTIONAL ISOLATE}",
                "reference": known.reference,
            }
        )
        self.known = known


@dataclass(frozen=True)
class Origin:
    """How it reached the city. `language`: in which the person is written to and the names of districts are read."""

    channel: str
    source: str
    language: str


def enter(
    budget: Budget, answers: Mapping[str, str], origin: Origin, *, actor: User, now: datetime, again: bool = False
) -> Proposal:
    """`answers` as somebody who proposes gives them; `again`: the same words are another proposal all the same."""
    if not user_can_enter(actor, schedule_of(budget), now):
        raise NotAllowedError(_("Proposals can no longer be entered in this budget."))
    if origin.channel not in OFFLINE:
        raise BudgetError(_("Choose how it reached you."), "channel")
    if len(origin.source) > 200:
        raise BudgetError(_("This is too long. Please shorten it."), "source")
    choices = offer_of(budget, origin.language).choices(has_photo=False)
    if found := complaints(answers, choices):
        raise IncompleteError(found)
    tidy = {name: text.strip() for name, text in answers.items()}
    title = " ".join(tidy["title"].split())
    words = {
        "title": title,
        "description": tidy["description"],
        "benefit": tidy.get("benefit", ""),
        "place": tidy.get("place", ""),
    }
    point = point_of(tidy)
    with transaction.atomic():
        # One desk after the other, so that two that send the same at once are asked too.
        Budget.objects.select_for_update().get(pk=budget.pk)
        known = entered_alike(budget, searched(**words), since=now - SAME_WITHIN)
        if known is not None and not again:
            raise EnteredBeforeError(known)
        return receive(
            budget,
            words,
            actor=actor,
            now=now,
            envelope=Envelope.objects.get(budget=budget, slug=tidy["envelope"]),
            category=Category.objects.filter(budget=budget, slug=tidy.get("category", "")).first(),
            language=language_of(title, tidy["description"], origin.language),
            cost_guess=parse_money(tidy["cost_guess"], choices.unit) if tidy.get("cost_guess") else None,
            latitude=Decimal(f"{point[0]:.6f}") if point else None,
            longitude=Decimal(f"{point[1]:.6f}") if point else None,
            author=None,
            author_language=origin.language,
            publish_as=tidy["publish_as"],
            author_name="" if tidy["publish_as"] == PublishAs.ANONYMOUS else tidy["author_name"],
            channel=origin.channel,
            source=origin.source.strip(),
            entered_by=actor,
        )
