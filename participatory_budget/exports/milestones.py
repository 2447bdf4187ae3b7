"""Milestones of projects: planned against actual."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hub.core.datasets import Code, Dataset, DatasetState, Field, Kind
from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseState
from participatory_budget.exports.projects import project_field, title_fields
from participatory_budget.models.budget import Budget
from participatory_budget.reports.projects.timeline import DONE, DROPPED, LATE, PLANNED, milestone_state
from participatory_budget.selectors.open_projects import milestone_rows, milestones_state, open_projects


def _state(budget: Budget) -> DatasetState:
    """With the day: a milestone that is not reached becomes late at midnight."""
    return DatasetState(str([timezone.localdate(), *milestones_state(budget)]), None)


def _rows(budget: Budget) -> Iterator[dict[str, Any]]:
    known, today = open_projects(budget), timezone.localdate()
    for one in milestone_rows(known):
        title, language = said_in(one.titles, settings.LANGUAGE_CODE)
        reason, reason_language = said_in(getattr(one, "last_reasons", None) or {}, settings.LANGUAGE_CODE)
        yield {
            "id": f"#{one.pk}",
            "project": known[one.delivery_id].address,
            "uuid": one.pk,
            "title": title,
            "language": language,
            "status": milestone_state(one, PromiseState(one.delivery.promise.state), today),
            "first_planned_on": one.first_planned_on,
            "planned_on": one.planned_on,
            "done_on": one.done_on,
            "changes": getattr(one, "move_count", 0),
            "reason": reason,
            "reason_language": reason_language,
        }


MILESTONES = Dataset(
    process="budgets",
    name="milestones",
    label=_("Milestones of projects"),
    text=_("One row for each milestone of a project that is carried out, also for those that were dropped."),
    public_from=_("From the moment the page of its project is public."),
    fields=(
        Field(
            "id",
            _("Address of the record"),
            _("The milestone. It follows the address of the file."),
            Kind.ADDRESS,
            example="#3f2b8c1e-7d54-4a3b-9f1a-5d0c2e6b7a81",
            required=True,
        ),
        project_field(),
        Field(
            "uuid",
            _("Identifier"),
            _("Stays the same when its day moves."),
            Kind.UUID,
            "schema:identifier",
            example="3f2b8c1e-7d54-4a3b-9f1a-5d0c2e6b7a81",
            required=True,
        ),
        *title_fields(_("What is to be reached."), "Trees are planted"),
        Field(
            "status",
            _("Where it stands"),
            _("On the day on which the file was made: late is what is not reached on its planned day."),
            Kind.CODE,
            codes=(
                Code(PLANNED, pgettext_lazy("milestone", "Planned")),
                Code(LATE, pgettext_lazy("milestone", "Late")),
                Code(DONE, pgettext_lazy("milestone", "Done")),
                Code(DROPPED, pgettext_lazy("milestone", "Dropped")),
            ),
            example="planned",
            required=True,
        ),
        Field(
            "first_planned_on",
            _("First planned day"),
            _("As it was planned first. It never changes."),
            Kind.DATE,
            example="2026-10-01",
            required=True,
        ),
        Field(
            "planned_on",
            _("Planned day"),
            _("As it is planned now."),
            Kind.DATE,
            example="2026-11-01",
            required=True,
        ),
        Field("done_on", _("Reached"), _("Empty until then."), Kind.DATE, "schema:endDate", example="2026-11-03"),
        Field(
            "changes",
            _("Number of changes"),
            _("How often it was put off or dropped."),
            Kind.COUNT,
            example="1",
            required=True,
        ),
        Field(
            "reason",
            _("Reason"),
            _("Why it was put off or dropped last; empty where it never was."),
            example="Trees are planted in autumn only.",
            language_in="reason_language",
        ),
        Field(
            "reason_language",
            _("Language of the reason"),
            _("Empty where there is none."),
            Kind.LANGUAGE,
            vocabulary="https://www.rfc-editor.org/info/bcp47",
            example="en",
        ),
    ),
    key=("uuid",),
    record_type="schema:Event",
    state=_state,
    rows=_rows,
)
