"""Publish, withhold, withdraw: the only code that changes the state of a contribution."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hub.audit.services import record
from hub.contributions import permissions
from hub.contributions.enums import Refusal, RevisionState
from hub.contributions.models.comment import Comment
from hub.contributions.models.flag import Flag
from hub.contributions.selectors import has_verified_address
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import tell_published, tell_replied, tell_withheld
from hub.contributions.services.threads import lock_thread, move_counters, weights
from hub.moderation.engine.transitions import IllegalTransitionError, require
from hub.moderation.enums import HIDDEN_STATES, MODERATOR_REASONS, ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def publish(comment: Comment, *, actor: User, now: datetime, seen_as: State | None = None) -> Comment:
    """`seen_as`: the state that the moderator had before their eyes; a decision taken meanwhile by another stands."""
    with transaction.atomic():
        locked = lock_comment(comment)
        _demand_unchanged(locked, seen_as)
        _demand(permissions.user_can_publish(actor, locked, now))
        _change(locked, State.PUBLISHED, "", actor=actor, now=now)
        tell_published(locked, now=now)
        tell_replied(locked, now=now)
    return locked


def withhold(
    comment: Comment, *, actor: User, reason_code: str, now: datetime, seen_as: State | None = None
) -> Comment:
    if reason_code not in MODERATOR_REASONS:
        raise RefusedError(Refusal.UNKNOWN_REASON)
    with transaction.atomic():
        locked = lock_comment(comment)
        _demand_unchanged(locked, seen_as)
        _demand(permissions.user_can_withhold(actor, locked, now))
        _change(locked, State.WITHHELD, reason_code, actor=actor, now=now)
        tell_withheld(locked, now=now)
    return locked


def withdraw(comment: Comment, *, actor: User | None, now: datetime, granted: bool = False) -> Comment:
    """By its author only: signed in, or `granted` by a fresh code."""
    verified = has_verified_address(actor)
    with transaction.atomic():
        locked = lock_comment(comment)
        _demand(granted or permissions.is_author(actor, locked, address_verified=verified))
        _change(locked, State.WITHDRAWN, ReasonCode.WITHDRAWN.value, actor=actor, now=now)
    return locked


def review(comment: Comment, *, actor: User, now: datetime) -> Comment:
    """A moderator has read what was published before anyone could, and leaves it."""
    with transaction.atomic():
        locked = lock_comment(comment)
        _demand(permissions.user_can_publish(actor, locked, now))
        if locked.state != State.PUBLISHED or locked.decided_at is not None:
            raise RefusedError(Refusal.ALREADY_DECIDED)
        locked.decided_at, locked.decided_by = now, actor
        locked.save(update_fields=["decided_at", "decided_by"])
        record("contribution.reviewed", subject="contribution", subject_id=locked.reference, actor=actor, now=now)
    return locked


def lock_comment(comment: Comment) -> Comment:
    lock_thread(comment.hub_thread_id)
    return Comment.objects.select_for_update(of=("self",)).select_related("hub_thread", "user").get(pk=comment.pk)


def set_state(comment: Comment, state: State, reason_code: str, *, now: datetime) -> Callable[[], None]:
    """Sets what follows from the state. The caller saves, then calls what is returned to move the counters."""
    before = weights(comment, comment.state)
    comment.state, comment.reason_code = state, reason_code
    comment.is_public, comment.is_removed = state == State.PUBLISHED, state in HIDDEN_STATES
    if state == State.PUBLISHED and comment.published_at is None:
        comment.published_at = now
    after = weights(comment, state)
    return lambda: move_counters(comment.hub_thread, before, after)


def _change(comment: Comment, state: State, reason_code: str, *, actor: User | None, now: datetime) -> None:
    try:
        require(comment.state, state)
    except IllegalTransitionError as error:
        raise RefusedError(Refusal.ALREADY_DECIDED) from error
    previous = comment.state
    move = set_state(comment, state, reason_code, now=now)
    if state != State.WITHDRAWN:
        comment.decided_at, comment.decided_by = now, actor
    else:
        comment.may_be_quoted = False
    Flag.objects.filter(comment=comment, settled_at=None).update(settled_at=now)
    comment.flag_count = 0
    comment.save()
    move()
    _change_revisions(comment, state, actor=actor, now=now)
    record(
        f"contribution.{state.value}",
        subject="contribution",
        subject_id=comment.reference,
        actor=actor,
        reason_code=reason_code,
        data={"from": previous},
        now=now,
    )


def _change_revisions(comment: Comment, state: State, *, actor: User | None, now: datetime) -> None:
    """A text that was changed before anybody read it goes out with the contribution, or not at all."""
    waiting = comment.revisions.filter(state=RevisionState.PENDING)
    if state == State.PUBLISHED:
        waiting.update(state=RevisionState.PUBLISHED, published_at=now, decided_at=now, decided_by=actor)
    else:
        waiting.update(state=RevisionState.REPLACED)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise RefusedError(Refusal.NOT_ALLOWED)


def _demand_unchanged(comment: Comment, seen_as: State | None) -> None:
    if seen_as is not None and comment.state != seen_as:
        raise RefusedError(Refusal.ALREADY_DECIDED)
