"""Reads: what waits to be sent, who follows what."""

from hub.notifications.selectors.following import (
    Followed,
    common_rhythm,
    concerns_of,
    count_of,
    described,
    follow_of,
    followed_among,
    followed_by,
    followed_in,
    followers_after,
    newest_of,
    subject_of,
)
from hub.notifications.selectors.outbox import has_due, messages_to, stuck_message

__all__ = [
    "Followed",
    "common_rhythm",
    "concerns_of",
    "count_of",
    "described",
    "follow_of",
    "followed_among",
    "followed_by",
    "followed_in",
    "followers_after",
    "has_due",
    "messages_to",
    "newest_of",
    "stuck_message",
    "subject_of",
]
