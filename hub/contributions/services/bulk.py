"""Many contributions that came by another way, a batch at a time: what `receive` does to one, in few queries.

The caller opens the transaction and holds a lock that keeps two imports of one source apart. The result is the same as
if each record had been received alone (state, threads, counters, audit rows), except that nobody is written to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import F, Max
from django.utils.crypto import constant_time_compare, salted_hmac
from django_comments.models import Comment as BaseComment
from django_comments_xtd.models import XtdComment

from hub.audit.services import Decision, record_many
from hub.contributions.engine.confirmation import author_key
from hub.contributions.engine.draft import Draft
from hub.contributions.engine.folding import fold
from hub.contributions.engine.found import kind_of
from hub.contributions.enums import PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.registration import checked, language_of, next_references
from hub.contributions.services.threads import COUNTERS, weights
from hub.core.search import search_changed
from hub.moderation.enums import ReasonCode, State

if TYPE_CHECKING:
    from hub.accounts.models.user import User

M = TypeVar("M", bound=models.Model)
TOLD_AT_ONCE = 500


@dataclass(frozen=True)
class Incoming:
    """One record whose fields were read. `thread_id` is None where only `in_reply_to` says what it is about."""

    line: int
    external_id: str
    canonical: str  # the record in one spelling; tells whether a known id brings the same again
    draft: Draft
    email: str
    received_at: datetime
    state: str  # published, pending, or "" for the rule of the process
    thread_id: UUID | None
    document_version: int | None
    in_reply_to: str


@dataclass(frozen=True)
class Known:
    """A contribution that is there already, or, in a rehearsal, would be. `root` is what it is a reply to."""

    digest: str
    thread_id: UUID
    document_version: int | None
    state: str
    root: str = ""  # external id of the contribution at the head of its thread; its own when it is no reply
    line: int = 0
    reference: str = ""


class KnownContributions(Protocol):
    def find(self, external_ids: Iterable[str]) -> Mapping[str, Known]: ...


@dataclass(frozen=True)
class Rejected:
    line: int
    field: str
    message: str


@dataclass(frozen=True)
class Planned:
    incoming: Incoming
    known: Known
    reason_code: str


@dataclass(frozen=True)
class Plan:
    create: Sequence[Planned]
    unchanged: int
    rejected: Sequence[Rejected]


class InDatabase:
    """Contributions of one source that were imported before, with the roots of their threads."""

    def __init__(self, source: str) -> None:
        self.source = source

    def find(self, external_ids: Iterable[str]) -> dict[str, Known]:
        rows = Comment.objects.filter(external_source=self.source, external_id__in=list(external_ids))
        return {
            row.external_id: Known(
                digest=row.submission_key or "",
                thread_id=row.hub_thread_id,
                document_version=row.document_version,
                state=row.state,
                root=row.hub_parent.external_id if row.hub_parent is not None else row.external_id,
                reference=row.reference,
            )
            for row in rows.select_related("hub_parent")
        }


def digest_of(source: str, incoming: Incoming, secret: str | None = None) -> str:
    """With the server's key: a record whose name is not kept must not be guessed from what is."""
    text = f"{source}|{incoming.canonical}"
    return salted_hmac("hub.contributions.import", text, secret=secret, algorithm="sha256").hexdigest()


def plan(rows: Sequence[Incoming], *, source: str, known: KnownContributions, premoderated: bool) -> Plan:
    """What would become of each record. Reads only."""
    wanted = {row.external_id for row in rows} | {row.in_reply_to for row in rows if row.in_reply_to}
    there = dict(known.find(wanted))
    create: list[Planned] = []
    rejected: list[Rejected] = []
    unchanged = 0
    for row in rows:
        before = there.get(row.external_id)
        digest = digest_of(source, row)
        if before is not None:
            if _is_same(source, row, before, digest):
                unchanged += 1
            else:
                rejected.append(Rejected(row.line, "external_id", _other_content(row, before)))
            continue
        parent = there.get(row.in_reply_to) if row.in_reply_to else None
        try:
            planned = _planned(row, digest, parent, premoderated)
        except _RejectedError as error:
            rejected.append(Rejected(row.line, error.field, error.message))
        else:
            create.append(planned)
            there[row.external_id] = planned.known
    return Plan(create, unchanged, rejected)


def write(source: str, planned: Sequence[Planned], *, actor: User | None, now: datetime) -> list[str]:
    """Inserts what was planned in this transaction; returns the references in the order of the file."""
    if not planned:
        return []
    threads = {
        thread.pk: thread
        for thread in Thread.objects.select_for_update()
        .filter(pk__in={one.known.thread_id for one in planned})
        .order_by("pk")
    }
    references = next_references(len(planned), now)
    content_type = ContentType.objects.get_for_model(Thread)
    comments = [
        _comment(one, reference, source=source, content_type=content_type, now=now)
        for one, reference in zip(planned, references, strict=True)
    ]
    roots = [(one, comment) for one, comment in zip(planned, comments, strict=True) if _is_root(one)]
    replies = [(one, comment) for one, comment in zip(planned, comments, strict=True) if not _is_root(one)]
    _insert_roots([comment for _one, comment in roots])
    _insert_replies(replies, {one.incoming.external_id: comment for one, comment in roots}, source)
    _move_counters(threads, comments)
    _tell_search(comments)
    record_many((_decision(comment) for comment in comments), actor=actor, now=now)
    return references


# --- deciding --------------------------------------------------------------------------------------------------------


def _is_same(source: str, row: Incoming, before: Known, digest: str) -> bool:
    if not before.digest:
        return True  # its author had it erased; it does not come back
    older = (digest_of(source, row, secret) for secret in settings.SECRET_KEY_FALLBACKS)
    return constant_time_compare(before.digest, digest) or before.digest in older


class _RejectedError(Exception):
    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def _other_content(row: Incoming, before: Known) -> str:
    where = f"on line {before.line}" if before.line else f"before, as {before.reference}"
    return f"this id came {where} with other content; an import changes nothing: give what is new an id of its own"


def _planned(row: Incoming, digest: str, parent: Known | None, premoderated: bool) -> Planned:
    if row.in_reply_to and parent is None:
        raise _RejectedError(
            "in_reply_to", "what it replies to was neither imported before nor stands on an earlier line of this file"
        )
    thread_id, version = row.thread_id, row.document_version
    if parent is not None:
        if thread_id is not None and thread_id != parent.thread_id:
            raise _RejectedError("clause", "what it replies to is about another clause; leave the clause empty")
        thread_id, version = parent.thread_id, parent.document_version
    if thread_id is None:
        raise _RejectedError("clause", "is missing")
    try:
        draft = checked(row.draft)
    except RefusedError as error:
        raise _RejectedError("body", str(error)) from error
    state, reason = _first_state(draft, row.state, premoderated, parent)
    return Planned(
        replace(row, draft=draft),
        Known(
            digest=digest,
            thread_id=thread_id,
            document_version=version,
            state=state.value,
            # Threads have two levels: a reply to a reply hangs on the same first contribution.
            root=parent.root if parent is not None else row.external_id,
            line=row.line,
        ),
        reason,
    )


def _first_state(draft: Draft, wished: str, premoderated: bool, parent: Known | None) -> tuple[State, str]:
    if draft.publish_as == PublishAs.CONFIDENTIAL:
        return State.WITHHELD, ReasonCode.CONFIDENTIAL.value
    if parent is not None and parent.state != State.PUBLISHED:
        # A reply is not read before what it replies to.
        return State.PENDING, ""
    if wished:
        return State(wished), ""
    return (State.PENDING if premoderated else State.PUBLISHED), ""


def _is_root(planned: Planned) -> bool:
    return planned.known.root == planned.incoming.external_id


# --- writing ---------------------------------------------------------------------------------------------------------


def _comment(planned: Planned, reference: str, *, source: str, content_type: ContentType, now: datetime) -> Comment:
    row, draft, state = planned.incoming, planned.incoming.draft, State(planned.known.state)
    return Comment(
        # what django-comments and django-comments-xtd want to know
        content_type=content_type,
        object_pk=str(planned.known.thread_id),
        site_id=settings.SITE_ID,
        user_email=row.email,
        comment=draft.body,
        submit_date=row.received_at,
        is_public=state == State.PUBLISHED,
        is_removed=state == State.WITHHELD,
        # ours
        hub_thread_id=planned.known.thread_id,
        reference=reference,
        state=state,
        reason_code=planned.reason_code,
        position=draft.position,
        suggested_text=draft.suggested_text,
        quote=draft.quote,
        search_text=fold(f"{draft.body}\n{draft.suggested_text}"),
        publish_as=draft.publish_as,
        channel=draft.channel,
        language=draft.language or language_of(draft),
        author_language=draft.author_language,
        document_version=planned.known.document_version,
        author_name=draft.author_name,
        author_kind=draft.author_kind,
        organisation=draft.organisation,
        may_be_quoted=draft.may_be_quoted,
        author_key=author_key(row.email),
        received_at=row.received_at,
        published_at=now if state == State.PUBLISHED else None,
        # The file says "published": somebody has read it there, so it does not wait for a reader here.
        decided_at=now if state == State.PUBLISHED and row.state == State.PUBLISHED else None,
        submission_key=planned.known.digest,
        external_source=source,
        external_id=row.external_id,
    )


def _insert_roots(comments: Sequence[Comment]) -> None:
    _insert_base(comments)
    for comment in comments:
        comment.thread_id = comment.parent_id = comment.pk
        comment.level, comment.order = 0, 1
    _insert_rest(comments)


def _insert_replies(replies: Sequence[tuple[Planned, Comment]], roots: Mapping[str, Comment], source: str) -> None:
    """The library numbers what hangs on one contribution from 1 on and counts it at the first; so do we."""
    if not replies:
        return
    missing = {planned.known.root for planned, _comment in replies} - set(roots)
    found = Comment.objects.filter(external_source=source, external_id__in=missing)
    heads = {**roots, **{comment.external_id: comment for comment in found}}
    last = dict(
        XtdComment.objects.filter(thread_id__in={heads[planned.known.root].pk for planned, _comment in replies})
        .order_by()
        .values_list("thread_id")
        .annotate(Max("order"))
    )
    added: Counter[int] = Counter()
    comments = []
    for planned, comment in replies:
        head = heads[planned.known.root]
        comment.hub_parent_id = comment.parent_id = comment.thread_id = head.pk
        added[head.pk] += 1
        comment.level, comment.order = 1, last[head.pk] + added[head.pk]
        comments.append(comment)
    _insert_base(comments)
    _insert_rest(comments)
    by_count: dict[int, list[int]] = defaultdict(list)
    for head_id, count in added.items():
        by_count[count].append(head_id)
    for count, ids in by_count.items():
        XtdComment.objects.filter(pk__in=ids).update(nested_count=F("nested_count") + count)


def _insert_base(comments: Sequence[Comment]) -> None:
    names = [one.attname for one in BaseComment._meta.local_concrete_fields if not one.primary_key]
    rows = [BaseComment(**{name: getattr(comment, name) for name in names}) for comment in comments]
    BaseComment._base_manager.bulk_create(rows)
    for row, comment in zip(rows, comments, strict=True):
        comment.id = row.pk
        comment.comment_ptr_id = comment.xtdcomment_ptr_id = row.pk


def _insert_rest(comments: Sequence[Comment]) -> None:
    _insert_own_table(XtdComment, comments)
    _insert_own_table(Comment, comments)


def _insert_own_table(model: type[models.Model], objects: Sequence[Any]) -> None:
    """`bulk_create` refuses models whose parents have tables of their own; this is what it does for each of them."""
    fields = model._meta.local_concrete_fields
    size = max(connection.ops.bulk_batch_size(fields, objects), 1)
    for start in range(0, len(objects), size):
        model._base_manager.all()._insert(  # type: ignore[attr-defined]
            objects[start : start + size], fields=fields, using=connection.alias
        )


def _move_counters(threads: Mapping[UUID, Thread], comments: Sequence[Comment]) -> None:
    """The threads are locked, so what was read still holds."""
    changed: dict[UUID, Thread] = {}
    for comment in comments:
        added = weights(comment, comment.state)
        if not added:
            continue
        thread = changed.setdefault(comment.hub_thread_id, threads[comment.hub_thread_id])
        for name, weight in added.items():
            setattr(thread, name, getattr(thread, name) + weight)
        published = comment.published_at
        if published is not None and (thread.last_published_at is None or thread.last_published_at < published):
            thread.last_published_at = published
    Thread.objects.bulk_update(changed.values(), [*COUNTERS, "last_published_at"])


def _tell_search(comments: Sequence[Comment]) -> None:
    """Nothing was saved one by one, so that nothing else does."""
    public: dict[str, list[str]] = defaultdict(list)
    for comment in comments:
        if comment.state == State.PUBLISHED:
            public[kind_of(comment.position)].append(str(comment.pk))
    for kind, keys in public.items():
        for start in range(0, len(keys), TOLD_AT_ONCE):
            search_changed(kind, keys[start : start + TOLD_AT_ONCE])


def _decision(comment: Comment) -> Decision:
    return Decision(
        "contribution.received",
        "contribution",
        comment.reference,
        comment.reason_code,
        {
            "thread": comment.hub_thread_id,
            "state": str(comment.state),
            "channel": comment.channel,
            "publish_as": comment.publish_as,
            "may_be_quoted": comment.may_be_quoted,
            "imported": True,
        },
    )
