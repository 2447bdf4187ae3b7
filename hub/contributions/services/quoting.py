"""May these words stand in a report? The author says so, and takes it back whenever they like."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from hub.audit.services import record
from hub.contributions import permissions
from hub.contributions.enums import Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.selectors import has_verified_address
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.threads import lock_thread

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def permit_quotation(
    comment: Comment, *, allowed: bool, actor: User | None, granted: bool = False, now: datetime
) -> Comment:
    """Before and after the answer: a consent that cannot be taken back is none. Saying the same again records nothing.

    `granted`: somebody without an account has just shown a fresh code for this contribution.
    """
    verified = has_verified_address(actor)
    with transaction.atomic():
        lock_thread(comment.hub_thread_id)
        locked = Comment.objects.select_for_update(of=("self",)).select_related("user").get(pk=comment.pk)
        if not granted and not permissions.is_author(actor, locked, address_verified=verified):
            raise RefusedError(Refusal.NOT_ALLOWED)
        if locked.erased_at is not None or (allowed and not permissions.can_be_quotable(locked)):
            raise RefusedError(Refusal.NOT_ALLOWED)
        _set(locked, allowed=allowed, actor=actor, now=now)
    return locked


def say_again(comment: Comment, *, allowed: bool, actor: User | None, now: datetime) -> Comment:
    """The same words were sent once more by the same person: what they ticked last is what they mean.

    Inside the transaction of the caller, which holds the lock on the thread.
    """
    if permissions.can_be_quotable(comment) or not allowed:
        _set(comment, allowed=allowed, actor=actor, now=now)
    return comment


def _set(comment: Comment, *, allowed: bool, actor: User | None, now: datetime) -> None:
    if comment.may_be_quoted == allowed:
        return
    comment.may_be_quoted = allowed
    comment.save(update_fields=["may_be_quoted"])
    record(
        "contribution.quotation_allowed" if allowed else "contribution.quotation_refused",
        subject="contribution",
        subject_id=comment.reference,
        actor=actor,
        now=now,
    )
