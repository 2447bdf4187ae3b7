"""Follow and unfollow. Twice is once. Not audited: it is a wish of a person, not a decision of staff."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.accounts.models.user import User
from hub.notifications.enums import Rhythm
from hub.notifications.models.follow import Follow
from hub.notifications.permissions import FOLLOWS_PER_PERSON, user_can_follow
from hub.notifications.selectors.following import Subjects, followed_among, subject_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class TooManyFollowsError(Exception):
    """The text is for the person who asked; nothing was written."""

    @property
    def message(self) -> str:
        return ngettext(
            "You follow %(count)s subject, which is as many as one account can. Stop following something first.",
            "You follow %(count)s subjects, which is as many as one account can. Stop following something first.",
            FOLLOWS_PER_PERSON,
        ) % {"count": FOLLOWS_PER_PERSON}


@transaction.atomic
def follow(
    user: User | AnonymousUser, kind: str, key: str, *, now: datetime, rhythm: Rhythm = Rhythm.AT_ONCE
) -> Follow:
    """Returns what was there before, or what is there now."""
    if not isinstance(user, User) or not user_can_follow(user, subject_of(kind, key)):
        raise PermissionDenied(_("Only what is public can be followed, and only with an account."))
    # The lock on the person makes two tabs that follow at once count each other.
    person = User.objects.select_for_update().get(pk=user.pk)
    known = Follow.objects.filter(user=person, subject_kind=kind, subject_key=key).first()
    if known is not None:
        return known
    if Follow.objects.filter(user=person).count() >= FOLLOWS_PER_PERSON:
        raise TooManyFollowsError
    return Follow.objects.create(user=person, subject_kind=kind, subject_key=key, rhythm=rhythm, created_at=now)


def unfollow(user: User, kind: str, key: str) -> bool:
    """Also of what is not public any more. Was there anything to stop?"""
    deleted, _rows = Follow.objects.filter(user=user, subject_kind=kind, subject_key=key).delete()
    return bool(deleted)


def unfollow_all_of(user_id: int, subjects: Subjects) -> int:
    """For the link in a mail: everything that the mail was about."""
    deleted, _rows = followed_among(user_id, subjects).delete()
    return deleted


def unfollow_rhythm(user_id: int, rhythm: str) -> int:
    """For the link in a digest: everything that such letters are about."""
    deleted, _rows = Follow.objects.filter(user=user_id, rhythm=rhythm).delete()
    return deleted


def forget_follows(user: User) -> int:
    """For erasure."""
    deleted, _rows = Follow.objects.filter(user=user).delete()
    return deleted
