"""Letters to authors and news for followers about the work on a project, made when they go out, in their language."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import NotificationChoice
from hub.accounts.models.user import User
from hub.notifications.adapters import register_news
from hub.notifications.engine.kinds import Kind, kinds
from hub.notifications.engine.news import NewsKind
from hub.promises.adapters.letters import concerns
from hub.promises.engine.words import said_in
from hub.promises.selectors.letters import promise_letter
from hub.promises.services.telling import authors_among, letter_kind
from participatory_budget.models.delivery import Milestone, MilestoneChange, PriceChange, StageChange
from participatory_budget.reports.money import money
from participatory_budget.services.delivering import telling

FOLDER = "participatory_budget/mail"

SUBJECTS = {
    telling.STAGE: _("The work goes on: %(title)s"),
    telling.MILESTONE_DONE: _("A milestone is reached: %(title)s"),
    telling.MILESTONE_LATER: _("A milestone comes later: %(title)s"),
    telling.MILESTONE_DROPPED: _("A milestone is dropped: %(title)s"),
    telling.PRICE: _("Another cost than planned: %(title)s"),
}


def _said(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the row says that the payload names; None once it is gone."""
    if "stage" in payload:
        return _stage(StageChange.objects.filter(pk=payload["stage"]).first())
    if "milestone" in payload:
        return _milestone(Milestone.objects.filter(pk=payload["milestone"], done_on__isnull=False).first())
    if "change" in payload:
        return _change(MilestoneChange.objects.select_related("milestone").filter(pk=payload["change"]).first())
    return _price(PriceChange.objects.select_related("delivery__promise").filter(pk=payload["price"]).first())


def _stage(row: StageChange | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"stage": row.get_stage_display(), "day": _day(row.entered_on), "note": _in_words(row.notes)}


def _milestone(row: Milestone | None) -> dict[str, Any] | None:
    if row is None or row.done_on is None:
        return None
    return {"milestone": _in_words(row.titles), "day": _day(row.done_on), "planned": _day(row.first_planned_on)}


def _change(row: MilestoneChange | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "milestone": _in_words(row.milestone.titles),
        "planned": _day(row.planned_before),
        "day": _day(row.planned_after) if row.planned_after else "",
        "reason": _in_words(row.reasons),
    }


def _price(row: PriceChange | None) -> dict[str, Any] | None:
    if row is None:
        return None
    currency = row.delivery.promise.currency
    return {
        "before": money(row.before, currency) if row.before is not None else "",
        "after": money(row.after, currency),
        "reason": _in_words(row.reasons),
    }


def _in_words(texts: Mapping[str, str]) -> str:
    return said_in(texts, get_language() or settings.LANGUAGE_CODE)[0]


def _day(value: Any) -> str:
    return date_format(value, "DATE_FORMAT")


def _letter(news: str, payload: Mapping[str, Any], followed: Mapping[str, Any]) -> Mapping[str, Any] | None:
    about, said = promise_letter(payload), _said(payload)
    return {**about, **said, "news": news} if about is not None and said is not None else None


def _author_letter(news: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    person = User.objects.filter(pk=payload["user"], is_active=True, erased_at=None).first()
    if person is None or person.notification_choice == NotificationChoice.NONE:
        return None
    told = _letter(news, payload, {})
    return {**told, "account_url": settings.PUBLIC_URL + reverse("following")} if told is not None else None


def _told_otherwise(payload: Mapping[str, Any], people: Sequence[User]) -> Collection[int]:
    return authors_among(payload["promise"], people)


def register() -> None:
    for news in telling.NEWS:
        register_news(
            news,
            NewsKind(
                subject=SUBJECTS[news],
                template=f"{FOLDER}/project_news.txt",
                concerns=concerns,
                context=partial(_letter, news),
                told_otherwise=_told_otherwise,
            ),
        )
        kinds.register(
            letter_kind(news),
            Kind(
                subject=SUBJECTS[news], template=f"{FOLDER}/project_author.txt", context=partial(_author_letter, news)
            ),
        )
