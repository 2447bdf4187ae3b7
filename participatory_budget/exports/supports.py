"""How many people supported which proposal on which day; what a handful of people did is not told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Dataset, DatasetState, Field, Kind
from hub.core.engine.small_cells import shown_parts
from participatory_budget.exports.proposals import address_of
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.open_data import supports_by_day, supports_state


def _state(budget: Budget) -> DatasetState:
    return DatasetState(str(supports_state(budget)), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    """The sum of each proposal is public, so its days are hidden in a way that no subtraction undoes."""
    for reference, group in groupby(supports_by_day(budget), key=lambda row: row[0]):
        days = list(group)
        for (_reference, day, _count), cell in zip(days, shown_parts([row[2] for row in days]), strict=True):
            yield {
                "id": f"#{reference}-{day.isoformat()}",
                "proposal": address_of(reference),
                "day": day,
                "count": cell.count,
                "range": cell.range,
            }


SUPPORTS = Dataset(
    process="budgets",
    name="supports",
    label=_("Supports by day"),
    text=_(
        "One row for each public proposal and day on which it was supported. Supports that were taken back are not "
        "counted. Counts below five are hidden."
    ),
    public_from=_("From the first support on."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The cell. It follows the address of the file."),
            Kind.ADDRESS,
            example="#C-2026-000123-2026-05-02",
            required=True,
        ),
        Field(
            "proposal",
            _("Proposal"),
            _("The page of the proposal."),
            Kind.ADDRESS,
            "schema:about",
            example="https://hub.example.org/c/C-2026-000123/",
            required=True,
        ),
        Field(
            "day",
            _("Day"),
            _("On the city's clocks."),
            Kind.DATE,
            "schema:observationDate",
            example="2026-05-02",
            required=True,
        ),
        Field(
            "count",
            _("Count"),
            _("How many. Empty where it is small; the next column then says between what it lies."),
            Kind.COUNT,
            example="128",
        ),
        Field(
            "range",
            _("Range of a hidden count"),
            _("“1-4”, or “5+” where a subtraction would tell another hidden count. Empty where the count is given."),
            example="1-4",
        ),
    ),
    key=("proposal", "day"),
    record_type="schema:Observation",
    state=_state,
    rows=_rows,
)
