"""Readers report a proposal: once each, for moderators' eyes only, and nothing changes until one has decided."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.core.registries import due_jobs, moderation_queues, personal_data
from hub.moderation.enums import State
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_flag import ProposalFlag
from participatory_budget.services.changing import withdraw
from participatory_budget.services.moderating import dismiss_reports, publish_proposal, withhold_proposal
from participatory_budget.services.reporting import report_proposal
from tests.factories.accounts import UserFactory, alice, bob, carol, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
QUEUE = "/cms/moderation/"
NAME = "participatory_budget.flagged"


@pytest.fixture
def at_now():
    cache.clear()
    with freeze_time(NOW):
        yield


def address(one: Proposal, action: str = "report/", language: str = "en") -> str:
    return f"/{language}/budgets/budget-2026/proposals/{one.reference}/{action}"


def filled(client: Client, one: Proposal, **data: str) -> dict[str, str]:
    html = client.get(address(one)).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)"', html))
    return {**hidden, "reason": "insult", **data}


def report(one: Proposal, actor=None, reason: str = "insult", note: str = "", now=NOW, **more: str) -> None:
    report_proposal(one, actor=actor, reason_code=reason, note=note, now=now, **more)


def test_a_reader_without_an_account_reports_and_only_moderators_see_it():
    strict = Client(enforce_csrf_checks=True)
    one = proposal(open_budget(), author=alice())
    before = strict.get(address(one, "")).content
    assert not strict.cookies
    assert b"report/" in before
    data = filled(strict, one, note="Line  three.")
    assert strict.post(address(one), data).status_code == 200
    assert Client().get(address(one, "")).content == before
    assert b"Page for moderators" not in before
    author = Client()
    author.force_login(one.author)
    assert "three" not in author.get(address(one, "")).content.decode()
    item = moderation_queues.get(NAME).items(limit=5)[0]
    assert (item.id, item.notes) == (one.reference, ("It insults or threatens someone: Line three.",))
    entry = AuditEntry.objects.get(action="proposal.flagged")
    assert (entry.subject_id, entry.reason_code, entry.data) == (one.reference, "insult", {})


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "duplicate"}, {"reason": "withdrawn"}, {"honeypot": "x"}, {"note": "x" * 501}]
)
def test_what_is_no_report_is_refused_and_keeps_its_words(client, wrong):
    one = proposal(open_budget())
    answer = client.post(address(one), {"reason": "hate", "note": "Kept words", "key": "k", **wrong})
    assert answer.status_code == 422
    assert "note" in wrong or "Kept words" in answer.content.decode()
    assert 'value="k"' in answer.content.decode()
    assert not ProposalFlag.objects.exists()


def test_another_site_cannot_report_in_a_readers_name():
    strict, one = Client(enforce_csrf_checks=True), proposal(open_budget())
    strict.force_login(dan())
    assert strict.post(address(one), {"reason": "hate"}).status_code == 403
    assert not ProposalFlag.objects.exists()


@pytest.mark.parametrize("person", [None, alice, bob, carol, dan])
def test_everybody_may_report(client, person):
    one = proposal(open_budget())
    if person is not None:
        client.force_login(person())
    answer = client.get(address(one))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert client.post(address(one), {"reason": "hate"}).status_code == 200
    assert ProposalFlag.objects.get().user_id == (None if person is None else int(client.session["_auth_user_id"]))


def test_the_page_speaks_three_languages(client):
    one = proposal(open_budget())
    for language in ("en", "fr", "ar"):
        assert client.get(address(one, language=language)).status_code == 200


@pytest.mark.parametrize("state", [State.PENDING, State.WITHHELD, State.WITHDRAWN])
def test_nothing_hidden_can_be_reported(state):
    one = proposal(open_budget(), state=state, author=alice())
    never = "/en/budgets/budget-2026/proposals/C-2026-999999/report/"
    for person in (None, one.author, bob(), dan()):
        visitor = Client()
        if person is not None:
            visitor.force_login(person)
        for door in (address(one), never):
            assert visitor.get(door).status_code == 404
            assert visitor.post(door, {"reason": "hate"}).status_code == 404
    with pytest.raises(RefusedError):
        report(one)
    assert not ProposalFlag.objects.exists()


def test_a_double_click_is_one_report_also_without_an_account(client):
    one = proposal(open_budget())
    data = filled(client, one)
    assert [client.post(address(one), data).status_code for _ in range(2)] == [200, 200]
    assert ProposalFlag.objects.count() == 1
    assert AuditEntry.objects.filter(action="proposal.flagged").count() == 1
    assert client.post(address(one), filled(client, one)).status_code == 200
    assert ProposalFlag.objects.count() == 2


def test_a_double_click_after_a_decision_asks_nobody_again(client):
    one = proposal(open_budget())
    data = filled(client, one)
    client.post(address(one), data)
    dismiss_reports(one, actor=bob(), now=NOW)
    client.post(address(one), data)
    assert moderation_queues.get(NAME).count() == 0


def test_one_person_reports_once_and_asks_again_after_a_decision():
    one, reader = proposal(open_budget()), dan()
    report(one, reader)
    report(one, reader, reason="hate", note="Now this")
    row = ProposalFlag.objects.get()
    assert (row.reason_code, row.note) == ("hate", "Now this")
    dismiss_reports(one, actor=bob(), now=NOW)
    assert moderation_queues.get(NAME).count() == 0
    report(one, reader)
    assert moderation_queues.get(NAME).count() == 1
    assert ProposalFlag.objects.count() == 1


def test_one_network_does_not_report_without_end(client):
    one = proposal(open_budget())
    statuses = [client.post(address(one), {"reason": "hate", "note": "Mine"}).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    assert "Mine" in client.post(address(one), {"reason": "hate", "note": "Mine"}).content.decode()


def test_a_moderator_keeps_it_or_takes_it_down_and_the_list_is_empty(client):
    budget, queue = open_budget(), moderation_queues.get(NAME)
    kept, gone, quiet = proposal(budget, title="Kept"), proposal(budget, title="Gone"), proposal(budget, title="Quiet")
    for one in (kept, gone):
        report(one, reason="hate")
        report(one, reason="hate")
    client.force_login(bob())
    page = client.get(f"{QUEUE}?queue={NAME}").content.decode()
    assert "Proposals reported by readers (2)" in page
    assert "It calls for hatred or discrimination (2)" in page
    assert f"{QUEUE}proposals/{kept.reference}/" in page
    assert "Quiet" not in page
    decide = {"queue": NAME, "reason": "hate"}
    assert client.post(QUEUE, {**decide, "item": kept.reference, "decision": "approve"}).status_code == 302
    assert client.post(QUEUE, {**decide, "item": gone.reference, "decision": "withhold"}).status_code == 302
    assert queue.count() == 0
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.state, kept.decided_by.email) == (State.PUBLISHED, "bob@example.org")
    assert (gone.state, gone.reason_code) == (State.WITHHELD, "hate")
    assert AuditEntry.objects.filter(action="proposal.flags_dismissed", subject_id=kept.reference).count() == 1
    publish_proposal(gone, actor=bob(email="b2@example.org"), now=NOW)
    assert queue.count() == 0  # what was decided once is not asked again by itself
    quiet.refresh_from_db()
    assert quiet.decided_at is None


def test_a_decision_is_made_once_also_by_two_moderators():
    one, queue = proposal(open_budget()), moderation_queues.get(NAME)
    report(one)
    queue.approve(one.reference, actor=bob(), now=NOW)
    for act in (
        lambda: queue.approve(one.reference, actor=bob(email="b2@example.org"), now=NOW),
        lambda: dismiss_reports(one, actor=bob(email="b3@example.org"), now=NOW),
    ):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.refusal == Refusal.ALREADY_DECIDED


@pytest.mark.parametrize("person", [alice, carol, dan])
def test_only_moderators_settle_reports(person):
    one = proposal(open_budget())
    report(one)
    with pytest.raises(RefusedError):
        dismiss_reports(one, actor=person(), now=NOW)
    assert ProposalFlag.objects.get().settled_at is None


def test_what_its_author_takes_back_waits_for_nobody():
    one = proposal(open_budget(), author=alice())
    report(one)
    withdraw(one, actor=one.author, now=NOW)
    assert ProposalFlag.objects.get().settled_at == NOW
    assert moderation_queues.get(NAME).count() == 0


def test_the_queue_costs_the_same_for_one_and_for_many():
    budget, reader = open_budget(), dan()
    queue, figures = moderation_queues.get(NAME), []
    report(proposal(budget), reader)
    queue.items(limit=1)  # Wagtail looks for the site once
    for wanted in (1, 50):
        while Proposal.objects.count() < wanted:
            one = proposal(budget)
            report(one, reader)
            report(one, note="Again")
        with CaptureQueriesContext(connection) as seen:
            assert len(queue.items(limit=60)) == wanted
        figures.append(len(seen))
    assert figures[0] == figures[1]


# --- what is kept of who reported -------------------------------------------------------------------------------------


def test_a_person_takes_their_reports_along_and_leaves_no_word():
    one, reader = proposal(open_budget(), author=alice()), dan()
    report(one, reader, note="Zanzibarium")
    found = dict(personal_data)["proposals"].export(reader)["reports_of_proposals"]
    assert [(row["reference"], row["reason_code"], row["note"]) for row in found] == [
        (one.reference, "insult", "Zanzibarium")
    ]
    assert dict(personal_data)["proposals"].export(one.author)["reports_of_proposals"] == []
    with transaction.atomic():
        dict(personal_data)["proposals"].erase(reader, now=NOW)
    row = ProposalFlag.objects.get()
    assert (row.user, row.note, row.settled_at) == (None, "", None)
    fields = [one.field for one in dict(personal_data)["proposals"].fields()]
    assert "participatory_budget.ProposalFlag.note" in fields


def test_with_the_words_of_a_proposal_go_the_words_about_it():
    one = proposal(open_budget(), author=alice())
    report(one, note="It says Zanzibarium")
    with transaction.atomic():
        dict(personal_data)["proposals"].erase(one.author, now=NOW)
    row = ProposalFlag.objects.get()
    assert (row.note, row.settled_at) == ("", NOW)
    assert moderation_queues.get(NAME).count() == 0


def test_a_year_after_the_decision_nothing_personal_is_left():
    one = proposal(open_budget())
    report(one, dan(), note="Old")
    withhold_proposal(one, actor=bob(), reason_code="hate", now=NOW)
    waiting = proposal(one.budget)
    report(waiting, UserFactory(), note="Waits")
    forget = dict(due_jobs)["participatory_budget.forget_reports"].run
    forget(NOW + timedelta(days=365))
    assert ProposalFlag.objects.exclude(note="").count() == 2
    forget(NOW + timedelta(days=366))
    row = ProposalFlag.objects.get(proposal=one)
    assert (row.user, row.note, row.submission_key, row.reason_code) == (None, "", None, "insult")
    assert ProposalFlag.objects.get(proposal=waiting).note == "Waits"


@pytest.mark.parametrize(
    "wrong",
    [{"reason_code": "duplicate"}, {"settled_at": NOW - timedelta(days=1)}, {"submission_key": "taken"}],
    ids=["reason", "dates", "key"],
)
def test_the_database_refuses_what_no_service_writes(wrong):
    one = proposal(open_budget())
    report(one, key="taken")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalFlag.objects.create(proposal=one, raised_at=NOW, **{"reason_code": "hate", **wrong})


def test_the_database_keeps_one_row_for_each_person():
    one, reader = proposal(open_budget()), dan()
    report(one, reader)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalFlag.objects.create(proposal=one, user=reader, raised_at=NOW, reason_code="hate")
