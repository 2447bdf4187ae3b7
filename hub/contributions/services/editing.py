"""Authors change their words until the first answer. Each text stays as a row; what was public stays public history.

Where comments are read before they are published, so is each change: until then the text that was read stays up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from hub.audit.services import record
from hub.contributions import permissions
from hub.contributions.engine.draft import Draft
from hub.contributions.engine.folding import fold
from hub.contributions.enums import Refusal, RevisionState
from hub.contributions.models.comment import Comment
from hub.contributions.models.revision import Revision
from hub.contributions.selectors import has_verified_address, is_answered, subject_of
from hub.contributions.services.decisions import lock_comment, withhold
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import tell_change
from hub.contributions.services.registration import checked, language_of
from hub.contributions.services.threads import move_counters, weights
from hub.moderation.enums import MODERATOR_REASONS, ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def edit(
    comment: Comment,
    *,
    body: str,
    suggested_text: str,
    position: str,
    actor: User | None,
    granted: bool = False,
    now: datetime,
) -> Revision:
    """`granted`: somebody without an account has just shown a fresh code for this contribution."""
    verified = has_verified_address(actor)
    with transaction.atomic():
        locked = lock_comment(comment)
        if not granted and not permissions.is_author(actor, locked, address_verified=verified):
            raise RefusedError(Refusal.NOT_ALLOWED)
        subject = subject_of(locked.hub_thread, now)
        if is_answered(locked):
            raise RefusedError(Refusal.ANSWERED)
        if subject is None or not permissions.can_still_change(locked):
            raise RefusedError(Refusal.NOT_ALLOWED)
        wanted = checked(
            replace(
                _draft_of(locked),
                body=body,
                suggested_text=suggested_text,
                position="" if locked.is_reply else position,
            )
        )
        latest = _latest(locked)
        if (wanted.body, wanted.suggested_text, wanted.position) == (
            latest.body,
            latest.suggested_text,
            latest.position,
        ):
            raise RefusedError(Refusal.UNCHANGED)
        revision = _written(locked, latest, wanted, premoderated=subject.premoderated, now=now)
        record(
            "contribution.edited",
            subject="contribution",
            subject_id=locked.reference,
            actor=actor,
            data={"number": revision.number, "state": str(revision.state)},
            now=now,
        )
    return revision


def approve_change(revision: Revision, *, actor: User, now: datetime) -> Revision:
    """Publish a change that waits, or leave one that is public already."""
    with transaction.atomic():
        comment, locked = _lock(revision)
        if not permissions.user_can_publish(actor, comment, now):
            raise RefusedError(Refusal.NOT_ALLOWED)
        if comment.state != State.PUBLISHED or locked.decided_at is not None:
            raise RefusedError(Refusal.ALREADY_DECIDED)
        locked.decided_at, locked.decided_by = now, actor
        if locked.state == RevisionState.PENDING:
            locked.state, locked.published_at = RevisionState.PUBLISHED, now
            _show(comment, locked, now)
            tell_change(comment, locked, now=now)
        elif locked.state != RevisionState.PUBLISHED:
            raise RefusedError(Refusal.ALREADY_DECIDED)
        locked.save()
        _note(comment, locked, "contribution.edit_published", actor, now)
    return locked


def refuse_change(revision: Revision, *, actor: User, reason_code: str, now: datetime) -> Revision:
    """What waits does not appear, and the text before stays. What is public already goes, with the contribution."""
    with transaction.atomic():
        comment, locked = _lock(revision)
        if not permissions.user_can_withhold(actor, comment, now):
            raise RefusedError(Refusal.NOT_ALLOWED)
        if locked.decided_at is not None or locked.state not in (RevisionState.PENDING, RevisionState.PUBLISHED):
            raise RefusedError(Refusal.ALREADY_DECIDED)
        if locked.state == RevisionState.PUBLISHED:
            withhold(comment, actor=actor, reason_code=reason_code, now=now, seen_as=State.PUBLISHED)
            locked.refresh_from_db()
        else:
            if reason_code not in MODERATOR_REASONS:
                raise RefusedError(Refusal.UNKNOWN_REASON)
            tell_change(comment, locked, reason_code=reason_code, now=now)
        locked.state, locked.decided_at, locked.decided_by = RevisionState.WITHHELD, now, actor
        locked.save()
        _note(comment, locked, "contribution.edit_withheld", actor, now, reason_code)
    return locked


def _draft_of(comment: Comment) -> Draft:
    return Draft(
        body=comment.body,
        position=comment.position,
        suggested_text=comment.suggested_text,
        quote=comment.quote,
        publish_as=comment.publish_as,
        author_name=comment.author_name,
        author_kind=comment.author_kind,
        organisation=comment.organisation,
        author_language=comment.author_language,
        channel=comment.channel,
    )


def _latest(comment: Comment) -> Revision:
    """The newest text; the first one becomes a row when it is changed for the first time."""
    newest = comment.revisions.order_by("-number").first()
    if newest is not None:
        return newest
    public = comment.state == State.PUBLISHED
    return Revision.objects.create(
        comment=comment,
        number=1,
        body=comment.body,
        suggested_text=comment.suggested_text,
        position=comment.position,
        language=comment.language,
        written_at=comment.received_at,
        state=RevisionState.PUBLISHED if public else RevisionState.REPLACED,
        published_at=comment.published_at if public else None,
        decided_at=comment.decided_at or comment.received_at,
        decided_by=comment.decided_by,
    )


def _written(comment: Comment, latest: Revision, wanted: Draft, *, premoderated: bool, now: datetime) -> Revision:
    at_once = comment.state == State.PUBLISHED and not premoderated
    comment.revisions.filter(state=RevisionState.PENDING).update(state=RevisionState.REPLACED)
    number = (comment.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
    secret = comment.state == State.WITHHELD and comment.reason_code == ReasonCode.CONFIDENTIAL
    revision = Revision.objects.create(
        comment=comment,
        number=number,
        body=wanted.body,
        suggested_text=wanted.suggested_text,
        position=wanted.position,
        language=language_of(wanted),
        written_at=now,
        state=_state_of_change(at_once=at_once, secret=secret),
        published_at=now if at_once else None,
    )
    if at_once or comment.state != State.PUBLISHED:
        # Nobody but staff has seen the words that go: what was never public has no public history.
        _show(comment, revision, now)
    return revision


def _state_of_change(*, at_once: bool, secret: bool) -> RevisionState:
    if at_once:
        return RevisionState.PUBLISHED
    return RevisionState.WITHHELD if secret else RevisionState.PENDING


def _show(comment: Comment, revision: Revision, now: datetime) -> None:
    """The contribution says what the revision says; the counters follow."""
    before = weights(comment, comment.state)
    comment.comment, comment.suggested_text = revision.body, revision.suggested_text
    comment.position, comment.language = revision.position, revision.language
    comment.search_text = fold(f"{revision.body}\n{revision.suggested_text}")
    comment.edited_at = now
    comment.save()
    move_counters(comment.hub_thread, before, weights(comment, comment.state))


def _lock(revision: Revision) -> tuple[Comment, Revision]:
    comment = lock_comment(revision.comment)
    return comment, Revision.objects.select_for_update().get(pk=revision.pk)


def _note(comment: Comment, revision: Revision, what: str, actor: User, now: datetime, reason_code: str = "") -> None:
    record(
        what,
        subject="contribution",
        subject_id=comment.reference,
        actor=actor,
        reason_code=reason_code,
        data={"number": revision.number},
        now=now,
    )
