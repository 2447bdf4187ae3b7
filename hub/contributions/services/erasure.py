"""A person leaves: words, names and addresses go; the reference, the dates and the figures stay."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hub.audit.services import record
from hub.contributions.enums import RevisionState
from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.comment import Comment
from hub.contributions.models.flag import Flag
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reaction import Reaction
from hub.contributions.selectors import contributions_by_person
from hub.contributions.services.decisions import set_state
from hub.contributions.services.impact import forget_impact_codes
from hub.contributions.services.reactions import count_reactions
from hub.contributions.services.threads import lock_thread
from hub.moderation.engine.transitions import can_become
from hub.moderation.enums import ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def erase_author(user: User, *, now: datetime) -> int:
    """Inside the caller's transaction. Returns how many contributions were emptied."""
    # One random key for all: the number of people who took part stays right, and nobody can tell who it was.
    nobody = secrets.token_hex(32)
    with transaction.atomic():
        mine = contributions_by_person(user)
        # Threads in one order, so that two erasures never wait for each other.
        for thread_id in sorted(set(mine.values_list("hub_thread_id", flat=True))):
            lock_thread(thread_id)
        count = 0
        for comment in mine.select_related("hub_thread").order_by("pk"):
            _erase(comment, nobody, now)
            count += 1
        if count:
            # One entry with a figure and no reference: a row for each would stand side by side in the published log
            # and show which contributions, also those without a name, came from one person.
            record(
                "contributions.erased",
                subject="contributions",
                subject_id="erasure",
                actor=None,
                data={"count": count},
                now=now,
            )
        for thread_id, comment_id in sorted(_reacted_to(user)):
            lock_thread(thread_id)
            Reaction.objects.filter(comment=comment_id, user=user).delete()
            count_reactions(Comment.objects.get(pk=comment_id))
        forget_impact_codes(user.email)
        Flag.objects.filter(user=user).update(user=None, note="")
        PendingSubmission.objects.filter(comment=None).filter(Q(user=user) | Q(email__iexact=user.email)).delete()
        PendingSubmission.objects.filter(user=user).update(user=None)
    return count


def _reacted_to(user: User) -> set[tuple[UUID, int]]:
    return set(Reaction.objects.filter(user=user).values_list("comment__hub_thread_id", "comment_id"))


def _erase(comment: Comment, nobody: str, now: datetime) -> None:
    # What a moderator withheld keeps its reason, so that the figures by reason stay as they were published.
    if comment.state != State.WITHHELD and can_become(comment.state, State.WITHDRAWN):
        move = set_state(comment, State.WITHDRAWN, ReasonCode.WITHDRAWN.value, now=now)
    else:
        move = None
    comment.comment = comment.suggested_text = comment.quote = comment.search_text = ""
    comment.author_name = comment.organisation = comment.user_name = comment.user_email = comment.user_url = ""
    comment.user = None
    comment.quote_prefix = comment.quote_suffix = comment.register_number = comment.represents = ""
    comment.may_be_quoted = False
    comment.author_key, comment.submission_key = nobody, None
    comment.receipt_number += 1
    # The dates of the changes stay; their words do not, and neither do the files.
    comment.revisions.update(body="", suggested_text="", state=RevisionState.WITHHELD)
    comment.attachments.all().delete()
    AccessCode.objects.filter(comment=comment).delete()
    comment.erased_at = now
    comment.save()
    if move is not None:
        move()
