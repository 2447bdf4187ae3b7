"""Writes. Each takes its permission, its lock, its constraint, its audit row and its letters in one transaction."""

from hub.contributions.services.access import end_receipt_links, send_change_code, use_change_code
from hub.contributions.services.confirmation import (
    confirm_by_code,
    confirm_by_token,
    pending_by_token,
    purge_unconfirmed,
    resend_code,
)
from hub.contributions.services.decisions import publish, review, withdraw, withhold
from hub.contributions.services.editing import approve_change, edit, refuse_change
from hub.contributions.services.erasure import erase_author
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.impact import purge_impact_codes, send_impact_code, use_impact_code
from hub.contributions.services.quoting import permit_quotation
from hub.contributions.services.reactions import dismiss_flags, flag, react
from hub.contributions.services.registration import receive
from hub.contributions.services.submission import submit
from hub.contributions.services.threads import create_threads, ensure_thread, recount

__all__ = [
    "RefusedError",
    "approve_change",
    "confirm_by_code",
    "confirm_by_token",
    "create_threads",
    "dismiss_flags",
    "edit",
    "end_receipt_links",
    "ensure_thread",
    "erase_author",
    "flag",
    "pending_by_token",
    "permit_quotation",
    "publish",
    "purge_impact_codes",
    "purge_unconfirmed",
    "react",
    "receive",
    "recount",
    "refuse_change",
    "resend_code",
    "review",
    "send_change_code",
    "send_impact_code",
    "submit",
    "use_change_code",
    "use_impact_code",
    "withdraw",
    "withhold",
]
