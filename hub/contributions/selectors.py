"""Reads. Whatever the public may see is chosen here, by `state`, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Window
from django.db.models.functions import Left, RowNumber
from django.utils.translation import get_language

from hub.contributions.engine.confirmation import author_key
from hub.contributions.engine.found import kind_of
from hub.contributions.engine.references import tidy_reference
from hub.contributions.engine.similarity import most_alike, shingles
from hub.contributions.enums import Position, RevisionState
from hub.contributions.models.attachment import Attachment
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.contributions.models.flag import Flag
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.models.reaction import Reaction
from hub.contributions.models.revision import Revision
from hub.contributions.models.thread import Thread
from hub.core.registries import (
    CommentFact,
    PublishedOutcome,
    ThreadSubject,
    comment_facts,
    reference_addresses,
    thread_subjects,
)
from hub.moderation.enums import HIDDEN_STATES, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.core.paginator import Page

    from hub.accounts.models.user import User

PER_PAGE = 20
REPLIES_SHOWN = 10
MAX_KEY = 2**63 - 1


@dataclass(frozen=True)
class ThreadCounts:
    published: int = 0
    suggestions: int = 0
    pending: int = 0
    positions: Mapping[str, int] = field(default_factory=dict)
    last_published_at: datetime | None = None


@dataclass(frozen=True)
class ThreadItem:
    """A first-level comment with its replies; a tombstone stands for a hidden one that has public replies."""

    comment: Comment
    replies: Sequence[Comment]  # the first ones
    reply_count: int = 0

    @property
    def is_tombstone(self) -> bool:
        return self.comment.state != State.PUBLISHED


@dataclass(frozen=True)
class ThreadPage:
    items: Sequence[ThreadItem]
    page: Page[Comment]


def counts_for(thread_ids: Iterable[UUID]) -> dict[UUID, ThreadCounts]:
    """One query, however many threads."""
    return {thread.pk: counts_of(thread) for thread in Thread.objects.filter(pk__in=list(thread_ids))}


def counts_of(thread: Thread) -> ThreadCounts:
    return ThreadCounts(
        published=thread.published_count,
        suggestions=thread.suggestion_count,
        pending=thread.pending_count,
        positions={
            Position.SUPPORT.value: thread.support_count,
            Position.SUPPORT_WITH_CHANGES.value: thread.changes_count,
            Position.OPPOSE.value: thread.oppose_count,
            Position.QUESTION.value: thread.question_count,
            Position.OTHER.value: thread.other_count,
        },
        last_published_at=thread.last_published_at,
    )


def visible_comments(thread_id: UUID, page: int | str = 1, *, per_page: int = PER_PAGE) -> ThreadPage:
    """One page of a thread, oldest first, in three queries: how many, the comments, their replies."""
    in_thread = Comment.objects.filter(hub_thread_id=thread_id)
    answered = Comment.objects.published().filter(hub_parent=OuterRef("pk"))
    hidden_but_answered = Q(state__in=HIDDEN_STATES, published_at__isnull=False) & Exists(answered)
    roots = (
        in_thread.filter(Q(state=State.PUBLISHED) | hidden_but_answered, hub_parent=None)
        .select_related(None)
        .order_by("received_at", "pk")
    )
    chosen = Paginator(roots, per_page).get_page(page)
    comments = list(chosen.object_list)
    replies: dict[int, list[Comment]] = {comment.pk: [] for comment in comments}
    totals: dict[int, int] = {}
    for reply in _first_replies(list(replies)):
        replies[reply.hub_parent_id].append(reply)
        totals[reply.hub_parent_id] = reply.siblings
    items = [ThreadItem(comment, replies[comment.pk], totals.get(comment.pk, 0)) for comment in comments]
    return ThreadPage(items, chosen)


def _first_replies(parents: list[int]) -> Iterable[Any]:
    """Some to each, with how many there are (`siblings`); one query, and bounded however many people replied."""
    published = Comment.objects.published().filter(hub_parent__in=parents).select_related(None)
    in_order = [F("received_at").asc(), F("pk").asc()]
    numbered = published.annotate(
        place=Window(RowNumber(), partition_by=[F("hub_parent_id")], order_by=in_order),
        siblings=Window(Count("pk"), partition_by=[F("hub_parent_id")]),
    )
    return numbered.filter(place__lte=REPLIES_SHOWN).order_by("hub_parent_id", "received_at", "pk")


def replies_of(comment: Comment, page: int | str = 1) -> Page[Comment]:
    """All public replies to a comment, a page at a time; two queries."""
    published = Comment.objects.published().filter(hub_parent=comment).select_related(None)
    return Paginator(published.order_by("received_at", "pk"), PER_PAGE).get_page(page)


SIMILAR_AMONG = 300
SIMILAR_SHOWN = 3


def similar_comments(thread_id: UUID, text: str, *, email: str) -> list[Comment]:
    """Others' published comments in the thread that say much the same; two queries, however long the thread."""
    if not shingles(text):
        return []
    rows = Comment.objects.published().filter(hub_thread_id=thread_id, hub_parent=None).exclude(comment="")
    if email:
        rows = rows.exclude(author_key=author_key(email))  # one's own, at the second press of a double click
    newest = rows.order_by("-received_at", "-pk").annotate(start=Left("search_text", 2000))
    keys = most_alike(text, newest.values_list("pk", "start")[:SIMILAR_AMONG], most=SIMILAR_SHOWN)
    found = Comment.objects.in_bulk(keys) if keys else {}
    return [found[key] for key in keys if key in found and found[key].is_published]


def by_reference(reference: str) -> Comment | None:
    """Whatever its state: the caller decides with `may_read` who sees it."""
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    return Comment.objects.filter(reference=tidy).select_related("hub_thread", "hub_parent", "user").first()


def address_elsewhere(reference: str) -> str | None:
    """Of what carries such a reference and is kept by a feature; None for what is hidden, as for what never was."""
    asked = (find(reference) for _name, find in reference_addresses)
    return next((address for address in asked if address), None)


def newest_text(comment: Comment) -> Revision | None:
    """What the author wrote last, be it public or not; None when it was never changed."""
    return Revision.objects.filter(comment=comment).order_by("-number").first()


def public_texts(comment: Comment) -> list[Revision]:
    """Each text of a published contribution that was public, the first one first."""
    return list(Revision.objects.filter(comment=comment, state=RevisionState.PUBLISHED).order_by("number"))


def reaction_of(user: User | AnonymousUser, comment: Comment) -> str:
    if not user.is_authenticated:
        return ""
    return Reaction.objects.filter(comment=comment, user=user).values_list("kind", flat=True).first() or ""


def published_comment(pk: int) -> Comment | None:
    if pk > MAX_KEY:
        return None  # databases refuse to look for it
    return Comment.objects.published().filter(pk=pk).select_related("hub_thread").first()


def pending_submission(submission_id: UUID) -> PendingSubmission | None:
    rows = PendingSubmission.objects.select_related("thread", "comment__hub_thread", "user")
    return rows.filter(pk=submission_id).first()


def thread_by_id(thread_id: UUID) -> Thread | None:
    return Thread.objects.filter(pk=thread_id).first()


# --- people ----------------------------------------------------------------------------------------------------------


def has_verified_address(user: User | AnonymousUser | None) -> bool:
    if user is None or not user.is_authenticated:
        return False
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def contributions_of(user: User) -> CommentQuerySet:
    """A person's own, newest first: by account, and by verified address what they sent without signing in."""
    mine = Q(user=user)
    if has_verified_address(user):
        mine |= Q(user=None, author_key=author_key(user.email))
    return Comment.objects.filter(mine).select_related("hub_thread").order_by("-received_at", "-pk")


def contributions_from(key: str) -> CommentQuerySet:
    """What came from one address without an account, newest first; for who has just shown that they read its mail."""
    mine = Comment.objects.filter(user=None, author_key=key, erased_at=None) if key else Comment.objects.none()
    return mine.select_related("hub_thread").order_by("-received_at", "-pk")


def contributions_by_person(user: User) -> CommentQuerySet:
    """For export and erasure: finds rows by the address itself too, should the server's key have changed."""
    mine = Q(user=user)
    if has_verified_address(user):
        mine |= Q(user=None, author_key=author_key(user.email)) | Q(user=None, user_email__iexact=user.email)
    rows = Comment.objects.filter(mine).order_by("pk")
    files = Prefetch("attachments", queryset=Attachment.objects.defer("content"))
    return rows.prefetch_related("revisions", files)


def submissions_of(user: User) -> list[PendingSubmission]:
    mine = Q(user=user)
    if has_verified_address(user):
        mine |= Q(email__iexact=user.email)
    return list(PendingSubmission.objects.filter(mine, comment=None).order_by("submitted_at"))


# --- what threads are about ------------------------------------------------------------------------------------------


def subjects_of(threads: Iterable[Thread], now: datetime) -> dict[UUID, ThreadSubject]:
    """Asks each kind once; a thread whose feature or page is gone is left out."""
    described: dict[UUID, ThreadSubject] = {}
    for kind, ids in _by_kind(threads).items():
        if kind in thread_subjects:
            described.update(thread_subjects.get(kind).describe(ids, now))
    return described


def subject_of(thread: Thread, now: datetime) -> ThreadSubject | None:
    return subjects_of([thread], now).get(thread.pk)


def outcomes_of(threads: Iterable[Thread]) -> dict[UUID, PublishedOutcome]:
    found: dict[UUID, PublishedOutcome] = {}
    for kind, ids in _by_kind(threads).items():
        if kind in thread_subjects:
            found.update(thread_subjects.get(kind).outcome_of(ids))
    return found


def facts_of(comments: Iterable[Comment]) -> dict[int, CommentFact]:
    """What features know about each: under which themes it was counted, and the answers given to those."""
    ids = [comment.pk for comment in comments]
    found: dict[int, CommentFact] = {}
    for _name, source in comment_facts if ids else ():
        for pk, fact in source.describe(ids, get_language() or settings.LANGUAGE_CODE).items():
            known = found.get(pk, CommentFact())
            found[pk] = CommentFact((*known.themes, *fact.themes), (*known.outcomes, *fact.outcomes))
    return found


@dataclass(frozen=True)
class WhatBecame:
    """Of one contribution: where it was counted, and all public answers that apply, the most specific first."""

    themes: tuple[str, ...] = ()
    answers: tuple[PublishedOutcome, ...] = ()


def what_became_of(comments: Sequence[Comment]) -> dict[int, WhatBecame]:
    """By number of the comment. As many queries for one as for thousands; their threads must be loaded."""
    by_thread = outcomes_of([comment.hub_thread for comment in comments])
    facts = facts_of(comments)
    found = {}
    for comment in comments:
        fact = facts.get(comment.pk, CommentFact())
        of_thread = by_thread.get(comment.hub_thread_id)
        answers = (*fact.outcomes, of_thread) if of_thread is not None else fact.outcomes
        found[comment.pk] = WhatBecame(fact.themes, answers)
    return found


def is_answered(comment: Comment) -> bool:
    return bool(what_became_of([comment])[comment.pk].answers)


def _by_kind(threads: Iterable[Thread]) -> dict[str, list[UUID]]:
    kinds: dict[str, list[UUID]] = {}
    for thread in threads:
        ids = kinds.setdefault(thread.kind, [])
        if thread.pk not in ids:
            ids.append(thread.pk)
    return kinds


# --- moderation and search -------------------------------------------------------------------------------------------


def waiting_for_moderation() -> CommentQuerySet:
    return Comment.objects.pending().select_related("hub_thread", "user").order_by("received_at", "pk")


def published_unread() -> CommentQuerySet:
    """Published before a moderator saw it."""
    unread = Comment.objects.published().filter(decided_at=None)
    return unread.select_related("hub_thread", "user").order_by("received_at", "pk")


def flagged() -> CommentQuerySet:
    """Reported by readers and not looked at yet."""
    rows = Comment.objects.published().filter(flag_count__gt=0)
    return rows.select_related("hub_thread", "user").order_by("received_at", "pk")


def open_flags(references: Iterable[str]) -> list[Flag]:
    rows = Flag.objects.filter(comment__reference__in=list(references), settled_at=None)
    return list(rows.select_related("comment").order_by("raised_at"))


def changes_to_read() -> QuerySet[Revision]:
    """Changes of public comments that no moderator has read: some wait, some are public."""
    unread = Revision.objects.filter(
        state__in=[RevisionState.PENDING, RevisionState.PUBLISHED], decided_at=None, number__gt=1
    )
    rows = unread.filter(comment__state=State.PUBLISHED).select_related("comment__hub_thread", "comment__user")
    return rows.order_by("written_at", "pk")


def texts_before(revisions: Iterable[Revision]) -> dict[int, Revision]:
    """The public text that each of these replaces, or would; one query."""
    revisions = list(revisions)
    texts: dict[int, list[Revision]] = {}
    rows = Revision.objects.filter(comment__in={each.comment_id for each in revisions}, state=RevisionState.PUBLISHED)
    for row in rows.order_by("number"):
        texts.setdefault(row.comment_id, []).append(row)
    found = {}
    for each in revisions:
        earlier = [row for row in texts.get(each.comment_id, []) if row.number < each.number]
        if earlier:
            found[each.pk] = earlier[-1]
    return found


def revision_by_name(name: str) -> Revision | None:
    """ "C-2026-000123-2" is the second text of that contribution."""
    reference, _dash, number = name.rpartition("-")
    if not number.isdecimal() or len(number) > 9:
        return None
    rows = Revision.objects.filter(comment__reference=reference, number=int(number))
    return rows.select_related("comment").first()


def attachments_of(comments: Iterable[Comment]) -> dict[int, list[Attachment]]:
    """Without their bytes; one query."""
    found: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(comment__in=list(comments)).defer("content"):
        if file.comment_id is not None:
            found.setdefault(file.comment_id, []).append(file)
    return found


def reactions_by(user: User) -> list[Reaction]:
    return list(Reaction.objects.filter(user=user).select_related("comment").order_by("given_at", "pk"))


def flags_by(user: User) -> list[Flag]:
    return list(Flag.objects.filter(user=user).select_related("comment").order_by("raised_at", "pk"))


def attachment(comment: Comment, file_id: UUID) -> Attachment | None:
    return Attachment.objects.filter(comment=comment, pk=file_id).first()


def found_on(thread_ids: Iterable[UUID]) -> list[tuple[str, str]]:
    """What is public on these threads, by kind and key of the search; one query."""
    rows = Comment.objects.published().filter(hub_thread__in=list(thread_ids)).order_by("pk")
    return [(kind_of(position), str(pk)) for pk, position in rows.values_list("pk", "position")]
