"""What reports by residents plug into the platform; registered in `apps.ready()`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from hub.core.registries import PersonalField, PublishedOutcome, ThreadSubject
from participatory_budget.models.resident_report import ResidentReport
from participatory_budget.selectors import project_threads
from participatory_budget.selectors.resident_reports import reports_by, satisfaction_of
from participatory_budget.services.seen.forgetting import forget_person

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class ProjectSubjects:
    """Tells what the threads of projects are about."""

    def describe(self, thread_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, ThreadSubject]:
        return project_threads.describe(thread_ids, now)

    def outcome_of(self, thread_ids: Sequence[UUID]) -> Mapping[UUID, PublishedOutcome]:
        """None: what becomes of a project stands on its page, and a report can be changed for as long as it stands."""
        return {}


def facts_told(comment_ids: Sequence[int]) -> dict[int, Sequence[str]]:
    """What was answered besides the words, for whoever may read the report; one query."""
    rows = ResidentReport.objects.filter(comment__in=comment_ids)
    return {one.comment_id: sentences for one in rows if (sentences := _sentences(one))}


def _sentences(report: ResidentReport) -> list[str]:
    told = []
    if report.finished:
        told.append(_("Is it finished? %(answer)s") % {"answer": report.get_finished_display()})
    if report.as_promised:
        told.append(_("Is it as promised? %(answer)s") % {"answer": report.get_as_promised_display()})
    if report.place:
        told.append(_("Where: %(place)s") % {"place": report.place})
    if report.latitude is not None:
        told.append(_("On the map: %(point)s") % {"point": f"{report.latitude}, {report.longitude}"})
    return told


class ResidentsPersonalData:
    def fields(self) -> Sequence[PersonalField]:
        return [
            PersonalField(
                field="participatory_budget.ResidentReport.place",
                label=_("What you saw of a project, and where you stood"),
                purpose=_("To show whether a project is finished and as promised"),
                lawful_basis=_("Public task"),
                retention=_("The place until you erase your report; what you ticked stays without your name"),
            ),
            PersonalField(
                field="participatory_budget.Satisfaction.answer",
                label=_("How satisfied you are with a project"),
                purpose=_("To count each person once; only sums are public"),
                lawful_basis=_("Consent"),
                retention=_("Until you take it back or erase your account"),
            ),
        ]

    def export(self, user: User) -> Mapping[str, Any]:
        return {
            "reports_about_projects": [
                {
                    "reference": one.comment.reference,
                    "project": str(one.delivery_id),
                    "finished": one.finished,
                    "as_promised": one.as_promised,
                    "place": one.place,
                    "latitude": str(one.latitude) if one.latitude is not None else None,
                    "longitude": str(one.longitude) if one.longitude is not None else None,
                }
                for one in reports_by(user)
            ],
            "satisfaction_with_projects": [
                {"project": str(one.delivery_id), "answer": one.answer, "given_at": one.given_at.isoformat()}
                for one in satisfaction_of(user)
            ],
        }

    def erase(self, user: User, *, now: datetime) -> None:
        forget_person(user)
