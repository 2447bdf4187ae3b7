"""Threads, comments and the subject they are about. Comments are made by the services, so their counters are right.

    thread = ThreadFactory(premoderated=True)
    CommentFactory(hub_thread=thread, published=True, suggestion=True)
    CommentFactory(hub_thread=thread, withheld=True, body="…")

Traits of CommentFactory: published (default), pending, withheld, withdrawn, confidential, anonymous, pseudonym,
suggestion. Threads are of the kind "test_subject", which a small provider describes: `describe_thread(thread, …)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import factory
from django.utils import timezone
from django.utils.translation import get_language

from hub.contributions import services
from hub.contributions.engine.draft import Draft
from hub.contributions.enums import Position, PublishAs
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.core.registries import PublishedOutcome, ThreadSubject, thread_subjects
from hub.moderation.enums import ReasonCode, State
from tests.factories.accounts import UserFactory

KIND = "test_subject"
OPENS = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 5, 24, 22, tzinfo=UTC)
BEFORE, DURING, AFTER = OPENS - timedelta(days=1), OPENS + timedelta(days=10), CLOSES + timedelta(days=1)
CLAUSE_TEXT = "The harbour is open to everyone every day from six to nine."


class SubjectsForTests:
    """A real provider for subjects that only tests have: open from OPENS to CLOSES unless a test says otherwise."""

    def __init__(self) -> None:
        self.changes: dict[UUID, dict[str, Any]] = {}
        self.outcomes: dict[UUID, PublishedOutcome] = {}
        self.calls = 0

    def describe(self, thread_ids: Sequence[UUID], now: datetime) -> Mapping[UUID, ThreadSubject]:
        self.calls += 1
        return {
            thread_id: self._describe(thread_id, now)
            for thread_id in thread_ids
            if not self.changes.get(thread_id, {}).get("missing")
        }

    def outcome_of(self, thread_ids: Sequence[UUID]) -> Mapping[UUID, PublishedOutcome]:
        return {thread_id: self.outcomes[thread_id] for thread_id in thread_ids if thread_id in self.outcomes}

    def _describe(self, thread_id: UUID, now: datetime) -> ThreadSubject:
        changes = self.changes.get(thread_id, {})
        opens, closes = changes.get("opens_at", OPENS), changes.get("closes_at", CLOSES)
        is_open = opens <= now < closes
        subject = ThreadSubject(
            title="Clause 4.2 · The harbour",
            url=f"/{get_language()}/test-subjects/{thread_id}/",
            text=CLAUSE_TEXT,
            text_language="en",
            version=1,
            process_title="The harbour plan",
            process_url=f"/{get_language()}/test-process/",
            opens_at=opens,
            closes_at=closes,
            phase="open" if is_open else ("announced" if now < opens else "analysis"),
            accepts_contributions=is_open,
            premoderated=False,
        )
        return replace(subject, **changes)


if KIND in thread_subjects:
    SUBJECTS = thread_subjects.get(KIND)
else:
    SUBJECTS = SubjectsForTests()
    thread_subjects.register(KIND, SUBJECTS)


def describe_thread(thread: Thread, **changes: Any) -> None:
    """`describe_thread(thread, premoderated=True, url="")`; `missing=True` takes the subject away."""
    SUBJECTS.changes.setdefault(thread.pk, {}).update(changes)


def subject_at(thread: Thread, now: datetime) -> ThreadSubject:
    return SUBJECTS.describe([thread.pk], now)[thread.pk]


def answer_thread(thread: Thread, **changes: Any) -> PublishedOutcome:
    outcome = PublishedOutcome(
        **{
            "decision": "accepted_in_part",
            "decision_label": "Accepted in part",
            "reason": "The harbour stays open until ten in summer.",
            "reason_language": "en",
            "decided_at": AFTER,
            "responsible_body": "Harbour office",
            "url": f"/en/test-report/#{thread.pk}",
            **changes,
        }
    )
    SUBJECTS.outcomes[thread.pk] = outcome
    return outcome


class ThreadFactory(factory.django.DjangoModelFactory):
    """`premoderated=True` and other fields of ThreadSubject go to the subject."""

    class Meta:
        model = Thread

    @classmethod
    def _create(cls, model_class: type[Thread], *args: Any, **kwargs: Any) -> Thread:
        thread = services.ensure_thread(kwargs.pop("kind", KIND), now=kwargs.pop("created_at", OPENS))
        if kwargs:
            describe_thread(thread, **kwargs)
        return thread


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Comment

    class Params:
        published = factory.Trait(state=State.PUBLISHED)
        pending = factory.Trait(state=State.PENDING)
        withheld = factory.Trait(state=State.WITHHELD)
        withdrawn = factory.Trait(state=State.WITHDRAWN)
        confidential = factory.Trait(publish_as=PublishAs.CONFIDENTIAL, state=State.WITHHELD)
        anonymous = factory.Trait(publish_as=PublishAs.ANONYMOUS)
        pseudonym = factory.Trait(publish_as=PublishAs.PSEUDONYM, author_name="Seagull")
        suggestion = factory.Trait(suggested_text="The harbour is open to everyone every day from six to ten.")

    hub_thread = factory.SubFactory(ThreadFactory)
    state = State.PUBLISHED
    body = factory.Sequence(lambda n: f"I walk there each evening, number {n}.")
    position = Position.SUPPORT.value
    suggested_text = ""
    publish_as = PublishAs.NAMED
    author_name = factory.Sequence(lambda n: f"Neighbour {n}")
    language = "en"
    author_language = "en"
    email = factory.Sequence(lambda n: f"neighbour{n}@example.org")
    user = None
    parent = None
    channel = "web"
    received_at = DURING

    @classmethod
    def _create(cls, model_class: type[Comment], *args: Any, **kwargs: Any) -> Comment:
        thread, state = kwargs["hub_thread"], State(kwargs["state"])
        parent: Comment | None = kwargs["parent"]
        draft = Draft(
            body=kwargs["body"],
            position=kwargs["position"] if parent is None else "",
            suggested_text=kwargs["suggested_text"],
            publish_as=str(kwargs["publish_as"]),
            author_name=kwargs["author_name"],
            language=kwargs["language"],
            author_language=kwargs["author_language"],
            channel=kwargs["channel"],
            parent_id=parent.pk if parent else None,
        )
        moment: datetime = kwargs["received_at"] or timezone.now()
        comment = services.receive(
            thread,
            draft=draft,
            user=kwargs["user"],
            email=kwargs["email"],
            document_version=1,
            premoderated=state in (State.PENDING, State.WITHHELD),
            received_at=moment,
            now=moment,
            notify=False,
        )
        if state == State.WITHHELD and comment.state == State.PENDING:
            services.withhold(comment, actor=_moderator(), reason_code=ReasonCode.INSULT, now=moment)
        elif state == State.WITHDRAWN:
            author = kwargs["user"] or UserFactory(email=kwargs["email"])
            services.withdraw(comment, actor=author, now=moment)
        comment.refresh_from_db()
        return comment


def _moderator() -> Any:
    from hub.accounts.models.user import User

    known = User.objects.filter(email="factory-moderator@example.org").first()
    return known or UserFactory(email="factory-moderator@example.org", moderator=True)
