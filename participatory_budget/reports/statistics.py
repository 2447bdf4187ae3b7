"""Proposals of a budget in figures, as everybody may have them: no cell under five, nothing about votes too early."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from hub.contributions.enums import Channel
from hub.core.engine.small_cells import SMALL_CELL, Shown, shown, shown_parts
from participatory_budget.enums import Verdict
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, named
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.statistics import (
    BALLOT,
    EVALUATION,
    HIDDEN,
    MERGED,
    PENDING,
    PUBLIC,
    evaluations_of,
    proposals_that_won,
    public_by,
    stages,
    supports_of,
)

WON = "won"
COLUMNS = ("table", "code", "label", "count", "range")


@dataclass(frozen=True)
class Cell:
    """`value` is what a bar shows: nothing where the figure is hidden."""

    code: str
    label: str
    language: str
    shown: Shown

    @property
    def value(self) -> int:
        return self.shown.count or 0

    @property
    def text(self) -> str:
        return shown_text(self.shown)


@dataclass(frozen=True)
class Table:
    """`code` is its name in files and its anchor."""

    code: str
    title: str
    head: str
    value_head: str
    cells: Sequence[Cell]
    is_one_scale: bool = True  # else the figures count different things, and bars would compare them

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the chart."""
        return [{"cell": one, "value": one.value} for one in self.cells]

    @property
    def hides(self) -> bool:
        return any(one.shown.count is None for one in self.cells)


@dataclass(frozen=True)
class Statistics:
    received: str
    tables: Sequence[Table]

    @property
    def hides(self) -> bool:
        return any(one.hides for one in self.tables)


def shown_text(figure: Shown) -> str:
    if figure.count is not None:
        return number_format(figure.count, force_grouping=True)
    low, _dash, high = figure.range.partition("-")
    if not high:
        return _("%(figure)s or more") % {"figure": number_format(low.rstrip("+"))}
    return _("%(low)s to %(high)s") % {"low": number_format(low), "high": number_format(high)}


def budget_statistics(budget: Budget, language: str, now: datetime) -> Statistics:
    """A constant number of queries."""
    places = _places(budget, now)
    received = sum(places.values())
    by_stage = stage_labels()
    envelopes = {
        one.envelope.pk: (one.envelope.slug, one.name, one.language) for one in envelope_tree(budget, language)
    }
    subjects = {one.pk: (one.slug, *named(one.names, language)) for one in Category.objects.filter(budget=budget)}
    subjects_and_none: dict[Any, tuple[str, str, str]] = {**subjects, None: ("", _("no subject"), "")}
    channels = {one.value: (one.value, str(one.label), "") for one in Channel}
    by_language = public_by(budget, "language")
    proposals = _("Proposals")
    return Statistics(
        received=shown_text(shown(received)),
        tables=[
            _split(
                "stage",
                _("Where they are on their way"),
                _("Stage"),
                proposals,
                {code: places.get(code, 0) for code in by_stage if code in places},
                {code: (code, label, "") for code, label in by_stage.items()},
            ),
            _split(
                "district", _("For which envelope"), _("Envelope"), proposals, public_by(budget, "envelope"), envelopes
            ),
            _split(
                "subject", _("About what"), _("Subject"), proposals, public_by(budget, "category"), subjects_and_none
            ),
            _split("channel", _("How they came"), _("Channel"), proposals, public_by(budget, "channel"), channels),
            _split(
                "language",
                _("In which language"),
                _("Language"),
                proposals,
                by_language,
                {code: (code, _language_name(code), "") for code in by_language},
            ),
            _supports(budget),
            _evaluation(budget),
        ],
    )


def statistics_rows(found: Statistics) -> Iterator[tuple[object, ...]]:
    """For a file: what the page shows and no more."""
    yield COLUMNS
    for table in found.tables:
        for one in table.cells:
            count = "" if one.shown.count is None else one.shown.count
            yield (table.code, one.code, one.label, count, one.shown.range)


def stage_labels() -> dict[str, str]:
    """In the order of the way."""
    return {
        PENDING: pgettext("stage of a proposal", "Waiting for moderation"),
        HIDDEN: pgettext("stage of a proposal", "Not published, or withdrawn"),
        MERGED: pgettext("stage of a proposal", "Merged into another one"),
        PUBLIC: pgettext("stage of a proposal", "Published, not evaluated yet"),
        EVALUATION: pgettext("stage of a proposal", "Being evaluated"),
        **{one.value: str(one.label) for one in Verdict},
        BALLOT: pgettext("stage of a proposal", "On the ballot"),
        WON: pgettext("stage of a proposal", "Won the vote"),
    }


def _places(budget: Budget, now: datetime) -> dict[str, int]:
    """Who won is told only when the vote is over and counted."""
    places = stages(budget)
    if vote_ahead(phases_of(BudgetPhase.objects.filter(budget=budget)), now) or not places.get(BALLOT):
        return places
    won = proposals_that_won(budget, dict(counts_of(budget, rule_card_of(budget))))
    if won:
        places |= {BALLOT: places[BALLOT] - won, WON: won}
    return {code: number for code, number in places.items() if number}


def _split(
    code: str,
    title: str,
    head: str,
    value_head: str,
    counts: Mapping[Any, int],
    labels: Mapping[Any, tuple[str, str, str]],
) -> Table:
    """Parts of a sum, in the order of the labels; those that are empty are left out."""
    keys = [key for key in labels if counts.get(key)]
    total = sum(counts[key] for key in keys)
    figures = shown_parts([counts[key] for key in keys], hides_sum=0 < total < SMALL_CELL)
    cells = [Cell(*labels[key], figure) for key, figure in zip(keys, figures, strict=True)]
    return Table(code, title, head, value_head, cells)


def _supports(budget: Budget) -> Table:
    given, reached = supports_of(budget)
    cells = [Cell("given", _("Supports given"), "", shown(given))]
    if budget.supports_needed:
        cells.append(Cell("reached", _("Proposals with enough supports"), "", shown(reached)))
    return Table(
        "supports",
        pgettext("title of figures", "Supports"),
        pgettext("title of figures", "Supports"),
        pgettext("title of figures", "How many"),
        cells,
        is_one_scale=False,
    )


def _evaluation(budget: Budget) -> Table:
    found = evaluations_of(budget)
    labels = {
        "opened": _("Evaluations opened"),
        "priced": _("Of them with a price"),
        "decided": _("Of them with a verdict"),
    }
    figures = [shown(found[code]) for code in labels]
    cells = [Cell(code, labels[code], "", figure) for code, figure in zip(labels, figures, strict=True)]
    return Table("evaluation", _("How far the evaluation is"), _("Step"), _("Proposals"), cells)


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
