"""Who has read what, who has finished coding it, and what staff write to each other about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.models.coding import Reading, SavedFilter, StaffNote
from consultations.models.consultation import Consultation
from consultations.selectors.reading_filters import ReadingFilters
from consultations.services.coding import codable_keys, lock_consultation
from consultations.services.errors import ConsultationError
from hub.contributions.models.comment import Comment

if TYPE_CHECKING:
    from hub.accounts.models.user import User

NOTE_LENGTH = 2000
NAME_LENGTH = 80
QUERY_LENGTH = 1000


@transaction.atomic
def mark_read(consultation: Consultation, comments: Iterable[Comment], *, actor: User, now: datetime) -> int:
    """How many this person had not read before."""
    keys = _keys(consultation, comments, actor, now)
    known = set(Reading.objects.filter(comment__in=keys, reader=actor).values_list("comment", flat=True))
    fresh = [key for key in keys if key not in known]
    Reading.objects.bulk_create(Reading(comment_id=key, reader=actor, read_at=now) for key in fresh)
    return len(fresh)


@transaction.atomic
def mark_unread(consultation: Consultation, comments: Iterable[Comment], *, actor: User, now: datetime) -> int:
    """To come back to it. What one has finished coding stays read: one has seen by then what the others said."""
    keys = _keys(consultation, comments, actor, now)
    mine = Reading.objects.filter(comment__in=keys, reader=actor)
    count, _rows = mine.filter(coded_at=None).delete()
    if not count and mine.exists():
        raise ConsultationError(_("You have finished coding this, so it stays read."), "comments")
    return count


@transaction.atomic
def finish_coding(consultation: Consultation, comments: Iterable[Comment], *, actor: User, now: datetime) -> int:
    """This reader has said all about them; from here on they see what the others said. Not taken back."""
    keys = _keys(consultation, comments, actor, now)
    mark_read(consultation, Comment.objects.filter(pk__in=keys), actor=actor, now=now)
    return Reading.objects.filter(comment__in=keys, reader=actor, coded_at=None).update(coded_at=now)


@transaction.atomic
def write_note(consultation: Consultation, comment: Comment, text: str, *, actor: User, now: datetime) -> StaffNote:
    """The second click of a double click finds the first one's note."""
    if not _keys(consultation, [comment], actor, now):
        raise ConsultationError(_("This contribution is no longer public, so nothing more is noted about it."), "text")
    cleaned = text.replace("\x00", "").strip()
    if not cleaned:
        raise ConsultationError(_("Write something first."), "text")
    if len(cleaned) > NOTE_LENGTH:
        raise ConsultationError(_("A note has %(limit)s characters at most.") % {"limit": NOTE_LENGTH}, "text")
    known = StaffNote.objects.filter(comment=comment).order_by("-written_at", "-pk").first()
    if known is not None and (known.author_id, known.text) == (actor.pk, cleaned):
        return known
    return StaffNote.objects.create(comment=comment, author=actor, text=cleaned, written_at=now)


@transaction.atomic
def delete_note(consultation: Consultation, note: StaffNote, *, actor: User, now: datetime) -> None:
    """One's own only."""
    lock_consultation(consultation, actor, now)
    StaffNote.objects.filter(
        pk=note.pk, author=actor, comment__hub_thread__clause_thread__consultation=consultation
    ).delete()


@transaction.atomic
def save_filter(
    consultation: Consultation, name: str, filters: ReadingFilters, *, actor: User, now: datetime
) -> SavedFilter:
    """For this person; under a name that they have used already it takes the place of that one."""
    lock_consultation(consultation, actor, now)
    cleaned, query = " ".join(name.replace("\x00", "").split()), filters.query()
    if not cleaned or len(cleaned) > NAME_LENGTH:
        raise ConsultationError(
            _("Give the filter a name of %(limit)s characters at most.") % {"limit": NAME_LENGTH}, "name"
        )
    if not query or len(query) > QUERY_LENGTH:
        raise ConsultationError(_("Choose something to filter by first."), "name")
    saved, _created = SavedFilter.objects.update_or_create(
        consultation=consultation, owner=actor, name=cleaned, defaults={"query": query, "saved_at": now}
    )
    return saved


@transaction.atomic
def delete_filter(consultation: Consultation, saved: SavedFilter, *, actor: User, now: datetime) -> None:
    lock_consultation(consultation, actor, now)
    SavedFilter.objects.filter(pk=saved.pk, consultation=consultation, owner=actor).delete()


def _keys(consultation: Consultation, comments: Iterable[Comment], actor: User, now: datetime) -> list[int]:
    locked = lock_consultation(consultation, actor, now)
    return codable_keys(locked, list(dict.fromkeys(comment.pk for comment in comments)))
