"""What happened to one promise, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hub.audit.models.entry import AuditEntry
from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate

# More than anybody writes about one promise; what is older is in the open data.
NEWEST = 200


KEPT, RESUMED = "promise.kept", "promise.resumed"


@dataclass(frozen=True)
class Move:
    """What the promise itself does not hold any more once it moved on: the log does."""

    action: str
    on: date


@dataclass(frozen=True)
class History:
    postponements: Sequence[Postponement]
    cancellations: Sequence[Cancellation]
    updates: Sequence[PromiseUpdate]
    moves: Sequence[Move]


def history_of(promise: Promise) -> History:
    """Four queries. Updates: the newest ones."""
    return History(
        postponements=list(promise.postponements.order_by("number")),
        cancellations=list(promise.cancellations.order_by("made_at", "pk")),
        updates=list(promise.updates.order_by("-published_at", "pk")[:NEWEST]),
        moves=[
            Move(entry.action, date.fromisoformat(str(entry.data["on"])))
            for entry in AuditEntry.objects.about("promises.promise", promise.pk)
            .filter(action__in=(KEPT, RESUMED))
            .order_by("sequence")
        ],
    )
