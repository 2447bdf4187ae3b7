"""Who has just shown a fresh code may change or take back that one contribution, for half an hour, in this browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from hub.contributions.models.comment import Comment

_KEY = "contributions_to_change"
MINUTES = 30


def grant(request: HttpRequest, comment: Comment, now: datetime) -> None:
    until = (now + timedelta(minutes=MINUTES)).timestamp()
    # A new session key: one that somebody else put into this browser before is worth nothing.
    request.session.cycle_key()
    request.session[_KEY] = {**request.session.get(_KEY, {}), str(comment.pk): until}


def is_granted(request: HttpRequest, comment: Comment, now: datetime) -> bool:
    until = request.session.get(_KEY, {}).get(str(comment.pk), 0)
    return bool(comment.erased_at is None and now.timestamp() < until)
