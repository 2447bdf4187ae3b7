"""An empty ballot of paper: projects with their numbers, prices and boxes, and the rules in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from participatory_budget.engine.frozen import envelope_in
from participatory_budget.engine.limits import limits_of
from participatory_budget.enums import BallotForm
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.money import money
from participatory_budget.reports.rule_words import vote_words
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.voting import voting_rules_of


@dataclass(frozen=True)
class PaperProject:
    """`number` is its place on the ballot, which people and typists name it by."""

    number: int
    code: str
    title: str
    language: str
    cost: str
    is_withdrawn: bool


@dataclass(frozen=True)
class PaperBallot:
    language: str
    title: str
    envelope: str
    closes_at: datetime
    rules: Sequence[str]
    identity_asked: str
    projects: Sequence[PaperProject]
    takes_numbers: bool  # points or places, instead of a cross
    can_be_undone: str


def numbered(document: Mapping[str, Any], slug: str) -> list[PaperProject]:
    """The projects of one envelope, in the order of the frozen election. What left the ballot keeps its number."""
    part = envelope_in(document, slug)
    return [
        PaperProject(
            number=number,
            code=one["id"],
            title=one["title"],
            language=one["language"],
            cost=money(one["cost"], document["currency"]),
            is_withdrawn=bool(one.get("withdrawn")),
        )
        for number, one in enumerate(part["projects"] if part else [], start=1)
    ]


def paper_ballot(budget: Budget, document: Mapping[str, Any], envelope: Envelope, language: str) -> PaperBallot:
    """In one language; titles of projects stand in their own."""
    part = envelope_in(document, envelope.slug) or {"names": {}, "amount": 0}
    names: Mapping[str, str] = part["names"]
    page = budget_pages([budget.pk], language).get(budget.pk)
    asked: Mapping[str, str] = voting_rules_of(budget).identity_asked
    with translation.override(language):
        return PaperBallot(
            language=language,
            title=str(page.title) if page else budget.slug,
            envelope=names.get(language) or next(iter(names.values()), envelope.slug),
            closes_at=datetime.fromisoformat(document["closes_at"]),
            rules=ballot_rules(document, part),
            identity_asked=asked.get(language)
            or next(iter(asked.values()), _("Number of the identity document, or voting code")),
            projects=numbered(document, envelope.slug),
            takes_numbers=document["rule_card"]["ballot"] in (BallotForm.CUMULATIVE, BallotForm.ORDINAL),
            can_be_undone=_(
                "Whoever hands in paper cannot vote online any more in this envelope. A ballot that you cast online "
                "before is replaced by this sheet."
            ),
        )


def ballot_rules(document: Mapping[str, Any], part: Mapping[str, Any]) -> list[str]:
    """How this sheet is filled in, in the language that is active."""
    card = document["rule_card"]
    form = BallotForm(card["ballot"])
    least, most = limits_of(card)
    found = {
        BallotForm.APPROVAL: [_("Put a cross in the box of each project that you want.")],
        BallotForm.KNAPSACK: [
            _("Put a cross in the box of each project that you want. Together they may cost at most %(sum)s.")
            % {"sum": money(part["amount"], document["currency"])}
        ],
        BallotForm.CHOOSE_ONE: [_("Put a cross in the box of one project.")],
        BallotForm.ORDINAL: [_("Write 1 in the box of the project that you want most, 2 in the next one, and so on.")],
        BallotForm.CUMULATIVE: [_("Write the points that you give in the boxes of the projects that you want.")],
    }[form]
    if form is BallotForm.CUMULATIVE and card["max_points"]:
        found.append(_("You have %(figure)s points in all.") % {"figure": card["max_points"]})
    if form is not BallotForm.CHOOSE_ONE:
        # Without the first sentence, which speaks of everybody, and the limit on points of one project.
        found += vote_words(card["vote_type"], least if least > 1 else None, most, None)[1:]
    return found
