"""Which letters we owe the author of a contribution. Payloads hold ids; the words are made when a letter goes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from hub.accounts.enums import NotificationChoice
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.moderation.enums import ReasonCode, State
from hub.notifications.services import enqueue

CONFIRM, RECEIPT, PUBLISHED, WITHHELD, ANSWERED = (
    "contribution.confirm",
    "contribution.receipt",
    "contribution.published",
    "contribution.withheld",
    "contribution.answered",
)


def address_of(comment: Comment) -> str:
    """Where the author is reached; "" after erasure and for people who left no address."""
    if comment.user is not None:
        return comment.user.email if comment.user.is_active else ""
    return comment.user_email


def language_for(comment: Comment) -> str:
    return comment.user.language if comment.user is not None else comment.author_language


def wants_news(comment: Comment) -> bool:
    return comment.user is None or comment.user.notification_choice != NotificationChoice.NONE


def send_code(pending: PendingSubmission, *, now: datetime) -> None:
    enqueue(
        CONFIRM,
        to=pending.email,
        language=pending.language,
        payload={"submission": str(pending.pk), "number": pending.code_number},
        dedupe_key=f"confirm:{pending.pk}:{pending.code_number}",
        now=now,
    )


def send_receipt(comment: Comment, *, now: datetime) -> None:
    # Also to people who want no news: it is the proof that the text arrived.
    _send(RECEIPT, comment, dedupe_key=f"receipt:{comment.pk}", now=now)


def tell_published(comment: Comment, *, now: datetime) -> None:
    if wants_news(comment):
        _send(PUBLISHED, comment, dedupe_key=f"published:{comment.pk}:{now.isoformat()}", now=now)


def tell_withheld(comment: Comment, *, now: datetime) -> None:
    # A decision against someone is always told, with its reason.
    _send(WITHHELD, comment, dedupe_key=f"withheld:{comment.pk}:{now.isoformat()}", now=now)


def announce_outcome(thread_ids: Iterable[UUID], *, edition: str, now: datetime) -> int:
    """Tells everyone whose contribution is answered, the refused and the confidential too; once per `edition`.

    `edition` names the answer as published ("1", or the date of a correction). Returns how many letters were written.
    """
    answered = (
        Comment.objects.filter(hub_thread__in=list(thread_ids))
        .exclude(state__in=[State.PENDING, State.WITHDRAWN])
        .exclude(reason_code__in=[code for code in ReasonCode.values if code != ReasonCode.CONFIDENTIAL])
        .select_related("user")
        .order_by("pk")
    )
    written = 0
    for comment in answered.iterator(chunk_size=500):
        if wants_news(comment):
            written += _send(ANSWERED, comment, dedupe_key=f"answered:{comment.pk}:{edition}", now=now, at_once=False)
    return written


def _send(kind: str, comment: Comment, *, dedupe_key: str, now: datetime, at_once: bool = True) -> bool:
    address = address_of(comment)
    if not address:
        return False
    message = enqueue(
        kind,
        to=address,
        language=language_for(comment),
        payload={"comment": comment.pk},
        dedupe_key=dedupe_key,
        now=now,
        at_once=at_once,
    )
    return message is not None
