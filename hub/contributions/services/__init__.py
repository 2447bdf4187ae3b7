"""Writes. Each takes its permission, its lock, its constraint, its audit row and its letters in one transaction."""

from hub.contributions.services.confirmation import (
    confirm_by_code,
    confirm_by_token,
    pending_by_token,
    purge_unconfirmed,
    resend_code,
)
from hub.contributions.services.decisions import publish, review, withdraw, withhold
from hub.contributions.services.erasure import erase_author
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.registration import receive
from hub.contributions.services.submission import submit
from hub.contributions.services.threads import create_threads, ensure_thread, recount

__all__ = [
    "RefusedError",
    "confirm_by_code",
    "confirm_by_token",
    "create_threads",
    "ensure_thread",
    "erase_author",
    "pending_by_token",
    "publish",
    "purge_unconfirmed",
    "receive",
    "recount",
    "resend_code",
    "review",
    "submit",
    "withdraw",
    "withhold",
]
