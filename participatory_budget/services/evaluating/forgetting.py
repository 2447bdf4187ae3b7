"""What authors said to the city while it looked at their proposals: handed over, and let go of when an account goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from hub.audit.models.entry import AuditEntry
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.evaluation import Appeal, Evaluation, ScopeChange

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def said_by(user: User) -> dict[str, list[dict[str, Any]]]:
    """JSON-ready; for the person's own copy of their data."""
    return {
        "appeals": [
            {"reference": one.verdict.evaluation.proposal.reference, "text": one.text, "at": one.made_at.isoformat()}
            for one in Appeal.objects.filter(made_by=user).select_related("verdict__evaluation__proposal")
        ],
        "answers_to_changes": [
            {
                "reference": one.evaluation.proposal.reference,
                "answer": one.answer,
                "consent": one.consent,
                "at": one.answered_at.isoformat() if one.answered_at else "",
            }
            for one in _answered_by(user).select_related("evaluation__proposal")
        ],
    }


def forget_words(user: User) -> None:
    """That there was an appeal or an answer, and what came of it, stays; the words and who it was go.

    Before the proposals forget their author: by that they are found here.
    """
    Appeal.objects.filter(made_by=user).update(text="", made_by=None)
    # The record may have forgotten this person already; then it names nobody for what they answered.
    ScopeChange.objects.filter(pk__in=_changes(user, {user.pk, None})).update(answer="")


def _answered_by(user: User) -> QuerySet[ScopeChange]:
    return ScopeChange.objects.filter(pk__in=_changes(user, {user.pk})).order_by("pk")


def _changes(user: User, actors: set[int | None]) -> list[int]:
    """Any author may answer, and only the record knows which one did."""
    agreed = CoAuthor.objects.filter(user=user, consent=Consent.AGREED)
    own = Q(proposal__author=user) | Q(proposal__in=agreed.values("proposal"))
    evaluations = Evaluation.objects.filter(own).values_list("pk", flat=True)
    entries = AuditEntry.objects.filter(
        action="evaluation.change_answered",
        subject="participatory_budget.evaluation",
        subject_id__in=[str(pk) for pk in evaluations],
    ).values_list("data", "opening__actor_id")
    return [data["change"] for data, actor in entries if data.get("by_author") and actor in actors]
