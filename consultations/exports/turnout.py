"""Who took part, by day, way and language. The page of an open consultation does not show it, so neither do files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.reports.turnout import small_cells_hidden, turnout_cells
from consultations.selectors.open_data import public_reports
from hub.contributions.enums import Channel
from hub.core.datasets import Dataset, DatasetState, Field, Kind


def _state(consultation: Consultation) -> DatasetState | None:
    if not public_reports(consultation).exists():
        return None
    rows = "".join(f"{list(row.values())}\n" for row in _rows(consultation))
    return DatasetState(hashlib.sha256(rows.encode()).hexdigest(), None)


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    """As many cells as there are days, ways and languages, however many took part."""
    for day, channel, language, count in small_cells_hidden(turnout_cells(consultation)):
        yield {
            "id": f"#{day.isoformat()}-{channel}-{language}",
            "day": day,
            "channel": channel,
            "language": language,
            "count": count.count,
            "range": count.range,
        }


TURNOUT = Dataset(
    process="consultations",
    name="turnout",
    label=_("Turnout by day"),
    text=_(
        "One row for each day, way and language with contributions: how many were received, whatever became of them. "
        "Counts below five are hidden."
    ),
    public_from=_("With the outcome report: while people are answering and being answered, it is not public."),
    fields=(
        columns.identifier(_("The cell. It follows the address of the file."), "#2026-04-15-web-fr"),
        Field(
            "day",
            _("Day"),
            _("On the city's clocks."),
            Kind.DATE,
            "schema:observationDate",
            example="2026-04-15",
            required=True,
        ),
        Field(
            "channel",
            _("Way"),
            _("How they came."),
            Kind.CODE,
            codes=columns.codes_of(Channel),
            example="web",
            required=True,
        ),
        columns.language(_("Language of the contributions.")),
        *columns.COUNTED,
    ),
    key=("day", "channel", "language"),
    record_type="schema:Observation",
    state=_state,
    rows=_rows,
)
