"""What was decided about each clause, and why, as it was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.utils.translation import gettext_lazy as _

from consultations.enums import Decision
from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import (
    latest_published_numbers,
    published_reasons,
    readable_documents,
    report_address,
    streamed,
)
from consultations.selectors.outcomes import anchor
from hub.core.datasets import Dataset, DatasetState, Field, Kind

_NAMES = (
    "language",
    "text",
    "outcome__number",
    "outcome__decision",
    "outcome__responsible_body",
    "outcome__decided_at",
    "outcome__published_at",
    "outcome__clause_thread_id",
    "outcome__clause_thread__document_id",
    "outcome__clause_thread__clause_id",
    "outcome__clause_thread__clause__eid",
)


def _state(consultation: Consultation) -> DatasetState:
    rows = published_reasons(consultation).filter(outcome__clause_thread__document__in=readable_documents(consultation))
    found = rows.order_by().aggregate(Count("pk"), Max("pk"), latest=Max("outcome__published_at"))
    return DatasetState(f"{list(found.values())} {report_address(consultation)}", found["latest"])


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    documents = list(readable_documents(consultation))
    report, latest = report_address(consultation), latest_published_numbers(consultation)
    public = published_reasons(consultation).filter(outcome__clause_thread__document__in=documents)
    for values in streamed(public, *_NAMES):
        document = values["outcome__clause_thread__document_id"]
        clause, number = values["outcome__clause_thread__clause_id"], values["outcome__number"]
        place = anchor(clause, document)
        yield {
            "id": f"#{place}-{number}",
            "document": document,
            "clause": clause,
            "clause_eid": values["outcome__clause_thread__clause__eid"] or "",
            "number": number,
            "is_latest": latest.get(values["outcome__clause_thread_id"]) == number,
            "decision": values["outcome__decision"],
            "responsible_body": values["outcome__responsible_body"],
            "decided_at": values["outcome__decided_at"],
            "published_at": values["outcome__published_at"],
            "language": values["language"],
            "reason": values["text"],
            "report": f"{settings.PUBLIC_URL}{report}#{place}" if report else "",
        }


ANSWERS = Dataset(
    process="consultations",
    name="answers",
    label=_("Answers"),
    text=_("One row for each published answer in each of its languages, with the reason. Earlier answers stay."),
    public_from=_("With the outcome report that brings the answer."),
    fields=(
        columns.identifier(
            _("The answer; its languages share it. It follows the address of the file."),
            "#clause-4c1d7e52-8a3f-4f60-b1c9-7d2e5a908b13-1",
        ),
        columns.document(),
        columns.clause(),
        columns.eid(),
        Field(
            "number",
            _("Number of the answer"),
            _("Counted from 1 for each clause; a higher one takes the place of those before."),
            Kind.COUNT,
            "schema:version",
            example="1",
            required=True,
        ),
        Field(
            "is_latest",
            _("The answer that counts"),
            _("False where a later answer took its place."),
            Kind.FLAG,
            example="true",
            required=True,
        ),
        Field(
            "decision",
            _("Decision"),
            _("What became of what people said about the clause."),
            Kind.CODE,
            codes=columns.codes_of(Decision),
            example="accepted_in_part",
            required=True,
        ),
        Field(
            "responsible_body",
            _("Responsible body"),
            _("Who answers for it, where it is somebody in particular."),
            term="schema:provider",
            example="Harbour office",
        ),
        Field(
            "decided_at",
            _("Decided"),
            _("When the answer was written."),
            Kind.MOMENT,
            "schema:dateCreated",
            example="2026-07-01T10:00:00+01:00",
            required=True,
        ),
        Field(
            "published_at",
            _("Published"),
            _("When everybody could read it for the first time."),
            Kind.MOMENT,
            "schema:datePublished",
            example="2026-07-08T10:00:00+01:00",
            required=True,
        ),
        columns.language(_("Language of the reason.")),
        Field(
            "reason",
            _("Reason"),
            _("Why it was decided so, in full."),
            term="schema:text",
            example="The harbour stays open until ten in summer.",
            language_in="language",
            required=True,
        ),
        Field(
            "report",
            _("Outcome report"),
            _("Where the answer stands in the report. Empty while the report is not public."),
            Kind.ADDRESS,
            "schema:isPartOf",
            example="https://hub.example.org/en/consultations/public-spaces/report/#clause-4c1d7e52",
        ),
    ),
    key=("id", "language"),
    record_type="schema:Answer",
    state=_state,
    rows=_rows,
)
