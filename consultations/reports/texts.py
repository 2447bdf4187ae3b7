"""How many texts say the same: near-duplicates, as they are now or as the machine last found them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from consultations.engine import grouping
from consultations.engine.texts import group_exact
from consultations.enums import AnalysisKind
from consultations.models.analysis import AnalysisRun
from consultations.models.consultation import Consultation
from consultations.selectors.machine_texts import InputsHash, current_run, latest_run, texts_for_machines


@dataclass(frozen=True)
class TextFigures:
    """`distinct` texts after white space and case; `groups` of two or more that say the same, `grouped` their members.

    `grouping` is "near" (nearly word for word, by this version of the machine) or "exact".
    """

    distinct: int
    groups: int
    grouped: int
    grouping: str
    version: str = ""
    counted_at: datetime | None = None  # None: just now


def texts_now(consultation: Consultation) -> TextFigures:
    """Right at any time: the stored groups when they are of these very texts, else the machine works, for minutes
    where there are a hundred thousand. At most four queries.
    """
    run = current_run(consultation, AnalysisKind.GROUPS, grouping.VERSION, InputsHash())
    if run is not None:
        return _of_run(run, None)
    found = grouping.group_texts((pk, text) for pk, text, _language in texts_for_machines(consultation))
    return TextFigures(found.distinct, len(found.groups), found.grouped, "near", grouping.VERSION)


def texts_as_stored(consultation: Consultation) -> TextFigures:
    """For pages that are looked at often: what the machine found last, with its date; without that, equal texts."""
    run = latest_run(consultation, AnalysisKind.GROUPS)
    if run is not None:
        return _of_run(run, run.ran_at)
    found = group_exact(text for _pk, text, _language in texts_for_machines(consultation))
    return TextFigures(found.distinct, found.groups, found.grouped, "exact")


def _of_run(run: AnalysisRun, counted_at: datetime | None) -> TextFigures:
    sums = run.groups.order_by().aggregate(groups=Count("pk"), grouped=Sum("size"))
    return TextFigures(run.distinct, sums["groups"], sums["grouped"] or 0, "near", run.version, counted_at)
