"""What public proposals plug into the platform; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hub.accounts.models.user import User
from hub.core.registries import FollowSubject, PublishedOutcome, ThreadSubject
from hub.notifications.engine.news import OUTCOME, NewsKind
from participatory_budget.selectors import following, thread_subjects
from participatory_budget.services.news import MERGED_NEWS, SUPPORT_NEWS, VERDICT_NEWS, authors_among


class ProposalSubjects:
    """Tells what the threads of proposals are about."""

    def describe(self, thread_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, ThreadSubject]:
        return thread_subjects.describe(thread_ids, now)

    def outcome_of(self, thread_ids: Sequence[UUID]) -> Mapping[UUID, PublishedOutcome]:
        return thread_subjects.verdicts_on(thread_ids)


class FollowableProposals:
    label = _("Proposal")
    promises: Sequence[Any] = (
        _("it has enough support."),
        _("the city says what it found."),
        _("it is merged into another one."),
    )

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return following.followed_proposals(keys)


def _concerns(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    return {following.PROPOSAL: [payload["proposal"]]}


def _support_letter(payload: Mapping[str, Any], followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.proposal_letter(payload)


def _verdict_letter(payload: Mapping[str, Any], followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.verdict_letter(payload)


def _merged_letter(payload: Mapping[str, Any], followed: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    return following.merged_letter(payload)


def _authors_told(payload: Mapping[str, Any], people: Sequence[User]) -> Collection[int]:
    return authors_among(payload["proposal"], people)


NEWS = {
    SUPPORT_NEWS: NewsKind(
        subject=_("Enough support: %(title)s"),
        template="participatory_budget/mail/news_support.txt",
        concerns=_concerns,
        context=_support_letter,
        told_otherwise=_authors_told,
    ),
    VERDICT_NEWS: NewsKind(
        subject=_("What the city found: %(title)s"),
        template="participatory_budget/mail/news_verdict.txt",
        concerns=_concerns,
        context=_verdict_letter,
        told_otherwise=_authors_told,
        rank=OUTCOME,
    ),
    MERGED_NEWS: NewsKind(
        subject=_("Merged into another proposal: %(title)s"),
        template="participatory_budget/mail/news_merged.txt",
        concerns=_concerns,
        context=_merged_letter,
        told_otherwise=_authors_told,
    ),
}
