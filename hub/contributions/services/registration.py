"""Turn a draft whose author is known into a contribution with a reference."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from hub.audit.services import record
from hub.contributions.engine.confirmation import author_key, submission_key
from hub.contributions.engine.draft import Draft
from hub.contributions.engine.files import CheckedFile
from hub.contributions.engine.folding import fold
from hub.contributions.engine.language import guess_language
from hub.contributions.engine.references import write_reference
from hub.contributions.enums import AuthorKind, Channel, Position, PublishAs, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reference_counter import ReferenceCounter
from hub.contributions.models.thread import Thread
from hub.contributions.services.attachments import attach, hand_over
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import send_receipt
from hub.contributions.services.quoting import say_again
from hub.contributions.services.threads import lock_thread, move_counters, weights
from hub.core.registries import comment_facts_kept
from hub.moderation.enums import ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SAME_TEXT_WINDOW = timedelta(hours=24)


def receive(
    thread: Thread,
    *,
    draft: Draft,
    user: User | None,
    email: str = "",
    document_version: int | None,
    premoderated: bool,
    received_at: datetime,
    now: datetime,
    key: str | None = None,
    notify: bool = True,
    actor: User | None = None,
    external_source: str = "",
    external_id: str = "",
    parent_was_public: bool = False,
    files: Sequence[CheckedFile] = (),
    submission: PendingSubmission | None = None,
) -> Comment:
    """For text whose author needs no confirmation: signed in, confirmed, entered by staff or imported.

    `parent_was_public`: the reply was sent in time to a comment that has been hidden since; a moderator looks at it
    first, but it is not lost. The same text of the same person about the same subject within a day is one contribution.
    """
    draft = checked(draft)
    address = user.email if user is not None else email.strip().lower()
    with transaction.atomic():
        locked = lock_thread(thread.pk)
        parent = published_parent(locked, draft, must_be_public=not parent_was_public)
        premoderated = premoderated or (parent is not None and parent.state != State.PUBLISHED)
        known = find_same(locked, draft, key=key, person=author_key(address), received_at=received_at)
        if known is not None:
            return say_again(known, allowed=draft.may_be_quoted, actor=actor or user, now=now)
        state, reason = _first_state(draft, premoderated)
        comment = Comment(
            # what django-comments and django-comments-xtd want to know
            content_type=ContentType.objects.get_for_model(Thread),
            object_pk=str(locked.pk),
            site_id=settings.SITE_ID,
            user=user,
            user_email="" if user is not None else address,
            comment=draft.body,
            submit_date=received_at,
            ip_address=None,
            is_public=state == State.PUBLISHED,
            is_removed=state == State.WITHHELD,
            parent_id=parent.pk if parent else 0,
            # ours
            hub_thread=locked,
            hub_parent=parent,
            reference=next_reference(now),
            state=state,
            reason_code=reason,
            position=draft.position,
            suggested_text=draft.suggested_text,
            quote=draft.quote,
            quote_prefix=draft.quote_prefix,
            quote_suffix=draft.quote_suffix,
            quote_start=draft.quote_start,
            quote_end=draft.quote_end,
            quote_language=draft.quote_language,
            search_text=fold(f"{draft.body}\n{draft.suggested_text}"),
            publish_as=draft.publish_as,
            channel=draft.channel,
            language=draft.language or language_of(draft),
            author_language=draft.author_language,
            document_version=document_version,
            author_name=draft.author_name,
            author_kind=draft.author_kind,
            organisation=draft.organisation,
            register_number=draft.register_number,
            represents=draft.represents,
            may_be_quoted=draft.may_be_quoted,
            author_key=author_key(address),
            received_at=received_at,
            published_at=now if state == State.PUBLISHED else None,
            submission_key=key,
            external_source=external_source,
            external_id=external_id,
        )
        comment.save()
        attach(files, comment=comment)
        if submission is not None:
            hand_over(submission, comment)
        if parent is None and locked.kind in comment_facts_kept:
            comment_facts_kept.get(locked.kind)(comment, draft.facts)
        move_counters(locked, {}, weights(comment, state))
        record(
            "contribution.received",
            subject="contribution",
            subject_id=comment.reference,
            actor=actor or user,
            reason_code=reason,
            data={
                "thread": locked.pk,
                "state": str(state),
                "channel": draft.channel,
                "publish_as": draft.publish_as,
                "may_be_quoted": draft.may_be_quoted,
            },
            now=now,
        )
        if notify:
            send_receipt(comment, now=now)
    return comment


def checked(draft: Draft) -> Draft:
    """The draft, tidied; refused when it could not become a contribution whoever sent it."""
    draft = draft.cleaned()
    if not draft.body and not draft.suggested_text:
        raise RefusedError(Refusal.EMPTY)
    if max(len(draft.body), len(draft.suggested_text), len(draft.quote)) > settings.CONTRIBUTION_MAX_LENGTH:
        raise RefusedError(Refusal.TOO_LONG)
    choices = (
        (draft.position, ["", *Position.values]),
        (draft.publish_as, PublishAs.values),
        (draft.channel, Channel.values),
        (draft.author_kind, AuthorKind.values),
    )
    if any(value not in allowed for value, allowed in choices):
        raise RefusedError(Refusal.UNKNOWN_CHOICE)
    if max(len(draft.author_name), len(draft.organisation), len(draft.register_number) + 140) > 200:
        raise RefusedError(Refusal.TOO_LONG)
    if max(len(draft.represents) - 300, len(draft.quote_prefix) - 64, len(draft.quote_suffix) - 64) > 0:
        raise RefusedError(Refusal.TOO_LONG)
    shown = draft.organisation if draft.author_kind == AuthorKind.ORGANISATION else draft.author_name
    if draft.publish_as in (PublishAs.NAMED, PublishAs.PSEUDONYM) and not (shown or draft.author_name):
        raise RefusedError(Refusal.NAME_MISSING)
    return draft


def published_parent(thread: Thread, draft: Draft, *, must_be_public: bool = True) -> Comment | None:
    """The comment that is replied to; it must be public, of this thread, and no reply itself."""
    if draft.parent_id is None:
        return None
    parent = Comment.objects.filter(pk=draft.parent_id, hub_thread=thread).first()
    if parent is None or (must_be_public and parent.state != State.PUBLISHED):
        raise RefusedError(Refusal.PARENT_GONE)
    if parent.hub_parent_id is not None:
        raise RefusedError(Refusal.REPLY_TOO_DEEP)
    return parent


def find_same(thread: Thread, draft: Draft, *, key: str | None, person: str, received_at: datetime) -> Comment | None:
    if key is not None and (known := Comment.objects.filter(submission_key=key).first()):
        return known
    if not person or draft.channel != Channel.WEB:
        return None
    candidates = Comment.objects.filter(
        hub_thread=thread,
        author_key=person,
        position=draft.position,
        suggested_text=draft.suggested_text,
        quote=draft.quote,
        hub_parent_id=draft.parent_id,
        publish_as=draft.publish_as,
        received_at__gt=received_at - SAME_TEXT_WINDOW,
    ).exclude(state=State.WITHDRAWN)
    return candidates.filter(comment=draft.body).order_by("pk").first()


def key_for(draft: Draft, thread: Thread, author: str) -> str | None:
    """The same for a double click. Text that was changed before sending again is another contribution, not lost."""
    if not draft.submission_key:
        return None
    return submission_key("|".join(str(part) for part in (draft.submission_key, *draft.words)), thread.pk, author)


def form_key_for(draft: Draft, thread: Thread, author: str) -> str:
    """The same for whatever one person sends from one opened form: what is not confirmed yet is replaced by it."""
    return submission_key(f"form|{draft.submission_key or uuid.uuid4().hex}", thread.pk, author)


def language_of(draft: Draft) -> str:
    languages = [code for code, _ in settings.LANGUAGES]
    return guess_language(draft.body or draft.suggested_text, page_language=draft.author_language, languages=languages)


def next_reference(now: datetime) -> str:
    return next_references(1, now)[0]


def next_references(count: int, now: datetime) -> list[str]:
    """A block in the year of registration, as a register of letters has it: a letter of December that is entered in
    January does not break into a closed list. Under a lock until the transaction ends: no two alike, none left out.
    """
    year = timezone.localtime(now).year
    ReferenceCounter.objects.get_or_create(year=year)
    counter = ReferenceCounter.objects.select_for_update().get(year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [write_reference(year, number) for number in range(first, first + count)]


def _first_state(draft: Draft, premoderated: bool) -> tuple[State, str]:
    if draft.publish_as == PublishAs.CONFIDENTIAL:
        # Counted and answered, and nothing in it to be released: it needs no moderator.
        return State.WITHHELD, ReasonCode.CONFIDENTIAL.value
    return (State.PENDING if premoderated else State.PUBLISHED), ""
