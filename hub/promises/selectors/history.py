"""What happened to one promise, in the order in which it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate

# More than anybody writes about one promise; what is older is in the open data.
NEWEST = 200


@dataclass(frozen=True)
class History:
    postponements: Sequence[Postponement]
    cancellations: Sequence[Cancellation]
    updates: Sequence[PromiseUpdate]


def history_of(promise: Promise) -> History:
    """Three queries. Updates: the newest ones."""
    return History(
        postponements=list(promise.postponements.order_by("number")),
        cancellations=list(promise.cancellations.order_by("made_at", "pk")),
        updates=list(promise.updates.order_by("-published_at", "pk")[:NEWEST]),
    )
