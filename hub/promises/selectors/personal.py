"""What one member of staff did with promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def work_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """JSON-ready; in the order in which it happened."""
    return {
        "promises_looked_after": [
            {"promise": str(one.pk), "titles": one.titles}
            for one in Promise.objects.filter(owner=user).order_by("created_at", "pk")
        ],
        "promise_updates": [
            {"promise": str(one.promise_id), "at": one.published_at.isoformat(), "texts": one.texts}
            for one in PromiseUpdate.objects.filter(made_by=user).order_by("published_at", "pk")
        ],
        "promise_delays": [
            {"promise": str(one.promise_id), "at": one.made_at.isoformat(), "reasons": one.reasons}
            for one in Postponement.objects.filter(made_by=user).order_by("made_at", "pk")
        ],
        "promises_given_up": [
            {"promise": str(one.promise_id), "at": one.made_at.isoformat(), "reasons": one.reasons}
            for one in Cancellation.objects.filter(made_by=user).order_by("made_at", "pk")
        ],
    }
