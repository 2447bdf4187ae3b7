"""What authors said to the city while it looked at their proposals: handed over, and let go of when an account goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from hub.audit.models.entry import AuditEntry
from participatory_budget.models.evaluation import Appeal, ScopeChange

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
    """That there was an appeal or an answer, and what came of it, stays; the words and who it was go."""
    Appeal.objects.filter(made_by=user).update(text="", made_by=None)
    _answered_by(user).update(answer="")


def _answered_by(user: User) -> QuerySet[ScopeChange]:
    """Any author may answer, and only the record knows which one did."""
    entries = AuditEntry.objects.filter(action="evaluation.change_answered", opening__actor_id=user.pk)
    ids = [data["change"] for data in entries.values_list("data", flat=True) if data.get("by_author")]
    return ScopeChange.objects.filter(pk__in=ids).order_by("pk")
