"""Projects of one budget that are carried out: how many stand where, and each with its day and its money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseStatus
from participatory_budget.models.budget import Budget
from participatory_budget.models.delivery import Delivery
from participatory_budget.reports.money import money
from participatory_budget.reports.projects.money import share_words
from participatory_budget.reports.projects.standing import Standing, standing_of, status_now
from participatory_budget.selectors.deliveries import deliveries_of, project_pages, title_language
from participatory_budget.selectors.delivery_files import milestone_counts

# What asks for attention stands first; what is done stands last.
_ORDER = {status: place for place, status in enumerate(PromiseStatus)} | {PromiseStatus.LATE: -1}
FIRST_FEW = 5


@dataclass(frozen=True)
class ProgressRow:
    key: UUID
    title: str
    language: str
    url: str
    standing: Standing
    district: str
    district_language: str
    subject: str
    subject_language: str
    planned: str
    share: str
    milestones: tuple[int, int]


@dataclass(frozen=True)
class StatusCount:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Progress:
    rows: Sequence[ProgressRow]  # of the chosen status, or all
    counts: Sequence[StatusCount]
    total: int
    chosen: str

    def __bool__(self) -> bool:
        return bool(self.total)

    @property
    def first_few(self) -> Sequence[ProgressRow]:
        return self.rows[:FIRST_FEW]

    @property
    def has_more(self) -> bool:
        return self.total > FIRST_FEW


def progress_of(budget: Budget, language: str, now: datetime, chosen: str = "") -> Progress:
    """Four queries, however many projects."""
    today = timezone.localdate(now)
    known = [one for one in deliveries_of(budget.pk) if one.promise.published_at is not None]
    pages = project_pages([one.pk for one in known], language)
    urls = {key: page.get_url() or "" for key, page in pages.items()}
    known = [one for one in known if urls.get(one.pk)]
    statuses = {one.pk: status_now(one.promise, today) for one in known}
    counted = Counter(statuses.values())
    chosen = chosen if chosen in PromiseStatus.values else ""
    shown = [one for one in known if not chosen or statuses[one.pk] == chosen]
    shown.sort(key=lambda one: (_ORDER[statuses[one.pk]], one.promise.due_on or date.max, str(one.pk)))
    milestones = milestone_counts([one.pk for one in shown]) if shown else {}
    return Progress(
        rows=[_row(one, pages[one.pk], urls[one.pk], milestones, language, now) for one in shown],
        counts=[
            StatusCount(status.value, str(status.label), counted[status], status == chosen)
            for status in PromiseStatus
            if counted[status]
        ],
        total=len(known),
        chosen=chosen,
    )


def _row(
    one: Delivery,
    page: Any,
    url: str,
    milestones: Mapping[UUID, tuple[int, int]],
    language: str,
    now: datetime,
) -> ProgressRow:
    promise = one.promise
    district, district_language = said_in(promise.district_names, language)
    subject, subject_language = said_in(one.category.names if one.category else {}, language)
    return ProgressRow(
        key=one.pk,
        title=page.title,
        language=title_language(promise.titles, page.title, page.locale.language_code),
        url=url,
        standing=standing_of(one, now),
        district=district,
        district_language=district_language,
        subject=subject,
        subject_language=subject_language,
        planned=money(promise.cost_planned, promise.currency) if promise.cost_planned is not None else "",
        share=share_words(promise.cost_spent or 0, promise.cost_planned),
        milestones=milestones.get(one.pk, (0, 0)),
    )
