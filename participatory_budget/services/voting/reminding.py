"""One reminder, two days before the close, to those who began a ballot and did not cast it. It says nothing of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub.accounts.enums import NotificationChoice
from hub.notifications.services import enqueue
from participatory_budget.models.basket import Basket
from participatory_budget.selectors.baskets import votes_that_end, waiting_baskets

BALLOT_WAITS = "ballot_waits"
AHEAD = timedelta(days=2)
# Whoever chose something a moment ago is still at it.
QUIET = timedelta(hours=3)


def remind(now: datetime) -> None:
    """One letter for each person and budget, however many ballots wait, and never a second one."""
    waiting = waiting_baskets(votes_that_end(now, now + AHEAD)).filter(reminded_at=None, saved_at__lte=now - QUIET)
    told = []
    for basket in waiting:
        person, budget = basket.account, basket.envelope.budget
        told.append(basket.pk)
        if person.notification_choice == NotificationChoice.NONE:
            continue
        enqueue(
            BALLOT_WAITS,
            to=person.email,
            language=person.language,
            payload={"budget": str(budget.pk), "account": person.pk},
            dedupe_key=f"ballot-waits:{budget.pk}:{person.pk}",
            now=now,
            at_once=False,
        )
    Basket.objects.filter(pk__in=told).update(reminded_at=now)
