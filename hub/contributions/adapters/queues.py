"""What moderators work through: new comments, reported ones, changed ones, and what was published unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.contributions import selectors, services
from hub.contributions.engine.folding import fold
from hub.contributions.engine.own_forms import answers_beside
from hub.contributions.engine.redline import redline
from hub.contributions.enums import Channel, FileKind, Refusal
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.models.revision import Revision
from hub.contributions.reports import position_kind
from hub.core.charts import position_name
from hub.core.registries import QueueItem
from hub.moderation.enums import ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User

MOST_NOTES = 5


class _CommentQueue:
    """Lists of the same kind: what waits, what was reported, what was published before anyone read it."""

    name = ""
    lists: State

    def __init__(self, wanted: Mapping[str, str] | None = None) -> None:
        self.wanted = wanted or {}

    def narrowed(self, wanted: Mapping[str, str]) -> Self:
        """Only what is in this language, came this way, or holds these words."""
        return type(self)(wanted)

    def rows(self) -> CommentQuerySet:
        raise NotImplementedError

    def count(self) -> int:
        return self._chosen().count()

    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]:
        comments = list(self._chosen()[offset : offset + limit])
        subjects = selectors.subjects_of([comment.hub_thread for comment in comments], timezone.now())
        files = selectors.attachments_of(comments)
        items = [item_of(each, subjects, queue=self.name, files=files.get(each.pk, [])) for each in comments]
        facts = answers_beside([each.pk for each in comments])
        told = zip(items, comments, strict=True)
        return [replace(item, facts=facts[each.pk]) if each.pk in facts else item for item, each in told]

    def withhold(self, item_id: str, *, actor: User, reason_code: str, now: datetime) -> None:
        services.withhold(self._get(item_id), actor=actor, reason_code=reason_code, now=now, seen_as=self.lists)

    def _chosen(self) -> CommentQuerySet:
        return self.rows().filter(narrowing(self.wanted))

    def _get(self, item_id: str) -> Comment:
        comment = selectors.by_reference(item_id)
        if comment is None:
            raise services.RefusedError(Refusal.ALREADY_DECIDED)
        return comment


class WaitingComments(_CommentQueue):
    name = "contributions.waiting"
    lists = State.PENDING

    def rows(self) -> CommentQuerySet:
        return selectors.waiting_for_moderation()

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        services.publish(self._get(item_id), actor=actor, now=now, seen_as=self.lists)


class UnreadComments(_CommentQueue):
    name = "contributions.unread"
    lists = State.PUBLISHED

    def rows(self) -> CommentQuerySet:
        return selectors.published_unread()

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        services.review(self._get(item_id), actor=actor, now=now)


class FlaggedComments(_CommentQueue):
    """Approving leaves the comment where it is; how many reported it is for moderators only."""

    name = "contributions.flagged"
    lists = State.PUBLISHED

    def rows(self) -> CommentQuerySet:
        return selectors.flagged()

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        services.dismiss_flags(self._get(item_id), actor=actor, now=now)

    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]:
        items = super().items(limit=limit, offset=offset)
        notes: dict[str, list[str]] = {}
        for flag in selectors.open_flags([item.id for item in items]):
            label = str(ReasonCode(flag.reason_code).label)
            notes.setdefault(flag.comment.reference, []).append(f"{label}: {flag.note}" if flag.note else label)
        return [replace(item, notes=counted(notes.get(item.id, []))) for item in items]


class EditedComments:
    """Changes by authors: those that wait, and those that are public already. One row for each change."""

    name = "contributions.edited"

    def __init__(self, wanted: Mapping[str, str] | None = None) -> None:
        self.wanted = wanted or {}

    def narrowed(self, wanted: Mapping[str, str]) -> EditedComments:
        return EditedComments(wanted)

    def rows(self) -> QuerySet[Revision]:
        return selectors.changes_to_read().filter(narrowing(self.wanted, "comment__"))

    def count(self) -> int:
        return self.rows().count()

    def items(self, *, limit: int, offset: int = 0) -> Sequence[QueueItem]:
        revisions = list(self.rows()[offset : offset + limit])
        subjects = selectors.subjects_of([each.comment.hub_thread for each in revisions], timezone.now())
        before = selectors.texts_before(revisions)
        return [self._item(each, subjects, before.get(each.pk)) for each in revisions]

    def approve(self, item_id: str, *, actor: User, now: datetime) -> None:
        services.approve_change(self._get(item_id), actor=actor, now=now)

    def withhold(self, item_id: str, *, actor: User, reason_code: str, now: datetime) -> None:
        services.refuse_change(self._get(item_id), actor=actor, reason_code=reason_code, now=now)

    def _get(self, item_id: str) -> Revision:
        revision = selectors.revision_by_name(item_id)
        if revision is None:
            raise services.RefusedError(Refusal.ALREADY_DECIDED)
        return revision

    def _item(self, revision: Revision, subjects: Mapping[Any, Any], before: Revision | None) -> QueueItem:
        item = item_of(revision.comment, subjects, queue=self.name)
        old = _both(before) if before is not None else ""
        changes = tuple({"op": part.kind, "text": part.text} for part in redline(old, _both(revision)))
        public = _("Public already") if revision.published_at else _("The text before is public")
        return replace(
            item,
            id=f"{item.id}-{revision.number}",
            kind_label=_("Changed comment"),
            body="",
            suggested_text="",
            language=revision.language,
            received_at=revision.written_at,
            changes=changes,
            flags=(*item.flags, public),
        )


def item_of(
    comment: Comment, subjects: Mapping[Any, Any], *, queue: str, files: Sequence[Attachment] = ()
) -> QueueItem:
    subject = subjects.get(comment.hub_thread_id)
    flags = [position_name(position_kind(comment))] if comment.position else []
    if comment.channel != Channel.WEB:
        flags.append(str(comment.get_channel_display()))
    if comment.is_reply:
        flags.append(_("Reply"))
    addresses = {file.pk: reverse("contribution_file", args=[comment.reference, file.pk]) for file in files}
    return QueueItem(
        queue=queue,
        id=comment.reference,
        kind_label=_("Comment"),
        title=subject.title if subject is not None else "",
        body=comment.body,
        suggested_text=comment.suggested_text,
        about=subject.text if subject is not None else "",
        about_language=subject.text_language if subject is not None else "",
        quote=comment.quote,
        language=comment.language,
        author=comment.public_name,
        received_at=comment.received_at,
        due_at=None,
        url=subject.url if subject is not None else "",
        flags=tuple(flags),
        files=tuple((file.name, addresses[file.pk]) for file in files),
        pictures=tuple(addresses[file.pk] for file in files if file.kind in (FileKind.JPEG, FileKind.PNG)),
    )


def narrowing(wanted: Mapping[str, str], ahead: str = "") -> Q:
    chosen = Q()
    if language := wanted.get("language"):
        chosen &= Q(**{f"{ahead}language": language})
    if channel := wanted.get("channel"):
        chosen &= Q(**{f"{ahead}channel": channel})
    for word in fold(wanted.get("words", "")).split()[:8]:
        chosen &= Q(**{f"{ahead}search_text__contains": word})
    return chosen


def _both(revision: Revision) -> str:
    return "\n\n".join(text for text in (revision.body, revision.suggested_text) if text)


def counted(notes: Sequence[str]) -> tuple[str, ...]:
    """The same reason once, with how many gave it."""
    counts: dict[str, int] = {}
    for note in notes:
        counts[note] = counts.get(note, 0) + 1
    lines = [f"{note} ({count})" if count > 1 else note for note, count in counts.items()]
    return tuple(sorted(lines)[:MOST_NOTES])
