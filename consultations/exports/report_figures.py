"""The figures of each published report: as a table with small ones hidden, and the record itself as it was hashed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultations.engine.figure_table import Figure, figure_table
from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import public_reports
from hub.core.datasets import Code, Dataset, DatasetState, Field, Kind

MEASURES = (
    Code("received", _("Contributions received")),
    Code("published", _("Of these, published")),
    Code("withheld", _("Of these, not published, by reason")),
    Code("pending", _("Of these, not read yet")),
    Code("people", _("People and organisations who took part")),
    Code("author_kind", _("Contributions by person or organisation")),
    Code("channel", _("Contributions by the way they came")),
    Code("language", _("Contributions by language")),
    Code("distinct_texts", _("Published texts that differ from each other")),
    Code("groups", _("Groups of published contributions with the same text")),
    Code("grouped", _("Published contributions in these groups")),
    Code("clause_received", _("Contributions received about the clause")),
    Code("clause_published", _("Contributions published about the clause")),
    Code("clause_suggestions", _("Published ones that suggest another wording")),
    Code("clause_position", _("Published ones about the clause, by position")),
    Code("theme_published", _("Published contributions under the theme and its sub-themes")),
    Code("theme_position", _("Published ones under the theme, by position")),
    Code("machine_suggested", _("Labels that the machine suggested: “this contribution belongs to this theme”")),
    Code("machine_looked_at", _("Of these, on contributions that people have read")),
    Code("machine_label", _("Labels of the machine, by what people made of them")),
    Code("machine_agreement", _("How often the machine and people gave the same labels, per mille")),
    Code("second_reading_contributions", _("Contributions that two people gave themes, each for themselves")),
    Code("second_reading_decisions", _("Decisions of these two that can be compared")),
    Code("second_reading_agreement", _("How often two people decided the same, per mille")),
)


def report_record_url(slug: str, number: int) -> str:
    """Of the JSON whose fingerprint the report prints."""
    return f"{settings.PUBLIC_URL}{reverse('open_data_report', args=[slug, number])}"


def _state(consultation: Consultation) -> DatasetState | None:
    reports = list(public_reports(consultation).values_list("sha256", "published_at"))
    if not reports:
        return None
    return DatasetState(" ".join(sha256 for sha256, _moment in reports), reports[-1][1])


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    # One report in memory at a time; each is as long as its document, however many took part.
    names = ("number", "content", "sha256", "published_at")
    for values in public_reports(consultation).values(*names).iterator(chunk_size=1):
        for figure in figure_table(json.loads(values["content"])):
            yield _row(consultation.slug, values, figure)


def _row(slug: str, report: Mapping[str, Any], figure: Figure) -> dict[str, Any]:
    number = report["number"]
    place = figure.clause or figure.document or figure.theme
    value = quote(figure.value, safe="")
    return {
        "id": "#" + "-".join(part for part in ("report", str(number), figure.measure, value, place) if part),
        "report": number,
        "report_record": report_record_url(slug, number),
        "report_sha256": report["sha256"],
        "published_at": report["published_at"],
        "measure": figure.measure,
        "value": figure.value,
        "document": figure.document,
        "clause": figure.clause,
        "clause_eid": figure.eid,
        "clause_number": figure.number,
        "count": figure.shown.count,
        "range": figure.shown.range,
        "theme": figure.theme,
        "per_mille": figure.per_mille,
    }


REPORT_FIGURES = Dataset(
    process="consultations",
    name="report-figures",
    label=_("Figures of the report"),
    text=_(
        "One row for each figure of each published outcome report, frozen when it was published. Counts below five "
        "are hidden here; the frozen report itself, with its fingerprint, is a file of its own."
    ),
    public_from=_("With the outcome report."),
    fields=(
        columns.identifier(_("The figure. It follows the address of the file."), "#report-1-channel-web"),
        Field(
            "report",
            _("Number of the report"),
            _("Counted from 1; a correction is a new number."),
            Kind.COUNT,
            "schema:version",
            example="1",
            required=True,
        ),
        Field(
            "report_record",
            _("Frozen report"),
            _("The very bytes that the fingerprint is of."),
            Kind.ADDRESS,
            "schema:isBasedOn",
            example="https://hub.example.org/open-data/consultations/public-spaces/reports/1.json",
            required=True,
        ),
        Field(
            "report_sha256",
            _("Fingerprint (SHA-256)"),
            _("As it is printed in the report."),
            term="schema:sha256",
            example="5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
            required=True,
        ),
        Field(
            "published_at",
            _("Published"),
            _("When the figures were frozen."),
            Kind.MOMENT,
            "schema:datePublished",
            example="2026-07-08T10:00:00+01:00",
            required=True,
        ),
        Field(
            "measure",
            _("What is counted"),
            _("Received = published + withheld + pending."),
            Kind.CODE,
            "schema:measuredProperty",
            codes=MEASURES,
            example="channel",
            required=True,
        ),
        Field(
            "value",
            _("Of which value"),
            _(
                "The reason, kind of author, channel, language, position or fate of a label that is counted, the "
                "version of the machine, or the name of the rate. Empty for a total."
            ),
            example="web",
        ),
        Field(
            "document",
            _("Document"),
            _("Only for figures about a clause or a document as a whole."),
            Kind.UUID,
            "dcterms:isPartOf",
            example="9f8b2c1e-6d0a-4b7e-9a51-0c2d3e4f5a6b",
        ),
        columns.clause(_("Only for figures about a clause.")),
        columns.eid(),
        columns.number(_("As it was when the report was published.")),
        *columns.COUNTED,
        columns.theme(_("Only for figures about a theme."), since=2),
        Field(
            "per_mille",
            _("Per mille"),
            _("Only for rates, which have no count. Left out where a count that it was made of is hidden."),
            Kind.NUMBER,
            example="914",
            since=2,
        ),
    ),
    key=("id",),
    record_type="schema:Observation",
    state=_state,
    rows=_rows,
    format=2,
)
