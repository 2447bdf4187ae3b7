"""Why promises took longer, and which were given up by whom: one row for each delay and for each decision."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.promises.exports.promises import by_language, promise_id_field, public_promises
from hub.promises.models.promise import Cancellation, Postponement

_DELAY = ("promise_id", "number", "due_before", "due_after", "reasons", "made_at")
_DECISION = ("pk", "promise_id", "decided_on", "decided_by", "reasons", "document_url", "made_at", "ended_at")


def _delay_rows(_source: Any) -> Iterator[dict[str, Any]]:
    public = {one.uuid for one in public_promises()}
    rows = Postponement.objects.order_by("promise__promised_on", "promise", "number").values(*_DELAY)
    for values in rows.iterator(chunk_size=200):
        if values["promise_id"] in public:
            yield {
                "id": f"#{values['promise_id']}-{values['number']}",
                "promise": values["promise_id"],
                "number": values["number"],
                "due_before": values["due_before"],
                "due_after": values["due_after"],
                **_said("reason", values["reasons"]),
                "made_at": values["made_at"],
            }


def _decision_rows(_source: Any) -> Iterator[dict[str, Any]]:
    public = {one.uuid for one in public_promises()}
    rows = Cancellation.objects.order_by("promise__promised_on", "promise", "made_at", "pk").values(*_DECISION)
    for values in rows.iterator(chunk_size=200):
        if values["promise_id"] in public:
            yield {
                "id": f"#{values['promise_id']}-{values['pk']}",
                "promise": values["promise_id"],
                "decided_on": values["decided_on"],
                **_said("decided_by", values["decided_by"]),
                **_said("reason", values["reasons"]),
                "document": values["document_url"],
                "made_at": values["made_at"],
                "ended_at": values["ended_at"],
            }


def _said(name: str, texts: dict[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": texts.get(code, "") for code, _name in settings.LANGUAGES}


def _delays_state(source: Any) -> DatasetState:
    return DatasetState(hashlib.sha256(repr(list(_delay_rows(source))).encode()).hexdigest(), None)


def _decisions_state(source: Any) -> DatasetState:
    return DatasetState(hashlib.sha256(repr(list(_decision_rows(source))).encode()).hexdigest(), None)


_ID = Field(
    "id",
    _("Name of the row"),
    _("What follows the “#” never changes."),
    Kind.ADDRESS,
    example="#1b2f1c1e-8a63-4a0e-9c62-3d7f7f0f2a11-1",
    required=True,
)
_REASONS = by_language("reason", _("Reason"), _("As everybody can read it."), "The ground was wet.")
_PUBLIC_FROM = _("As long as the promise has a public page.")

DELAYS = Dataset(
    process="promises",
    name="delays",
    label=_("Delays"),
    text=_("One row for each time that a promise was put off to a later day."),
    public_from=_PUBLIC_FROM,
    fields=(
        _ID,
        promise_id_field(),
        Field("number", _("Number"), _("1 for the first delay of this promise."), Kind.COUNT, required=True),
        Field("due_before", _("Day before"), _("The day that was promised until then."), Kind.DATE, required=True),
        Field("due_after", _("Day after"), _("The day that is promised instead."), Kind.DATE, required=True),
        *_REASONS,
        Field("made_at", _("Told"), _("When it was made public."), Kind.MOMENT, required=True),
    ),
    key=("id",),
    record_type="schema:UpdateAction",
    state=_delays_state,
    rows=_delay_rows,
)

DECISIONS = Dataset(
    process="promises",
    name="decisions",
    label=_("Decisions to give up"),
    text=_("One row for each decision to give a promise up, also for those that were taken back."),
    public_from=_PUBLIC_FROM,
    fields=(
        _ID,
        promise_id_field(),
        Field("decided_on", _("Decided on"), _("The day of the decision."), Kind.DATE, required=True),
        *by_language("decided_by", _("Decided by"), _("Who took the decision."), "The council"),
        *_REASONS,
        Field("document", _("Document"), _("Where the decision can be read; may be empty."), Kind.ADDRESS),
        Field("made_at", _("Told"), _("When it was made public."), Kind.MOMENT, required=True),
        Field(
            "ended_at", _("Taken back"), _("When it was taken up again; empty while the decision holds."), Kind.MOMENT
        ),
    ),
    key=("id",),
    record_type="schema:RejectAction",
    state=_decisions_state,
    rows=_decision_rows,
)
