"""What a fresh code opens, for half an hour, in this browser: one contribution to change or take back, or one address
to read all that came from it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from hub.contributions.models.comment import Comment

_KEY = "contributions_to_change"
_IMPACT = "impact_to_read"
MINUTES = 30


def grant(request: HttpRequest, comment: Comment, now: datetime) -> None:
    until = (now + timedelta(minutes=MINUTES)).timestamp()
    # A new session key: one that somebody else put into this browser before is worth nothing.
    request.session.cycle_key()
    request.session[_KEY] = {**request.session.get(_KEY, {}), str(comment.pk): until}


def is_granted(request: HttpRequest, comment: Comment, now: datetime) -> bool:
    until = request.session.get(_KEY, {}).get(str(comment.pk), 0)
    return bool(comment.erased_at is None and now.timestamp() < until)


def grant_impact(request: HttpRequest, key: str, now: datetime) -> None:
    until = (now + timedelta(minutes=MINUTES)).timestamp()
    request.session.cycle_key()
    request.session[_IMPACT] = {"key": key, "until": until}


def impact_key(request: HttpRequest, now: datetime) -> str:
    """Keyed hash of the address whose contributions may be read; "" without a grant that still holds."""
    granted = request.session.get(_IMPACT, {})
    return str(granted.get("key", "")) if now.timestamp() < granted.get("until", 0) else ""


def end_impact(request: HttpRequest) -> None:
    request.session.pop(_IMPACT, None)
