"""Which letters we owe the author of a contribution. Payloads hold ids; the words are made when a letter goes out."""

from __future__ import annotations

from datetime import datetime

from hub.accounts.enums import NotificationChoice
from hub.contributions.engine.own_forms import contribution_forms
from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.comment import Comment
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.revision import Revision
from hub.moderation.enums import State
from hub.notifications.services import enqueue

CONFIRM = "contribution.confirm"
RECEIPT = "contribution.receipt"
PUBLISHED = "contribution.published"
WITHHELD = "contribution.withheld"
ACCESS = "contribution.access"
CHANGE = "contribution.change"
IMPACT = "contribution.impact"
REPLIED = "contribution.replied"


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


def tell_replied(reply: Comment, *, now: datetime) -> None:
    """The author of what was replied to, once for each reply, where the kind of thread says so."""
    parent, kind = reply.hub_parent, reply.hub_thread.kind
    if parent is None or kind not in contribution_forms or not contribution_forms.get(kind).tells_replies:
        return
    own = bool(parent.author_key) and parent.author_key == reply.author_key
    if parent.state == State.PUBLISHED and not own and wants_news(parent) and (address := address_of(parent)):
        enqueue(
            REPLIED,
            to=address,
            language=language_for(parent),
            payload={"comment": reply.pk},
            dedupe_key=f"replied:{reply.pk}",
            now=now,
        )


def tell_withheld(comment: Comment, *, now: datetime) -> None:
    # A decision against someone is always told, with its reason.
    _send(WITHHELD, comment, dedupe_key=f"withheld:{comment.pk}:{now.isoformat()}", now=now)


def send_access_code(comment: Comment, row: AccessCode, *, now: datetime) -> None:
    enqueue(
        ACCESS,
        to=address_of(comment),
        language=language_for(comment),
        payload={"comment": comment.pk, "number": row.number},
        dedupe_key=f"access:{row.pk}:{row.number}",
        now=now,
    )


def send_impact_code_to(email: str, row: ImpactCode, *, language: str, now: datetime) -> None:
    enqueue(
        IMPACT,
        to=email,
        language=language,
        payload={"code": str(row.pk), "number": row.number},
        dedupe_key=f"impact:{row.pk}:{row.number}",
        now=now,
    )


def tell_change(comment: Comment, revision: Revision, *, reason_code: str = "", now: datetime) -> None:
    """What became of a change that a moderator read first."""
    if not reason_code and not wants_news(comment):
        return
    if address := address_of(comment):
        enqueue(
            CHANGE,
            to=address,
            language=language_for(comment),
            payload={"comment": comment.pk, "revision": revision.pk, "reason": reason_code},
            dedupe_key=f"change:{revision.pk}:{reason_code}",
            now=now,
        )


def _send(kind: str, comment: Comment, *, dedupe_key: str, now: datetime) -> None:
    if address := address_of(comment):
        enqueue(
            kind,
            to=address,
            language=language_for(comment),
            payload={"comment": comment.pk},
            dedupe_key=dedupe_key,
            now=now,
        )
