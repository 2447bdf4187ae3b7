"""The file of one project as staff see it, and the list of the projects of a budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from hub.promises.engine.status import is_late, quiet_days, status_of
from hub.promises.engine.words import said_in
from hub.promises.enums import OPEN_STATES
from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate
from participatory_budget.models.catalogue import named
from participatory_budget.models.delivery import Delivery, Milestone, PriceChange
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.reports.money import money
from participatory_budget.selectors.deliveries import project_urls
from participatory_budget.selectors.project_desk import (
    DeskRows,
    file_history,
    page_rows,
    with_next_milestone,
)

Words = tuple[str, str]  # the text, and the language that it is in

ACTIONS: Mapping[str, LazyText | str] = {
    "promise.made": _("The file was opened"),
    "project.published": _("The page was made"),
    "promise.started": _("The work began"),
    "promise.resumed": _("It was taken up again"),
    "promise.kept": _("It was declared finished"),
    "promise.postponed": _("The promised day was put off"),
    "promise.dated": _("The promised day was set"),
    "promise.cancelled": _("It was given up"),
    "promise.updated": _("News was written"),
    "promise.owner_set": _("Somebody else is reminded"),
    "promise.late": _("The promised day passed"),
    "project.stage": _("The stage changed"),
    "project.paid": _("A payment was entered"),
    "project.price_changed": _("The planned sum changed"),
    "project.facts_changed": _("Names, place or people changed"),
    "milestone.added": _("A milestone was added"),
    "milestone.renamed": _("A milestone was renamed"),
    "milestone.moved": _("A milestone was moved"),
    "milestone.done": _("A milestone was done"),
    "milestone.reopened": _("A milestone was taken up again"),
    "milestone.dropped": _("A milestone was dropped"),
    "photo.added": _("A photo was added"),
    "photo.described": _("The words about a photo changed"),
    "photo.withdrawn": _("A photo was withdrawn"),
}


@dataclass(frozen=True)
class MilestoneLine:
    row: Milestone
    title: Words
    is_late: bool
    is_open: bool
    reasons: Sequence[tuple[date, date | None, Words]]  # before, after, why


@dataclass(frozen=True)
class PaymentLine:
    pk: UUID
    paid_on: date
    amount: str
    title: Words
    source: str
    source_url: str
    can_be_taken_back: bool


@dataclass(frozen=True)
class Said:
    """One row with words: a delay, a decision, a price, an update, a photo, a stage."""

    row: Any
    words: Words
    more: Words = ("", "")
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Happened:
    text: str
    recorded_at: datetime
    actor: str


@dataclass(frozen=True)
class ProjectDesk:
    delivery: Delivery
    promise: Promise
    title: Words
    status: str
    is_open: bool
    is_late: bool
    quiet: int
    public_url: str
    pages: Sequence[Any]
    envelope: Words
    category: Words
    department: Words
    contact: Words
    place: Words
    stages: Sequence[Said]
    milestones: Sequence[MilestoneLine]
    delays: Sequence[Said]
    decisions: Sequence[Said]
    payments: Sequence[PaymentLine]
    prices: Sequence[Said]
    first_cost: str
    planned: str
    spent: str
    is_over: bool  # more was spent than is planned
    photos: Sequence[Said]
    updates: Sequence[Said]
    history: Sequence[Happened]


def project_desk(
    delivery: Delivery, language: str, now: datetime, taken_back: set[UUID], rows: DeskRows
) -> ProjectDesk:
    """A constant number of queries, however much is in the file."""
    held, today = delivery.promise, timezone.localdate(now)
    envelope = {one.language: one.name for one in delivery.envelope.names.all()} if delivery.envelope else {}

    def sum_of(amount: int | None) -> str:
        return money(amount, held.currency) if amount is not None else ""

    return ProjectDesk(
        delivery=delivery,
        promise=held,
        title=said_in(held.titles, language),
        status=str(_status(held, today).label),
        is_open=held.state in OPEN_STATES,
        is_late=is_late(held.state, held.due_on, today),
        quiet=quiet_days(held.state, held.news_at, now),
        public_url=project_urls([delivery.pk], language).get(delivery.pk, ""),
        pages=page_rows(delivery),
        envelope=said_in(envelope, language),
        category=named(delivery.category.names, language) if delivery.category else ("", ""),
        department=named(delivery.department.names, language) if delivery.department else ("", ""),
        contact=said_in(delivery.contacts, language),
        place=said_in(delivery.places, language),
        stages=[Said(one, said_in(one.notes, language)) for one in rows.stages],
        milestones=[_milestone(one, language, today) for one in rows.milestones],
        delays=[_delay(one, language) for one in rows.delays],
        decisions=[_decision(one, language) for one in rows.decisions],
        payments=[
            PaymentLine(
                one.pk,
                one.paid_on,
                money(one.amount, held.currency),
                said_in(one.titles, language),
                one.source,
                one.source_url,
                one.amount > 0 and one.pk not in taken_back,
            )
            for one in rows.payments
        ],
        prices=[_price(one, language, held.currency) for one in rows.price_changes],
        first_cost=sum_of(held.first_cost),
        planned=sum_of(held.cost_planned),
        spent=sum_of(held.cost_spent),
        is_over=held.cost_planned is not None and (held.cost_spent or 0) > held.cost_planned,
        photos=[_photo(one, language) for one in rows.photos],
        updates=[_update(one, language) for one in rows.updates],
        history=[
            Happened(str(ACTIONS.get(one.action, one.action)), one.recorded_at, one.actor)
            for one in file_history(delivery, rows)
        ],
    )


@dataclass(frozen=True)
class ProjectLine:
    pk: UUID
    title: Words
    status: str
    is_late: bool
    quiet: int
    stage: str
    due_on: date | None
    next: Words
    next_on: date | None
    next_is_late: bool
    planned: str
    spent: str
    won: bool
    url: str


def project_lines(deliveries: Sequence[Delivery], language: str, now: datetime) -> list[ProjectLine]:
    """The same queries for one and for fifty."""
    today = timezone.localdate(now)
    urls = project_urls([one.pk for one in deliveries], language)
    coming = with_next_milestone(deliveries)
    return [_line(one, language, now, today, urls.get(one.pk, ""), coming.get(one.pk)) for one in deliveries]


def _line(one: Delivery, language: str, now: datetime, today: date, url: str, coming: Milestone | None) -> ProjectLine:
    held = one.promise
    return ProjectLine(
        pk=one.pk,
        title=said_in(held.titles, language),
        status=str(_status(held, today).label),
        is_late=is_late(held.state, held.due_on, today),
        quiet=quiet_days(held.state, held.news_at, now),
        stage=one.get_stage_display(),
        due_on=held.due_on,
        next=said_in(coming.titles, language) if coming else ("", ""),
        next_on=coming.planned_on if coming else None,
        next_is_late=coming is not None and coming.planned_on < today,
        planned=money(held.cost_planned, held.currency) if held.cost_planned is not None else "",
        spent=money(held.cost_spent, held.currency) if held.cost_spent is not None else "",
        won=one.project_id is not None,
        url=url,
    )


def _status(held: Promise, today: date) -> Any:
    return status_of(held.state, first_due_on=held.first_due_on, due_on=held.due_on, kept_on=held.kept_on, today=today)


def _milestone(one: Milestone, language: str, today: date) -> MilestoneLine:
    is_open = one.done_on is None and one.dropped_at is None
    return MilestoneLine(
        row=one,
        title=said_in(one.titles, language),
        is_late=is_open and one.planned_on < today,
        is_open=is_open,
        reasons=[
            (move.planned_before, move.planned_after, said_in(move.reasons, language)) for move in one.moves.all()
        ],
    )


def _delay(one: Postponement, language: str) -> Said:
    return Said(one, said_in(one.reasons, language))


def _decision(one: Cancellation, language: str) -> Said:
    return Said(one, said_in(one.reasons, language), said_in(one.decided_by, language))


def _price(one: PriceChange, language: str, currency: str) -> Said:
    before = money(one.before, currency) if one.before is not None else ""
    return Said(one, said_in(one.reasons, language), before=before, after=money(one.after, currency))


def _photo(one: DeliveryPhoto, language: str) -> Said:
    return Said(one, said_in(one.alts, language))


def _update(one: PromiseUpdate, language: str) -> Said:
    return Said(one, said_in(one.texts, language), said_in(one.titles, language))
