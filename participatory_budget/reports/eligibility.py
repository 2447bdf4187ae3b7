"""Who may vote in a budget and how one shows it, in a reader's words. For the public page and for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participatory_budget.enums import EligibilityWay, EnvelopeKind, PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import named
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.phases import Schedule, is_running, vote_ahead
from participatory_budget.selectors.envelopes import envelope_tree


@dataclass(frozen=True)
class District:
    slug: str
    name: str
    language: str


@dataclass(frozen=True)
class EligibilityView:
    """`language` of each text is that in which the city wrote it."""

    who: str
    who_language: str
    age: str  # "" without an age limit
    minimum_age: int | None
    asked: str  # what number is asked; "" for none
    asked_language: str
    ways: Sequence[str]  # in the order in which they are offered
    districts: Sequence[District]
    opens_at: datetime | None
    closes_at: datetime | None
    can_be_shown: bool
    is_open: bool  # ballots are taken now


def eligibility_view(
    budget: Budget, rules: VotingRules, phases: Schedule, language: str, now: datetime
) -> EligibilityView:
    """Two queries, for the names of districts."""
    who, who_language = named(rules.who_may_vote, language)
    asked, asked_language = named(rules.identity_asked, language)
    vote = next((one for one in phases if one.kind is PhaseKind.VOTING), None)
    return EligibilityView(
        who=who,
        who_language=who_language,
        age=_age(rules.minimum_age),
        minimum_age=rules.minimum_age,
        asked=asked,
        asked_language=asked_language,
        ways=[one.value for one in EligibilityWay if one.value in rules.ways],
        districts=districts(budget, language),
        opens_at=vote.starts_at if vote else None,
        closes_at=vote.ends_at if vote else None,
        can_be_shown=vote_ahead(phases, now),
        is_open=is_running(phases, PhaseKind.VOTING, now),
    )


def districts(budget: Budget, language: str) -> list[District]:
    return [
        District(one.envelope.slug, one.name, one.language)
        for one in envelope_tree(budget, language)
        if one.envelope.kind == EnvelopeKind.DISTRICT
    ]


def _age(minimum: int | None) -> str:
    if minimum is None:
        return ""
    return ngettext(
        "One votes here from the age of %(figure)s year, reached on the last day of the vote at the latest.",
        "One votes here from the age of %(figure)s years, reached on the last day of the vote at the latest.",
        minimum,
    ) % {"figure": number_format(minimum, force_grouping=True)}


def way_title(way: str) -> str:
    titles = {
        EligibilityWay.REGISTER: _("With a number of the city's register"),
        EligibilityWay.CODE: _("With a code"),
        EligibilityWay.DESK: _("At the desk"),
        EligibilityWay.DECLARATION: _("On your own word"),
    }
    return titles[EligibilityWay(way)]
