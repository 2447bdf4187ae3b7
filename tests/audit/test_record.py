"""What `record` takes, what it refuses, and that its rows continue from one another."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from hub.audit.engine.canonical import GENESIS_HASH, NotAMachineValueError
from hub.audit.models.entry import ActorOpening, AuditEntry
from hub.audit.models.head import AuditHead
from hub.audit.services import AuditError, Decision, forget_actor, record, record_many
from tests.audit.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_entries_form_a_chain_from_the_first() -> None:
    first = record("document.published", subject="document", subject_id=UUID(int=1), actor=None, now=NOW)
    second = record("clause.answered", subject="clause_thread", subject_id=7, actor=None, reason_code="noted", now=NOW)
    assert (first.sequence, first.previous_hash) == (1, GENESIS_HASH)
    assert (second.sequence, second.previous_hash) == (2, first.hash)
    head = AuditHead.objects.get()
    assert (head.sequence, head.hash) == (2, second.hash)


def test_a_third_party_can_recompute_the_hash_from_the_documentation() -> None:
    """docs/audit.md, followed to the letter with nothing but json and hashlib."""
    stored = record(
        "contribution.withheld",
        subject="contribution",
        subject_id="C-2026-000123",
        actor=None,
        reason_code="off_topic",
        data={"version": 2, "first": True, "theme": None, "phase": "open"},
        now=NOW,
    )
    entry = AuditEntry.objects.get(pk=stored.pk)
    fields = {
        "action": "contribution.withheld",
        "actor": "",
        "data": {"first": True, "phase": "open", "theme": None, "version": 2},
        "previous_hash": "0" * 64,
        "reason_code": "off_topic",
        "recorded_at": "2026-11-22T09:30:00.123456Z",
        "sequence": 1,
        "subject": "contribution",
        "subject_id": "C-2026-000123",
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    assert entry.hash == hashlib.sha256(b"hub-audit-entry/1\n" + text.encode()).hexdigest()
    assert entry.compute_hash() == entry.hash


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_raises_and_writes_nothing() -> None:
    with pytest.raises(AuditError, match="transaction"):
        record("document.published", subject="document", subject_id=1, actor=None)
    assert not AuditEntry.objects.exists()


def test_a_decision_that_is_rolled_back_leaves_no_entry_and_no_gap() -> None:
    with transaction.atomic():
        record("document.published", subject="document", subject_id=1, actor=None)
        transaction.set_rollback(True)
    assert record("document.published", subject="document", subject_id=2, actor=None).sequence == 1


@pytest.mark.parametrize(
    "data",
    [
        {"note": "I live next door"},
        {"author": "alice@example.org"},
        {"name": "زينب"},
        {"text": "x" * 65},
        {"line": "a\nb"},
        {"Key With Spaces": 1},
        {"share": 0.5},
        {"ids": [1, 2]},
        {"nested": {"a": 1}},
        {"figure": 2**60},
        {"when": datetime(2026, 1, 1)},  # noqa: DTZ001 refused for its type
    ],
)
def test_free_text_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(NotAMachineValueError):
        record("contribution.published", subject="contribution", subject_id=1, actor=None, data=data)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "names",
    [
        {"action": "published"},
        {"action": "Contribution.Published"},
        {"subject": "a contribution"},
        {"subject_id": "alice@example.org"},
        {"reason_code": "because I say so"},
    ],
)
def test_names_that_are_not_codes_are_refused(names: dict[str, str]) -> None:
    fields = {"action": "contribution.published", "subject": "contribution", "subject_id": "1", **names}
    with pytest.raises(NotAMachineValueError):
        record(fields.pop("action"), actor=None, **fields)


class Reason(StrEnum):
    OFF_TOPIC = "off_topic"


def test_ids_codes_and_figures_are_taken() -> None:
    data = {"id": UUID(int=5), "reason": Reason.OFF_TOPIC, "closes": NOW.isoformat(), "cents": -1200, "none": None}
    entry = record(
        "phase.moved", subject="consultation", subject_id=1, actor=None, reason_code=Reason.OFF_TOPIC, data=data
    )
    entry.refresh_from_db()
    assert entry.reason_code == "off_topic"
    assert entry.data["id"] == "00000000-0000-0000-0000-000000000005"
    assert entry.compute_hash() == entry.hash


class TestActor:
    def test_stands_as_a_commitment_that_its_opening_opens(self) -> None:
        bob = UserFactory()
        first = record("contribution.published", subject="contribution", subject_id=1, actor=bob)
        second = record("contribution.published", subject="contribution", subject_id=2, actor=bob)
        assert AuditEntry.objects.get(pk=1).actor_id == bob.pk
        assert first.actor != second.actor, "the export must not show that one person acted twice"
        assert list(AuditEntry.objects.by(bob)) == [first, second]

    def test_is_forgotten_while_the_chain_stays_whole(self) -> None:
        alice, bob = UserFactory(), UserFactory()
        entry = record("contribution.received", subject="contribution", subject_id=1, actor=alice)
        record("contribution.published", subject="contribution", subject_id=1, actor=bob)
        assert forget_actor(alice) == 1
        after = AuditEntry.objects.get(pk=entry.pk)
        assert after.actor_id is None
        assert after.compute_hash() == after.hash == entry.hash
        assert list(ActorOpening.objects.values_list("actor_id", flat=True)) == [bob.pk]

    def test_guest_and_clock_leave_none(self) -> None:
        assert record("phase.opened", subject="consultation", subject_id=1, actor=None).actor == ""
        assert record("comment.sent", subject="contribution", subject_id=1, actor=AnonymousUser()).actor == ""
        assert not ActorOpening.objects.exists()

    def test_an_unsaved_account_is_refused(self) -> None:
        with pytest.raises(AuditError):
            record("comment.sent", subject="contribution", subject_id=1, actor=UserFactory.build())


def test_many_decisions_cost_few_queries(django_assert_max_num_queries) -> None:
    decisions = [Decision("contribution.received", "contribution", number) for number in range(400)]
    with django_assert_max_num_queries(15):
        assert record_many(decisions, actor=None, now=NOW) == 400
    assert AuditEntry.objects.last().sequence == 400


def test_a_lost_head_stops_the_log_instead_of_starting_a_second_one() -> None:
    record("document.published", subject="document", subject_id=1, actor=None)
    AuditHead.objects.all().delete()
    with pytest.raises(AuditError, match="head"):
        record("document.published", subject="document", subject_id=2, actor=None)
