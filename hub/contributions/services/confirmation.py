"""Six digits or a link: both confirm the same row, by POST, and confirming twice gives the same contribution.

What was sent before the close counts when it is confirmed within 48 hours: `received_at` is the moment of sending.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from hub.contributions.engine.confirmation import code_for, code_matches, read_link_token
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.selectors import subject_of
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import send_code
from hub.contributions.services.registration import receive
from hub.contributions.services.threads import lock_thread

MAX_CODES = 6


def confirm_by_code(pending: PendingSubmission, code: str, now: datetime) -> Comment:
    wrong: Refusal | None = None
    with transaction.atomic():
        locked = _lock(pending)
        if locked.comment is not None:
            return locked.comment
        wrong = _check_code(locked, code, now)
        if wrong is None:
            return _confirm(locked, now)
    # After the commit: the count of wrong tries has to stay.
    raise RefusedError(wrong)


def confirm_by_token(token: str, now: datetime) -> Comment:
    pending = pending_by_token(token)
    if pending is None:
        raise RefusedError(Refusal.LINK_INVALID)
    with transaction.atomic():
        locked = _lock(pending)
        if locked.comment is not None:
            return locked.comment
        if now >= locked.expires_at:
            raise RefusedError(Refusal.SUBMISSION_EXPIRED)
        return _confirm(locked, now)


def pending_by_token(token: str) -> PendingSubmission | None:
    submission_id = read_link_token(token)
    return PendingSubmission.objects.filter(pk=submission_id).first() if submission_id else None


def resend_code(pending: PendingSubmission, now: datetime) -> PendingSubmission:
    """A new code; the old one stops working and the count of tries starts again."""
    with transaction.atomic():
        locked = _lock(pending)
        if locked.comment is not None:
            return locked
        if now >= locked.expires_at:
            raise RefusedError(Refusal.SUBMISSION_EXPIRED)
        if locked.code_number >= MAX_CODES:
            raise RefusedError(Refusal.TOO_MANY_CODES)
        locked.code_salt = secrets.token_hex(16)
        locked.code_number += 1
        locked.code_sent_at = now
        locked.code_tries = 0
        locked.save(update_fields=["code_salt", "code_number", "code_sent_at", "code_tries"])
        send_code(locked, now=now)
    return locked


def purge_unconfirmed(now: datetime) -> int:
    """A week after it ran out, so that someone who comes late can still copy the text; then it goes."""
    old = now - timedelta(days=7)
    deleted, _ = PendingSubmission.objects.filter(expires_at__lt=old, comment=None).delete()
    confirmed, _ = PendingSubmission.objects.filter(confirmed_at__lt=now - timedelta(days=30)).delete()
    return deleted + confirmed


def code_of(pending: PendingSubmission) -> str:
    return code_for(UUID(str(pending.pk)), pending.code_salt, pending.code_number)


def _lock(pending: PendingSubmission) -> PendingSubmission:
    # The thread first, as everywhere, so that two transactions never wait for each other.
    lock_thread(pending.thread_id)
    return (PendingSubmission.objects.select_for_update(of=("self",)).select_related("comment", "user", "thread")).get(
        pk=pending.pk
    )


def _check_code(pending: PendingSubmission, code: str, now: datetime) -> Refusal | None:
    if now >= pending.expires_at:
        return Refusal.SUBMISSION_EXPIRED
    if pending.code_tries >= settings.CONFIRMATION_CODE_TRIES:
        return Refusal.CODE_LOCKED
    if now >= pending.code_sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES):
        return Refusal.CODE_EXPIRED
    if code_matches(code, code_of(pending)):
        return None
    pending.code_tries += 1
    pending.save(update_fields=["code_tries"])
    return Refusal.CODE_LOCKED if pending.code_tries >= settings.CONFIRMATION_CODE_TRIES else Refusal.WRONG_CODE


def _confirm(pending: PendingSubmission, now: datetime) -> Comment:
    subject = subject_of(pending.thread, now)
    comment = receive(
        pending.thread,
        draft=Draft.from_json(pending.draft),
        user=pending.user,
        email=pending.email,
        document_version=pending.document_version,
        # Nobody describes the subject any more (its page was taken down): a person looks before it is public.
        premoderated=subject is None or subject.premoderated,
        received_at=pending.submitted_at,
        now=now,
        key=pending.submission_key,
        parent_was_public=True,
        submission=pending,
    )
    pending.comment, pending.confirmed_at = comment, now
    pending.email, pending.draft = "", {}
    pending.save(update_fields=["comment", "confirmed_at", "email", "draft"])
    return comment
