"""Followers of a consultation, and of the clauses in it, are told what the clock and the report bring."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from consultations.models.frozen_report import FrozenReport
from consultations.selectors.following import closing_soon, lately_opened
from hub.accounts.models.user import User
from hub.contributions.engine.confirmation import author_key
from hub.contributions.models.comment import Comment
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import announce

OPENED_NEWS, CLOSING_NEWS, REPORT_NEWS = "consultation.opened", "consultation.closing", "consultation.report"
# A worker that was away for longer does not tell as news what everybody has seen.
OPENED_WITHIN = timedelta(days=2)


def tell_phases(now: datetime) -> None:
    """For the clock. The dates are in the keys: a consultation that is extended closes soon once more."""
    for one in lately_opened(now, since=now - OPENED_WITHIN):
        key = f"opened:{one.pk}:{one.opens_at.isoformat()}"
        # Whoever follows since it opened has seen it open.
        payload = {"consultation": str(one.pk)}
        announce(OPENED_NEWS, payload=payload, dedupe_key=key, now=now, happened_at=one.opens_at)
    for one in closing_soon(now):
        key = f"closing:{one.pk}:{one.closes_at.isoformat()}"
        announce(CLOSING_NEWS, payload={"consultation": str(one.pk)}, dedupe_key=key, now=now)


def tell_report(report: FrozenReport, *, now: datetime) -> None:
    announce(REPORT_NEWS, payload={"report": report.pk}, dedupe_key=f"report:{report.pk}", now=now)


def author_letter_key(report_id: int, author: str) -> str:
    """The dedupe key of the letter "what became of your comments"."""
    return f"outcome:{report_id}:{author}"


def authors_told(report_id: int, people: Sequence[User]) -> set[int]:
    """Those of these accounts to whom the letter to authors goes anyway; two queries."""
    keys = {author_letter_key(report_id, author_key(person.email)): person.pk for person in people}
    # Who has changed their address since wrote under another key.
    wrote = Comment.objects.filter(user__in=people).exclude(author_key="").order_by()
    keys |= {
        author_letter_key(report_id, key): user_id
        for user_id, key in wrote.values_list("user", "author_key").distinct()
    }
    return {keys[key] for key in Outbox.objects.filter(dedupe_key__in=list(keys)).values_list("dedupe_key", flat=True)}
