"""What was decided about each clause, theme and choice, and why, as it was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from consultations.enums import Decision
from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import readable_documents, report_address, streamed
from consultations.selectors.open_outcomes import (
    about_of,
    answers_state,
    changed_clauses,
    chosen_titles,
    is_latest,
    latest_numbers,
    latest_report,
    place_of,
    public_answers,
    reasons_in_order,
    record_of,
    subject_names,
    theme_names,
)
from hub.core.datasets import Code, Dataset, DatasetState, Field, Kind

ABOUT = (
    Code("clause", _("A clause, or a document as a whole")),
    Code("theme", _("A theme, and what stands below it")),
    Code("chosen", _("Contributions that were chosen to be answered together")),
)

_NAMES = {
    "answer": F("outcome"),
    **{name: F(f"outcome__{name}") for name in ("decision", "responsible_body", "decided_at", "published_at")},
}


def _state(consultation: Consultation) -> DatasetState:
    report = report_address(consultation)
    documents = readable_documents(consultation)
    answers = public_answers(consultation, documents, reported=bool(report))
    parts = [answers_state(answers), answers_state(reasons_in_order(answers)), documents.fingerprint(), report]
    # Without a date: what goes with the page of the report, or of a document, leaves none.
    return DatasetState(f"{parts} {_fingerprint(consultation)}", None)


def _fingerprint(consultation: Consultation) -> str:
    """Names of themes are those of the latest report."""
    report = latest_report(consultation)
    return report.sha256 if report else ""


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    documents, report = list(readable_documents(consultation)), report_address(consultation)
    answers = public_answers(consultation, documents, reported=bool(report))
    latest, changes = latest_numbers(answers), changed_clauses(answers, documents)
    titles = theme_names(record_of(latest_report(consultation))) | chosen_titles(consultation)
    for values in streamed(reasons_in_order(answers), "language", "text", **_NAMES, **subject_names("outcome")):
        place, number = place_of(values), values["number"]
        yield {
            "id": f"#{place}-{number}",
            "document": values["document"],
            "clause": values["clause"],
            "clause_eid": values["eid"] or "",
            "number": number,
            "is_latest": is_latest(latest, values),
            "decision": values["decision"],
            "responsible_body": values["responsible_body"],
            "decided_at": values["decided_at"],
            "published_at": values["published_at"],
            "language": values["language"],
            "reason": values["text"],
            "report": f"{settings.PUBLIC_URL}{report}#{place}" if report else "",
            "about": about_of(values),
            "theme": values["theme"],
            "chosen": values["chosen"],
            "title": titles.get(values["theme"] or values["chosen"], {}).get(values["language"], ""),
            "changes": changes.get(values["answer"], ()),
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
        columns.document(
            _(
                "Identifier of the document; the same in all versions and languages. Empty where a theme or a choice "
                "is answered."
            ),
            required=False,
        ),
        columns.clause(),
        columns.eid(),
        Field(
            "number",
            _("Number of the answer"),
            _("Counted from 1 for each thing that is answered; a higher one takes the place of those before."),
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
            _("What became of what people said about it."),
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
        Field(
            "about",
            _("What is answered"),
            _("One of these three; which one, the columns “document” and “clause”, “theme” or “chosen” say."),
            Kind.CODE,
            codes=ABOUT,
            example="theme",
            required=True,
            since=2,
        ),
        columns.theme(_("Only for answers to a theme."), since=2),
        Field(
            "chosen",
            _("Chosen contributions"),
            _("Identifier of the choice. Only for answers to contributions that were chosen together."),
            Kind.UUID,
            example="a7c1e9d2-5b3f-4e80-9c64-2d8f1b0a6e35",
            since=2,
        ),
        Field(
            "title",
            _("Title"),
            _(
                "Name of the theme, or what the chosen contributions have in common, in the language of the row. Empty "
                "where it has none in that language."
            ),
            term="schema:name",
            example="Letters of the market traders",
            language_in="language",
            since=2,
        ),
        Field(
            "changes",
            _("Clauses that change"),
            _("Identifiers of the clauses that the answer names as changed because of it."),
            Kind.UUID,
            many=True,
            example="4c1d7e52-8a3f-4f60-b1c9-7d2e5a908b13",
            since=2,
        ),
    ),
    key=("id", "language"),
    record_type="schema:Answer",
    state=_state,
    rows=_rows,
    format=2,
)
