"""Who may do what with a contribution, and when: role *and* clock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hub.contributions.engine.confirmation import author_key
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.core.registries import ThreadSubject
from hub.moderation.engine.transitions import can_become
from hub.moderation.enums import ReasonCode, State
from hub.moderation.permissions import user_can_moderate

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


def is_open(subject: ThreadSubject, now: datetime) -> bool:
    """Half-open: the first instant of the period belongs to it, the last does not."""
    started = subject.opens_at is None or subject.opens_at <= now
    ended = subject.closes_at is not None and subject.closes_at <= now
    return subject.accepts_contributions and started and not ended


def user_can_contribute(user: User | AnonymousUser | None, subject: ThreadSubject, now: datetime) -> bool:
    """Everybody, signed in or not, while it is open; staff have no longer than the people."""
    if user is not None and user.is_authenticated and not user.is_active:
        return False
    return is_open(subject, now)


def user_can_publish(user: User | AnonymousUser | None, comment: Comment, now: datetime) -> bool:
    """Moderators, before and after the close: what came in late in the day is read the next morning."""
    return (
        user_can_moderate(user)
        and comment.received_at <= now
        and comment.publish_as != PublishAs.CONFIDENTIAL
        and comment.erased_at is None
    )


def user_can_withhold(user: User | AnonymousUser | None, comment: Comment, now: datetime) -> bool:
    return user_can_moderate(user) and comment.received_at <= now


def is_author(user: User | AnonymousUser | None, comment: Comment, *, address_verified: bool) -> bool:
    """By account, or by a verified address for what was sent without signing in."""
    if user is None or not user.is_authenticated or not user.is_active:
        return False
    if comment.user_id is not None:
        return bool(comment.user_id == user.pk)
    return address_verified and bool(comment.author_key) and comment.author_key == author_key(user.email)


def user_can_withdraw(
    user: User | AnonymousUser | None, comment: Comment, now: datetime, *, address_verified: bool
) -> bool:
    return (
        is_author(user, comment, address_verified=address_verified)
        and comment.received_at <= now
        and can_become(comment.state, State.WITHDRAWN)
    )


def can_still_change(comment: Comment) -> bool:
    """What a moderator took down, what its author took back and what was erased is no longer changed."""
    if comment.erased_at is not None:
        return False
    confidential = comment.state == State.WITHHELD and comment.reason_code == ReasonCode.CONFIDENTIAL
    return confidential or comment.state in (State.PENDING, State.PUBLISHED)


def can_be_quotable(comment: Comment) -> bool:
    """May its author say that it may be quoted? Not of what is confidential or gone; a report quotes what is public."""
    gone = comment.erased_at is not None or comment.state == State.WITHDRAWN
    return comment.publish_as != PublishAs.CONFIDENTIAL and not gone


def user_can_react(
    user: User | AnonymousUser | None,
    comment: Comment,
    subject: ThreadSubject | None,
    now: datetime,
    *,
    address_verified: bool,
) -> bool:
    """Signed in with a confirmed address, on what others published, while it is open."""
    if user is None or not user.is_authenticated or not user.is_active or not address_verified:
        return False
    if subject is None or not subject.url or not subject.reactions_allowed or comment.state != State.PUBLISHED:
        return False
    return is_open(subject, now) and not is_author(user, comment, address_verified=address_verified)


def user_can_read(
    user: User | AnonymousUser | None, comment: Comment, subject: ThreadSubject | None, *, address_verified: bool
) -> bool:
    """Everybody what is published about something public; authors their own, whatever became of it."""
    if comment.state == State.PUBLISHED and subject is not None and subject.url:
        return True
    return comment.erased_at is None and is_author(user, comment, address_verified=address_verified)
