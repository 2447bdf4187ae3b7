"""The officers' list of proposals to look at, as its filters leave it. The same queries for 20 and for 1,000."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localtime

from participatory_budget.enums import AppealDecision, Consent
from participatory_budget.enums import Verdict as Outcome
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal

if TYPE_CHECKING:
    from hub.accounts.models.user import User

NONE = "none"  # in an address: no department yet, no verdict yet
OVERDUE, SOON, APPEALED, CHANGED = "overdue", "soon", "appealed", "changed"
WAITING = (OVERDUE, SOON, APPEALED, CHANGED)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class EvaluationWish:
    """What the address asks for; what is not known there is left out."""

    department: str = ""
    district: str = ""
    verdict: str = ""
    waiting: str = ""
    mine: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> EvaluationWish:
        query = {name: text.replace("\x00", " ") for name, text in query.items()}
        verdict, waiting = query.get("verdict", ""), query.get("waiting", "")
        return cls(
            department=query.get("department", ""),
            district=query.get("district", ""),
            verdict=verdict if verdict in (NONE, *Outcome.values) else "",
            waiting=waiting if waiting in WAITING else "",
            mine=bool(query.get("mine")),
        )

    @property
    def narrows(self) -> bool:
        return self != EvaluationWish()


def with_standing(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Adds what decides where each stands: last verdict, its appeal, an open and an agreed change."""
    latest = Verdict.objects.filter(evaluation__proposal=OuterRef("pk")).order_by("-number")
    changes = ScopeChange.objects.filter(evaluation__proposal=OuterRef("pk"))
    return proposals.annotate(
        last_verdict=Subquery(latest.values("verdict")[:1]),
        decided_on=Subquery(latest.values("decided_at")[:1]),
        decided_by_officer=Subquery(latest.values("decided_by")[:1]),
        appeal_state=Subquery(latest.filter(appeal__isnull=False).values("appeal__decision")[:1]),
        appeal_due=Subquery(latest.filter(appeal__isnull=False).values("appeal__due_on")[:1]),
        latest_number=Subquery(latest.values("number")[:1]),
        appealed_number=Subquery(latest.filter(appeal__isnull=False).values("number")[:1]),
        change_open=Exists(changes.filter(consent=Consent.ASKED)),
    ).annotate(
        # Agreed to since the last verdict, or before there was one.
        change_agreed=Exists(
            changes.filter(consent=Consent.AGREED).filter(
                Q(answered_at__gt=OuterRef("decided_on")) | Q(evaluation__verdicts=None)
            )
        ),
    )


def no_verdict_stands() -> Q:
    """Nothing binds: none was given, or an appeal or a change has opened the question again."""
    granted = Q(appealed_number=F("latest_number"), appeal_state=AppealDecision.GRANTED)
    return Q(last_verdict=None) | granted | Q(change_agreed=True)


def appeal_waits() -> Q:
    return Q(appealed_number=F("latest_number"), appeal_state="")


def is_waiting(kind: str, now: datetime) -> Q:
    today = localtime(now).date()
    undecided = no_verdict_stands() & Q(change_open=False)
    if kind == OVERDUE:
        return (undecided & Q(evaluation__due_on__lt=today)) | (appeal_waits() & Q(appeal_due__lt=today))
    if kind == SOON:
        week = Q(evaluation__due_on__gte=today, evaluation__due_on__lte=today + A_WEEK)
        return undecided & week
    if kind == APPEALED:
        return appeal_waits()
    return Q(change_agreed=True)


def to_evaluate(budget: Budget) -> QuerySet[Proposal]:
    """Standing, and with enough support; also those that somebody began with already."""
    enough = Q(threshold_reached_at__isnull=False) | Q(evaluation__isnull=False)
    enough |= Q(support_count__gte=budget.supports_needed)
    return Proposal.objects.filter(budget=budget).standing().filter(enough)


def evaluation_list(budget: Budget, wish: EvaluationWish, user: User, now: datetime) -> QuerySet[Proposal]:
    """The next date first, what has none last."""
    rows = with_standing(to_evaluate(budget))
    if wish.department == NONE:
        rows = rows.filter(evaluation__department=None)
    elif wish.department:
        rows = rows.filter(evaluation__department__slug=wish.department)
    if wish.district:
        rows = rows.filter(envelope__slug=wish.district)
    if wish.verdict == NONE:
        rows = rows.filter(no_verdict_stands())
    elif wish.verdict:
        rows = rows.filter(Q(last_verdict=wish.verdict))
    if wish.mine:
        rows = rows.filter(evaluation__assigned_to=user)
    if wish.waiting:
        rows = rows.filter(is_waiting(wish.waiting, now))
    return rows.select_related("envelope", "evaluation__department", "evaluation__assigned_to").order_by(
        F("evaluation__due_on").asc(nulls_last=True), "received_at", "reference"
    )
