"""What was said, under the headings of the latest report. Its record is the source, so figures are those it prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.engine.figure_table import theme_counts
from consultations.enums import Decision, ThemeState
from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import report_address
from consultations.selectors.open_outcomes import latest_report, merged_by, record_of
from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.core.engine.small_cells import Shown


def _state(consultation: Consultation) -> DatasetState | None:
    report = latest_report(consultation)
    if report is None:
        return None
    return DatasetState(f"{report.sha256} {report_address(consultation)}", report.published_at)


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    """As many as the report has themes, however many took part."""
    report = latest_report(consultation)
    if report is None:
        return
    record, address = record_of(report), report_address(consultation)
    names, counts = record.get("themes", {}), theme_counts(record["figures"])
    parents = {row["uuid"]: row["parent"] for row in record["figures"].get("by_theme", ())}
    decisions = {row["theme"]: row["decision"] for row in record["answers"] if row.get("kind") == "theme"}
    merged = {str(theme): str(other) for theme, other in merged_by(consultation, report.published_at).items()}
    nothing = Shown(None)
    # Those in use in the order of the tree, then those that were given up.
    for theme in [*parents, *(one for one in names if one not in parents)]:
        into = merged.get(theme, "")
        given_up = ThemeState.MERGED if into else ThemeState.RETIRED
        count = counts.get(theme, nothing)
        in_report = theme in parents or theme in decisions
        for language, (name, description) in sorted(names.get(theme, {}).items()):
            yield {
                "id": f"urn:uuid:{theme}",
                "theme": theme,
                "parent": parents.get(theme),
                "language": language,
                "name": name,
                "description": description,
                "state": ThemeState.ACTIVE if theme in parents else given_up,
                "merged_into": into,
                "count": count.count,
                "range": count.range,
                "decision": decisions.get(theme, ""),
                "report": f"{settings.PUBLIC_URL}{address}#theme-{theme}" if in_report else "",
            }


THEMES = Dataset(
    process="consultations",
    name="themes",
    label=_("Themes"),
    text=_(
        "One row for each theme in each of its languages, as in the latest outcome report: what people gave "
        "contributions, never what a machine only suggested."
    ),
    public_from=_("With the outcome report: until then themes are work in progress."),
    fields=(
        columns.identifier(
            _("The theme; its languages share it, and it stays when the theme is renamed."),
            "urn:uuid:6b0f4f5e-2a44-4c0e-8a57-6f1d9f0f7c21",
        ),
        columns.theme(_("Identifier of the theme, as other tables have it."), required=True),
        Field(
            "parent",
            _("Theme above it"),
            _("Empty at the top of the tree, and where the theme is no longer in use."),
            Kind.UUID,
            "schema:isPartOf",
            example="d3a5b7c9-1e2f-4a6b-8c0d-9e1f2a3b4c5d",
        ),
        columns.language(_("Language of the name.")),
        Field(
            "name",
            _("Name"),
            _("What the theme is called."),
            term="schema:name",
            example="Le bruit",
            language_in="language",
            required=True,
        ),
        Field(
            "description",
            _("What belongs to it"),
            _("As those who gave the theme were told. Empty where nothing was written."),
            term="schema:description",
            example="Musique, terrasses, livraisons de nuit",
            language_in="language",
        ),
        Field(
            "state",
            _("State"),
            _("When the report was published."),
            Kind.CODE,
            codes=columns.codes_of(ThemeState),
            example="active",
            required=True,
        ),
        Field(
            "merged_into",
            pgettext_lazy("theme", "Merged into"),
            _("The theme that it counts for. Empty where it was not merged."),
            Kind.UUID,
            "dcterms:isReplacedBy",
            example="0f9e8d7c-6b5a-4c3d-9e2f-1a0b9c8d7e6f",
        ),
        Field(
            "count",
            _("Published contributions"),
            _(
                "How many stand under the theme or one of its sub-themes, each once. Empty where it is small; the next "
                "column then says between what it lies. Empty as well where the theme is no longer in use."
            ),
            Kind.COUNT,
            example="128",
        ),
        columns.COUNTED[1],
        Field(
            "decision",
            _("Decision"),
            _("Of the published answer that counts. Empty where the theme was answered elsewhere, or with one above."),
            Kind.CODE,
            codes=columns.codes_of(Decision),
            example="accepted_in_part",
        ),
        Field(
            "report",
            _("Outcome report"),
            _("Where the theme stands in the report. Empty where it is in no use and has no answer."),
            Kind.ADDRESS,
            "schema:subjectOf",
            example="https://hub.example.org/en/consultations/public-spaces/report/#theme-6b0f4f5e",
        ),
    ),
    key=("id", "language"),
    record_type="schema:DefinedTerm",
    state=_state,
    rows=_rows,
)
