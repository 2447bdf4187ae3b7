"""What the page of one project shows, the same for every reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hub.moderation.enums import State
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseState
from participatory_budget.models.delivery import Delivery
from participatory_budget.reports.map_data import MapPoint, points_map
from participatory_budget.reports.project_rows import anchor_of
from participatory_budget.reports.projects.money import ProjectMoney, money_of
from participatory_budget.reports.projects.photos import ProjectPhotos, photos_view
from participatory_budget.reports.projects.standing import Standing, day_words, days_later, standing_of
from participatory_budget.reports.projects.timeline import Timeline, timeline_of
from participatory_budget.reports.projects.updates import UpdateRow, update_rows
from participatory_budget.selectors.deliveries import title_language
from participatory_budget.selectors.delivery_files import file_of
from participatory_budget.selectors.envelopes import city_tree
from participatory_budget.selectors.proposal_addresses import proposal_path


@dataclass(frozen=True)
class Said:
    """Something in words, with its language."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class GivenUp:
    reason: Said
    body: Said
    decided_on: date
    document_url: str


@dataclass(frozen=True)
class ProjectView:
    delivery: Delivery
    language: str  # of title and story, where they are another language's
    standing: Standing
    figures: Sequence[tuple[Any, str]]
    given_up: GivenUp | None
    delay: Said  # why it takes longer: the newest reason
    timeline: Timeline
    money: ProjectMoney
    photos: ProjectPhotos
    updates: Sequence[UpdateRow]
    update_count: int
    office: Said
    contact: Said
    place: Said
    district: Said
    subject: Said
    map: str
    point_words: str
    proposal_title: str  # of what it was, where that is public
    proposal_language: str
    proposal_url: str
    results_url: str  # where it won; "" for what the city added itself

    @property
    def has_more_updates(self) -> bool:
        return self.update_count > len(self.updates)


def project_view(
    delivery: Delivery, *, title: str, project_url: str, budget_url: str, language: str, now: datetime
) -> ProjectView:
    file, today = file_of(delivery), timezone.localdate(now)
    promise, project = delivery.promise, delivery.project
    drawn = city_tree(language) if promise.latitude is not None else []
    timeline, spent = timeline_of(file, language, today), money_of(file, language)
    place = Said(*said_in(delivery.places, language))
    points = []
    if promise.latitude is not None and promise.longitude is not None:
        points.append(MapPoint(float(promise.latitude), float(promise.longitude), title, project_url))
    proposal = project.proposal if project else None
    proposal = proposal if proposal is not None and proposal.state == State.PUBLISHED else None
    newest = file.postponements[-1] if file.postponements else None
    return ProjectView(
        delivery=delivery,
        language=title_language(promise.titles, title, language),
        standing=standing_of(delivery, now),
        figures=_figures(delivery, timeline, spent),
        given_up=_given_up(file.cancellation, language),
        delay=Said(*said_in(newest.reasons, language)) if newest else Said("", ""),
        timeline=timeline,
        money=spent,
        photos=photos_view(file.photos, project_url, language),
        updates=update_rows(file.updates, language),
        update_count=file.update_count,
        office=Said(*said_in(delivery.department.names if delivery.department else {}, language)),
        contact=Said(*said_in(delivery.contacts, language)),
        place=place,
        district=Said(*said_in(promise.district_names, language)),
        subject=Said(*said_in(delivery.category.names if delivery.category else {}, language)),
        map=points_map(delivery.budget, drawn, points, _("Map of the place")),
        point_words="" if place else ", ".join(f"{one.lat:.5f}, {one.lng:.5f}" for one in points),
        proposal_title=proposal.title if proposal else "",
        proposal_language=proposal.language if proposal else "",
        proposal_url=proposal_path(budget_url, proposal.reference) if proposal else "",
        results_url=f"{budget_url}results/#{anchor_of(project)}" if project else "",
    )


def _given_up(found: Any, language: str) -> GivenUp | None:
    if found is None:
        return None
    address = found.document_url if found.document_url.startswith(("https://", "http://")) else ""
    return GivenUp(
        Said(*said_in(found.reasons, language)), Said(*said_in(found.decided_by, language)), found.decided_on, address
    )


def _figures(delivery: Delivery, timeline: Timeline, spent: ProjectMoney) -> list[tuple[Any, str]]:
    """Three numbers at most: the day, the money, the milestones."""
    figures: list[tuple[Any, str]] = []
    day = _day(delivery)
    if day is not None:
        figures.append(day)
    if spent.share:
        figures.append((spent.share, _("of %(planned)s spent") % {"planned": spent.planned}))
    done, of = timeline.counted
    if of:
        figures.append(
            (
                _("%(done)s of %(all)s") % {"done": number_format(done), "all": number_format(of)},
                _("milestones reached"),
            )
        )
    return figures


def _day(delivery: Delivery) -> tuple[str, str] | None:
    promise = delivery.promise
    first = promise.first_due_on
    if promise.kept_on is not None:
        if first is None:
            return day_words(promise.kept_on), _("finished")
        if promise.kept_on <= first:
            return day_words(promise.kept_on), _("finished, in time")
        later = days_later((promise.kept_on - first).days)
        return day_words(promise.kept_on), _("finished, %(later)s") % {"later": later}
    if promise.due_on is None or promise.state == PromiseState.CANCELLED:
        return None
    if first is not None and first != promise.due_on:
        return day_words(promise.due_on), _("promised now; first it was %(day)s") % {"day": day_words(first)}
    return day_words(promise.due_on), _("the day that was promised")
