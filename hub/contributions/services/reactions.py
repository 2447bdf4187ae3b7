"""Agree or disagree with what somebody else said: one voice a person, signed in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q

from hub.audit.services import record
from hub.contributions import permissions
from hub.contributions.enums import ReactionKind, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.models.flag import Flag
from hub.contributions.models.reaction import Reaction
from hub.contributions.selectors import has_verified_address, subject_of
from hub.contributions.services.decisions import lock_comment
from hub.contributions.services.errors import RefusedError
from hub.moderation.enums import FLAG_REASONS, State
from hub.moderation.permissions import user_can_moderate

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def react(comment: Comment, *, actor: User, kind: str, now: datetime) -> Comment:
    """`kind`: agree, disagree, or "" to take it back. Doing it twice changes nothing."""
    if kind not in ("", *ReactionKind.values):
        raise RefusedError(Refusal.UNKNOWN_CHOICE)
    verified = has_verified_address(actor)
    with transaction.atomic():
        locked = lock_comment(comment)
        subject = subject_of(locked.hub_thread, now)
        if not permissions.user_can_react(actor, locked, subject, now, address_verified=verified):
            raise RefusedError(Refusal.NOT_ALLOWED)
        if kind:
            Reaction.objects.update_or_create(comment=locked, user=actor, defaults={"kind": kind, "given_at": now})
        else:
            Reaction.objects.filter(comment=locked, user=actor).delete()
        count_reactions(locked)
    return locked


def count_reactions(comment: Comment) -> None:
    """The caller holds the lock on the thread."""
    agree = Count("pk", filter=Q(kind=ReactionKind.AGREE))
    disagree = Count("pk", filter=Q(kind=ReactionKind.DISAGREE))
    figures = Reaction.objects.filter(comment=comment).aggregate(agree=agree, disagree=disagree)
    comment.agree_count, comment.disagree_count = figures["agree"], figures["disagree"]
    comment.save(update_fields=["agree_count", "disagree_count"])


def flag(comment: Comment, *, actor: User | None, reason_code: str, note: str, now: datetime) -> None:
    """Only moderators see it. A person with an account reports once; a report after a decision asks again."""
    if reason_code not in FLAG_REASONS:
        raise RefusedError(Refusal.UNKNOWN_REASON)
    with transaction.atomic():
        locked = lock_comment(comment)
        if locked.state != State.PUBLISHED:
            raise RefusedError(Refusal.PARENT_GONE)
        words = " ".join(note.replace("\x00", "").split())[:500]
        values = {"reason_code": reason_code, "note": words, "raised_at": now, "settled_at": None}
        if actor is not None:
            Flag.objects.update_or_create(comment=locked, user=actor, defaults=values)
        else:
            Flag.objects.create(comment=locked, user=None, **values)
        _count_flags(locked)
        record(
            "contribution.flagged",
            subject="contribution",
            subject_id=locked.reference,
            actor=None,
            reason_code=reason_code,
            now=now,
        )


def dismiss_flags(comment: Comment, *, actor: User, now: datetime) -> Comment:
    """A moderator has read what readers reported, and leaves the contribution where it is."""
    with transaction.atomic():
        locked = lock_comment(comment)
        if not user_can_moderate(actor):
            raise RefusedError(Refusal.NOT_ALLOWED)
        if locked.state != State.PUBLISHED or not locked.flag_count:
            raise RefusedError(Refusal.ALREADY_DECIDED)
        settle_flags(locked, now)
        locked.decided_at, locked.decided_by = now, actor
        locked.save(update_fields=["flag_count", "decided_at", "decided_by"])
        record(
            "contribution.flags_dismissed", subject="contribution", subject_id=locked.reference, actor=actor, now=now
        )
    return locked


def settle_flags(comment: Comment, now: datetime) -> None:
    """The caller saves the comment."""
    Flag.objects.filter(comment=comment, settled_at=None).update(settled_at=now)
    comment.flag_count = 0


def _count_flags(comment: Comment) -> None:
    comment.flag_count = Flag.objects.filter(comment=comment, settled_at=None).count()
    comment.save(update_fields=["flag_count"])
