"""News of the work between beginning and end. Authors first, followers after them; in the transaction of what is told.

That a project began, is late, finished or given up, `hub.promises` tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.notifications.services import announce, enqueue
from hub.promises.services.mentioning import mention
from hub.promises.services.silence import is_silent
from hub.promises.services.telling import authors_of, letter_kind
from participatory_budget.models.delivery import Delivery

STAGE = "project.stage"
MILESTONE_DONE = "project.milestone_done"
MILESTONE_LATER = "project.milestone_later"
MILESTONE_DROPPED = "project.milestone_dropped"
PRICE = "project.price"
NEWS = (STAGE, MILESTONE_DONE, MILESTONE_LATER, MILESTONE_DROPPED, PRICE)


def tell(delivery: Delivery, news: str, about: Mapping[str, Any], number: str | int, *, now: datetime) -> None:
    """`about` names the row; `number` makes the event one of its kind. Nothing while the project is not public."""
    mention(delivery.promise_id, now=now)
    if delivery.promise.published_at is None or is_silent():
        return
    payload = {"promise": str(delivery.promise_id), **about}
    dedupe_key = f"{news}:{delivery.pk.hex}:{number}"
    for person in authors_of(delivery.promise):
        enqueue(
            letter_kind(news),
            to=person.email,
            language=person.language,
            payload={**payload, "user": person.pk},
            dedupe_key=f"{dedupe_key}:author:{person.pk}"[:160],
            now=now,
        )
    announce(news, payload=payload, dedupe_key=dedupe_key[:160], now=now)
