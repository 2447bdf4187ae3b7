"""One row for each promise that has a public page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Code, Dataset, DatasetState, Field, Kind
from hub.promises.engine.followed import Followed
from hub.promises.enums import PromiseState, PromiseStatus
from hub.promises.selectors.tracker import followed


def address_of(promise_id: Any) -> str:
    """Of its page. Without a language: the hub sends readers to theirs."""
    return f"{settings.PUBLIC_URL}/promises/{promise_id}/"


def public_promises() -> list[Followed]:
    """As of today, the earliest first."""
    rows = followed(timezone.localdate(), settings.LANGUAGE_CODE)
    return sorted(rows, key=lambda one: (one.promised_on, str(one.uuid)))


def _state(_source: Any) -> DatasetState:
    """Names, days and sums change in many places and leave no common date, so the rows themselves are the print."""
    found = hashlib.sha256(repr(public_promises()).encode()).hexdigest()
    return DatasetState(found, None)


def _rows(_source: Any) -> Iterator[dict[str, Any]]:
    for one in public_promises():
        yield {
            "id": address_of(one.uuid),
            "promise": one.uuid,
            "kind": one.kind,
            "key": one.key,
            "year": str(one.year),
            **{f"title_{code}": one.titles.get(code, "") for code, _name in settings.LANGUAGES},
            "body": one.body_key,
            "district": one.district_key,
            "theme": one.theme_key,
            "latitude": "" if one.latitude is None else str(one.latitude),
            "longitude": "" if one.longitude is None else str(one.longitude),
            "state": one.state,
            "status": one.status.value,
            "promised_on": one.promised_on,
            "first_due_on": one.first_due_on,
            "due_on": one.due_on,
            "started_on": one.started_on,
            "kept_on": one.kept_on,
            "currency": one.currency,
            "first_cost": one.first_cost,
            "cost_planned": one.cost_planned,
            "cost_spent": one.cost_spent,
            "news_at": one.news_at,
        }


def promise_id_field() -> Field:
    return Field(
        "promise",
        _("Promise"),
        _("The same in all files about promises."),
        Kind.UUID,
        example="1b2f1c1e-8a63-4a0e-9c62-3d7f7f0f2a11",
        required=True,
    )


def by_language(name: str, label: Any, text: Any, example: str, term: str = "") -> list[Field]:
    """A column for each language of the hub; empty where nobody wrote it in that one."""
    return [
        Field(f"{name}_{code}", format_lazy("{} ({})", label, language), text, term=term, example=example)
        for code, language in settings.LANGUAGES
    ]


_SUMS = _("In the smallest parts of the currency, such as cents; empty where no money is involved.")

PROMISES = Dataset(
    process="promises",
    name="promises",
    label=_("Promises"),
    text=_("One row for each project that is carried out and for each next step of a report."),
    public_from=_("As long as it has a public page."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The page of the promise."),
            Kind.ADDRESS,
            example="https://hub.example.org/promises/1b2f1c1e-8a63-4a0e-9c62-3d7f7f0f2a11/",
            required=True,
        ),
        promise_id_field(),
        Field("kind", _("What it is"), _("“project” or “next_step”."), example="project", required=True),
        Field(
            "key",
            _("Where it comes from"),
            _("The number of the project or of the next step in the other files."),
            example="0e0c7c34-5a52-4a5c-9d39-0c5f5f6d1f0a",
            required=True,
        ),
        Field("year", _("Year"), _("In which it was promised."), example="2026", required=True),
        *by_language("title", _("Title"), _("Empty where there is none in this language."), "A shaded square"),
        Field("body", _("Office in charge"), _("A short form of its name; may be empty."), example="parks-office"),
        Field("district", _("District"), _("A short form of its name; may be empty."), example="north"),
        Field("theme", _("Subject"), _("A short form of its name; may be empty."), example="parks"),
        Field(
            "latitude",
            _("Latitude"),
            _("In degrees; empty where no point was set."),
            term="schema:latitude",
            example="36.806495",
        ),
        Field(
            "longitude",
            _("Longitude"),
            _("In degrees; empty where no point was set."),
            term="schema:longitude",
            example="10.181532",
        ),
        Field(
            "state",
            _("State"),
            _("What was decided last."),
            Kind.CODE,
            codes=tuple(Code(value, label) for value, label in PromiseState.choices),
            example="started",
            required=True,
        ),
        Field(
            "status",
            _("Status"),
            _("The state and the calendar together, on the day on which the file was made."),
            Kind.CODE,
            codes=tuple(Code(value, label) for value, label in PromiseStatus.choices),
            example="late",
            required=True,
        ),
        Field("promised_on", _("Promised on"), _("The day of the promise."), Kind.DATE, required=True),
        Field("first_due_on", _("First day"), _("The day that was promised first. It never changes."), Kind.DATE),
        Field("due_on", _("Due"), _("The day that is promised now; empty where none is."), Kind.DATE),
        Field("started_on", _("Begun"), _("Empty while it is only planned."), Kind.DATE),
        Field("kept_on", _("Kept on"), _("Empty while it is not kept."), Kind.DATE),
        Field("currency", _("Currency"), _("Its code in ISO 4217."), term="schema:currency", example="EUR"),
        Field("first_cost", _("First price"), _SUMS, Kind.COUNT, example="3000000"),
        Field("cost_planned", _("Planned cost"), _SUMS, Kind.COUNT, example="3200000"),
        Field("cost_spent", _("Spent"), _SUMS, Kind.NUMBER, example="1200000"),
        Field("news_at", _("Latest news"), _("When anything was told about it last."), Kind.MOMENT, required=True),
    ),
    key=("id",),
    record_type="schema:Action",
    state=_state,
    rows=_rows,
)
