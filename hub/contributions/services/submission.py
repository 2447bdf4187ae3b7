"""A person sends a text: received at once when we know the address, otherwise kept until they confirm it."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from hub.contributions.engine.draft import Draft
from hub.contributions.enums import AuthorKind, PublishAs, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.thread import Thread
from hub.contributions.permissions import user_can_contribute
from hub.contributions.selectors import has_verified_address
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import send_code
from hub.contributions.services.registration import checked, key_for, published_parent, receive
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
        )
    with transaction.atomic():
        locked = lock_thread(thread.pk)
        published_parent(locked, draft)
        pending, created = PendingSubmission.objects.get_or_create(
            submission_key=key,
            defaults={
                "thread": locked,
                "user": user,
                "email": address,
                "draft": draft.to_json(),
                "language": draft.author_language,
                "document_version": subject.version,
                "submitted_at": now,
                "expires_at": now + timedelta(hours=settings.CONFIRMATION_LINK_HOURS),
                "code_salt": secrets.token_hex(16),
                "code_sent_at": now,
            },
        )
        if created:
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
