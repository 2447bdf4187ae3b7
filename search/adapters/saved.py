"""Saved searches as something that can be followed, with their news and what people may know of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hub.accounts.models.user import User
from hub.core.engine.keys import uuids_in
from hub.core.registries import DueJob, FollowSubject, PersonalField, due_jobs, followables, personal_data
from hub.notifications.adapters import register_news
from hub.notifications.engine.news import NewsKind
from hub.notifications.selectors import followed_by
from search.models.saved import SavedSearch
from search.reports.saved import SEARCH, letter_of, saved_subjects
from search.services import saving


class FollowableSearches:
    label: Any = gettext_lazy("Saved search")
    promises: Sequence[Any] = (gettext_lazy("something new is published that this search finds."),)

    def describe(self, keys: Sequence[str]) -> Mapping[str, FollowSubject]:
        return saved_subjects(keys)


class SearchPersonalData:
    """The follow itself is told by `hub.notifications`; the words that were typed are told here."""

    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="search.SavedSearch.address",
                label=_("Words and filters of a search whose new results you want to be told of"),
                purpose=_("To look for new results and to tell you of them"),
                lawful_basis=_("Consent"),
                retention=_("Until you stop following it or delete your account"),
            )
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        keys = followed_by(user).filter(subject_kind=SEARCH).values_list("subject_key", flat=True)
        rows = SavedSearch.objects.filter(pk__in=uuids_in(keys)).order_by("created_at", "address")
        return {
            "saved_searches": [
                {
                    "key": str(row.pk),
                    "address": row.address,
                    "language": row.language,
                    "looked_at": row.looked_at.isoformat(),
                }
                for row in rows
            ]
        }

    def erase(self, user: User, *, now: datetime) -> None:
        saving.forget_searches_of(user)


def _concerns(payload: Mapping[str, Any]) -> Mapping[str, Collection[str]]:
    return {SEARCH: [payload["saved"]]}


def _letter(payload: Mapping[str, Any], followed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return letter_of(payload)


def _tell(now: datetime) -> None:
    saving.tell_new_results(now)


def _forget(now: datetime) -> None:
    saving.forget_unfollowed(now)


def register() -> None:
    followables.register(SEARCH, FollowableSearches())
    register_news(
        saving.NEWS,
        NewsKind(
            subject=gettext_lazy("New results: %(title)s"),
            template="search/mail/news.txt",
            concerns=_concerns,
            context=_letter,
        ),
    )
    personal_data.register("search", SearchPersonalData())
    # Outside a transaction of its own: each search is one, and no other writer waits for all of them.
    due_jobs.register("search.saved", DueJob(every_seconds=15 * 60, run=_tell, atomic=False))
    due_jobs.register("search.forget_saved", DueJob(every_seconds=60 * 60, run=_forget))
