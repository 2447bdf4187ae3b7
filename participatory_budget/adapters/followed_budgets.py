"""Budgets, districts and subjects as things to follow, with the news that they bring; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.accounts.models.user import User
from hub.core.registries import FollowSubject, followables
from hub.notifications.adapters import register_news
from hub.notifications.engine.news import OUTCOME, NewsKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors import followed_budgets as following
from participatory_budget.services.news import PROPOSAL_NEWS, RESULTS_NEWS, authors_among

_PROJECT_NEWS = _("a project is begun, is late, is put off, is finished or is given up.")
_RESULTS = _("the results of the vote are published.")
_PROPOSALS = _("somebody's proposal is published.")


class FollowableBudgets:
    label = _("Participatory budget")
    promises: Sequence[Any] = (_RESULTS, _PROJECT_NEWS)

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.followed_budgets(keys)


class FollowableDistricts:
    label = _("District")
    promises: Sequence[Any] = (_PROPOSALS, _RESULTS, _PROJECT_NEWS)

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.followed_districts(keys)


class FollowableSubjects:
    label = _("Subject")
    promises: Sequence[Any] = (_PROPOSALS, _PROJECT_NEWS)

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.followed_subjects(keys)


def _new_proposal_concerns(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    """Its district and its subject. Not its budget: that would be a letter for each idea in the city."""
    found = Proposal.objects.filter(pk=payload["proposal"]).first()
    if found is None:
        return {}
    subject = {following.SUBJECT: [str(found.category_id)]} if found.category_id else {}
    return {following.DISTRICT: [str(found.envelope_id)], **subject}


def _results_concern(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    """The budget, and each district that was voted on."""
    budget = Budget.objects.filter(pk=payload["budget"]).first()
    counted = following.official_counts(budget) if budget else []
    return {
        following.BUDGET: [payload["budget"]],
        following.DISTRICT: [str(one.envelope_id) for one in counted],
    }


def _new_proposal_letter(payload: Mapping[str, Any], followed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return following.new_proposal_letter(payload)


def _results_letter(payload: Mapping[str, Any], followed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return following.results_letter(payload)


def _authors_told(payload: Mapping[str, Any], people: Sequence[User]) -> Collection[int]:
    return authors_among(payload["proposal"], people)


def register() -> None:
    followables.register(following.BUDGET, FollowableBudgets())
    followables.register(following.DISTRICT, FollowableDistricts())
    followables.register(following.SUBJECT, FollowableSubjects())
    register_news(
        PROPOSAL_NEWS,
        NewsKind(
            subject=_("New proposal: %(title)s"),
            template="participatory_budget/mail/news_proposal.txt",
            concerns=_new_proposal_concerns,
            context=_new_proposal_letter,
            told_otherwise=_authors_told,
        ),
    )
    register_news(
        RESULTS_NEWS,
        NewsKind(
            subject=_("Results: %(title)s"),
            template="participatory_budget/mail/news_results.txt",
            concerns=_results_concern,
            context=_results_letter,
            rank=OUTCOME,
        ),
    )
