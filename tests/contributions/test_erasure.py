"""A person leaves: words go, figures stay."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from hub.audit.models.entry import AuditEntry
from hub.contributions import services
from hub.contributions.adapters.registries import ContributionsPersonalData
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.reports import trace
from hub.core.registries import account_sections, due_jobs, personal_data
from hub.core.search import search_kinds
from hub.moderation.enums import State
from tests.contributions.test_submission import send
from tests.factories.accounts import UserFactory, alice, dan
from tests.factories.contributions import AFTER, DURING, CommentFactory, ThreadFactory

pytestmark = pytest.mark.django_db


def erase(user) -> None:
    with transaction.atomic():
        ContributionsPersonalData().erase(user, now=AFTER)


def everything_stored() -> str:
    return str([list(model.objects.values_list()) for model in (Comment, PendingSubmission, AuditEntry)])


def test_words_name_and_address_go_everywhere():
    thread, author = ThreadFactory(), alice()
    signed_in = CommentFactory(hub_thread=thread, user=author, body="Zanzibarium", author_name="Alice Arbuthnot")
    by_mail = CommentFactory(hub_thread=thread, email="alice@example.org", suggested_text="Zanzibarium again")
    withheld = CommentFactory(hub_thread=thread, user=author, withheld=True, body="Zanzibarium, rudely")
    secret = CommentFactory(hub_thread=thread, user=author, confidential=True, body="Zanzibarium, secretly")
    send(thread, email="alice@example.org", body="Zanzibarium unconfirmed")
    other = CommentFactory(hub_thread=thread, body="Somebody else stays.")
    erase(author)
    stored = everything_stored()
    for trace_of_her in ("Zanzibarium", "zanzibarium", "Arbuthnot", "alice@example.org"):
        assert trace_of_her not in stored
    assert "Somebody else stays." in stored
    states = dict(Comment.objects.values_list("reference", "state"))
    assert states[signed_in.reference] == states[by_mail.reference] == State.WITHDRAWN
    assert states[withheld.reference] == states[secret.reference] == State.WITHHELD
    assert states[other.reference] == State.PUBLISHED
    # She still counts as one person, and nobody can tell which.
    keys = set(Comment.objects.exclude(pk=other.pk).values_list("author_key", flat=True))
    assert len(keys) == 1
    entry = AuditEntry.objects.get(action="contributions.erased")
    assert entry.data == {"count": 4}
    assert not AuditEntry.objects.filter(sequence__gte=entry.sequence, subject_id__startswith="C-").exists()


def test_counters_are_right_afterwards_and_replies_of_others_stay():
    thread, author = ThreadFactory(), alice()
    parent = CommentFactory(hub_thread=thread, user=author, suggestion=True)
    reply = CommentFactory(hub_thread=thread, parent=parent)
    CommentFactory(hub_thread=thread, user=author, pending=True)
    erase(author)
    thread.refresh_from_db()
    assert (thread.published_count, thread.pending_count, thread.suggestion_count, thread.support_count) == (1, 0, 0, 0)
    reply.refresh_from_db()
    assert reply.is_published
    before = thread.published_count
    services.recount(thread)
    thread.refresh_from_db()
    assert thread.published_count == before


def test_an_unverified_account_erases_nobody_else_s_words():
    comment = CommentFactory(email="alice@example.org")
    erase(UserFactory(email="alice@example.org", confirmed=False))
    comment.refresh_from_db()
    assert comment.is_published
    assert comment.body


def test_erasing_twice_changes_nothing_more():
    author = alice()
    CommentFactory(user=author)
    erase(author)
    erase(author)
    assert AuditEntry.objects.get(action="contributions.erased").data == {"count": 1}


def test_export_holds_all_of_mine_and_nothing_of_others():
    author = alice()
    mine = CommentFactory(user=author, body="Mine.")
    by_mail = CommentFactory(email="alice@example.org", body="Mine by mail.")
    CommentFactory(user=dan(), body="His.")
    send(ThreadFactory(), email="alice@example.org", body="Not confirmed.")
    data = ContributionsPersonalData().export(author)
    assert {row["reference"] for row in data["contributions"]} == {mine.reference, by_mail.reference}
    assert data["unconfirmed"][0]["draft"]["body"] == "Not confirmed."
    assert "His." not in json.dumps(data)


def test_everything_is_registered():
    assert "contributions" in personal_data
    assert "contributions" in account_sections
    assert {"comment", "question"} <= {name for name, _kind in search_kinds}
    assert "contributions.purge" in due_jobs
    for field in personal_data.get("contributions").fields():
        assert all([field.label, field.purpose, field.lawful_basis, field.retention])


def test_the_trace_tells_each_state_in_words():
    for trait, key in (
        ("pending", "pending"),
        ("withheld", "withheld"),
        ("withdrawn", "withdrawn"),
        ("confidential", "withheld"),
    ):
        steps = trace(CommentFactory(**{trait: True}), None, None)
        assert [step.key for step in steps[:2]] == ["received", key]
        assert all(step.title for step in steps)
    assert DURING
