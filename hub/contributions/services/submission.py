"""A person sends a text: received at once when we know the address, otherwise kept until they confirm it."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from hub.contributions.engine.draft import Draft
from hub.contributions.engine.files import CheckedFile
from hub.contributions.enums import AuthorKind, PublishAs, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.thread import Thread
from hub.contributions.permissions import user_can_contribute
from hub.contributions.selectors import has_verified_address
from hub.contributions.services.attachments import attach
from hub.contributions.services.confirmation import MAX_CODES, resend_code
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import send_code
from hub.contributions.services.registration import (
    SAME_TEXT_WINDOW,
    checked,
    form_key_for,
    key_for,
    published_parent,
    receive,
)
from hub.contributions.services.threads import lock_thread
from hub.core.registries import ThreadSubject

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def submit(
    thread: Thread,
    *,
    draft: Draft,
    user: User | None,
    email: str = "",
    subject: ThreadSubject,
    now: datetime,
    files: Sequence[CheckedFile] = (),
) -> Comment | PendingSubmission:
    """`subject` is what `thread_subjects` says about the thread at `now`. A second click gives back the first result.

    A Comment for somebody whose address is verified; else a PendingSubmission (with its `comment`, once confirmed).
    """
    if not user_can_contribute(user, subject, now):
        raise RefusedError(_why_not(subject, user, now))
    draft = checked(_signed(draft, user))
    address = user.email if user is not None else email.strip().lower()
    if not address:
        raise RefusedError(Refusal.EMAIL_MISSING)
    if files and not subject.attachments_allowed:
        raise RefusedError(Refusal.FILES_CLOSED)
    key = key_for(draft, thread, address) or key_for(_with_key(draft), thread, address)
    if user is not None and has_verified_address(user):
        return receive(
            thread,
            draft=draft,
            user=user,
            document_version=subject.version,
            premoderated=subject.premoderated,
            received_at=now,
            now=now,
            key=key,
            files=files,
        )
    return _keep(thread, draft, user=user, address=address, key=key, subject=subject, now=now, files=files)


def _keep(
    thread: Thread,
    draft: Draft,
    *,
    user: User | None,
    address: str,
    key: str | None,
    subject: ThreadSubject,
    now: datetime,
    files: Sequence[CheckedFile],
) -> PendingSubmission:
    """One unconfirmed row for each opened form, and for each text: going back and sending again changes the row."""
    with transaction.atomic():
        locked = lock_thread(thread.pk)
        published_parent(locked, draft)
        form_key = form_key_for(draft, locked, address)
        known = _known(locked, draft, address, keys=[form_key, key or ""], now=now)
        if known is None:
            pending = _first_time(locked, draft, user, address, _unused([form_key, key]), subject, now)
            attach(files, submission=pending)
            return pending
        if known.comment_id is None and files:
            # The files that came last are the ones that are meant.
            known.attachments.all().delete()
            attach(files, submission=known)
        if known.comment_id is None and Draft.from_json(known.draft) != draft:
            known.draft, known.submitted_at, known.user = draft.to_json(), now, user
            known.expires_at = now + timedelta(hours=settings.CONFIRMATION_LINK_HOURS)
            known.document_version = subject.version
            known.save(update_fields=["draft", "submitted_at", "user", "expires_at", "document_version"])
        over = now >= known.code_sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES)
        if known.comment_id is None and over and known.code_number < MAX_CODES:
            return resend_code(known, now)
    return known


def _unused(keys: list[str | None]) -> str:
    wanted = [key for key in keys if key]
    taken = set(PendingSubmission.objects.filter(submission_key__in=wanted).values_list("submission_key", flat=True))
    return next((key for key in wanted if key not in taken), uuid.uuid4().hex)


def _known(thread: Thread, draft: Draft, address: str, *, keys: list[str], now: datetime) -> PendingSubmission | None:
    """What this person sent from this form, or word for word from another one, within a day."""
    rows = PendingSubmission.objects.select_for_update(of=("self",)).select_related("comment")
    for row in rows.filter(submission_key__in=keys).order_by("submitted_at"):
        # After it was confirmed, other words from the same form are another contribution.
        if row.expires_at > now and (row.comment is None or _same_words(row.comment, draft)):
            return row
    unconfirmed = rows.filter(thread=thread, email=address, comment=None, expires_at__gt=now)
    recent = unconfirmed.filter(submitted_at__gt=now - SAME_TEXT_WINDOW).order_by("submitted_at")[:50]
    return next((row for row in recent if Draft.from_json(row.draft).words == draft.words), None)


def _same_words(comment: Comment, draft: Draft) -> bool:
    said = (comment.body, comment.suggested_text, comment.position, comment.quote, comment.publish_as)
    return (*said, comment.hub_parent_id) == draft.words


def _first_time(
    thread: Thread,
    draft: Draft,
    user: User | None,
    address: str,
    key: str,
    subject: ThreadSubject,
    now: datetime,
) -> PendingSubmission:
    pending = PendingSubmission.objects.create(
        submission_key=key,
        thread=thread,
        user=user,
        email=address,
        draft=draft.to_json(),
        language=draft.author_language,
        document_version=subject.version,
        submitted_at=now,
        expires_at=now + timedelta(hours=settings.CONFIRMATION_LINK_HOURS),
        code_salt=secrets.token_hex(16),
        code_sent_at=now,
    )
    send_code(pending, now=now)
    return pending


def _signed(draft: Draft, user: User | None) -> Draft:
    """The account says which name goes with a pseudonym, and whether an organisation speaks."""
    if user is None:
        return draft
    values = draft.to_json()
    if draft.publish_as == PublishAs.PSEUDONYM and user.pseudonym:
        values["author_name"] = user.pseudonym
    if user.kind == AuthorKind.ORGANISATION and user.organisation_name and draft.publish_as == PublishAs.NAMED:
        values |= {"author_kind": AuthorKind.ORGANISATION.value, "organisation": user.organisation_name}
    return Draft.from_json(values)


def _with_key(draft: Draft) -> Draft:
    return Draft.from_json(draft.to_json() | {"submission_key": uuid.uuid4().hex})


def _why_not(subject: ThreadSubject, user: User | None, now: datetime) -> Refusal:
    if user is not None and not user.is_active:
        return Refusal.NOT_ALLOWED
    if subject.opens_at is not None and now < subject.opens_at:
        return Refusal.NOT_YET_OPEN
    return Refusal.CLOSED
