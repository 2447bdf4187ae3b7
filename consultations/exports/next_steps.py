"""What published answers promise, and by when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import readable_documents, report_address, streamed
from consultations.selectors.open_outcomes import (
    answers_state,
    is_latest,
    latest_numbers,
    place_of,
    public_answers,
    steps_in_order,
    subject_names,
)
from hub.core.datasets import Dataset, DatasetState, Field, Kind


def _state(consultation: Consultation) -> DatasetState:
    answers = public_answers(
        consultation, readable_documents(consultation), reported=bool(report_address(consultation))
    )
    # Without a date: what goes with the page of the report leaves none.
    return DatasetState(f"{answers_state(answers)} {answers_state(steps_in_order(answers))}", None)


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    answers = public_answers(
        consultation, readable_documents(consultation), reported=bool(report_address(consultation))
    )
    latest = latest_numbers(answers)
    names = {**subject_names("step__outcome"), "due_on": F("step__due_on")}
    before: tuple[str, int] | None = None
    count = 0
    for values in streamed(steps_in_order(answers), "language", "text", "step", **names):
        answer = f"#{place_of(values)}-{values['number']}"
        if before is None or before[0] != answer:
            count = 1
        elif before[1] != values["step"]:
            count += 1
        before = (answer, values["step"])
        yield {
            "id": f"{answer}-step-{count}",
            "answer": answer,
            "is_latest": is_latest(latest, values),
            "due_on": values["due_on"],
            "language": values["language"],
            "text": values["text"],
        }


NEXT_STEPS = Dataset(
    process="consultations",
    name="next-steps",
    label=_("Next steps"),
    text=_("One row for each thing that a published answer promises, in each of its languages."),
    public_from=_("With the outcome report that brings the answer."),
    fields=(
        columns.identifier(
            _("The step; its languages share it. It follows the address of the file."),
            "#clause-4c1d7e52-8a3f-4f60-b1c9-7d2e5a908b13-1-step-1",
        ),
        Field(
            "answer",
            _("Answer"),
            _("Which answer promises it: what the column “id” of the answers says."),
            example="#clause-4c1d7e52-8a3f-4f60-b1c9-7d2e5a908b13-1",
            required=True,
        ),
        Field(
            "is_latest",
            _("Of the answer that counts"),
            _("False where a later answer took its place."),
            Kind.FLAG,
            example="true",
            required=True,
        ),
        Field(
            "due_on",
            _("Due on"),
            _("The day by which it is promised. Empty where no day was named."),
            Kind.DATE,
            "schema:endDate",
            example="2026-09-01",
        ),
        columns.language(_("Language of the text.")),
        Field(
            "text",
            _("What happens next"),
            _("As it was published."),
            term="schema:text",
            example="Signs are put up at both entrances.",
            language_in="language",
            required=True,
        ),
    ),
    key=("id", "language"),
    record_type="schema:Action",
    state=_state,
    rows=_rows,
)
