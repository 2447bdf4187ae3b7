"""Proposals in the moderators' queue: published with a letter, withheld with a reason, never decided twice."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.accounts.enums import NotificationChoice
from hub.audit.models.entry import AuditEntry
from hub.contributions.enums import Refusal
from hub.contributions.services.errors import RefusedError
from hub.core.registries import moderation_queues
from hub.moderation.enums import ReasonCode, State
from hub.moderation.selectors import desk
from hub.notifications.services import deliver_due
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.moderating import leave_proposal, publish_proposal, withhold_proposal
from tests.factories.accounts import alice, bob, carol, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
QUEUE = "/cms/moderation/"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def decide(client, one: Proposal, decision: str, reason: str = "", queue: str = "participatory_budget.waiting"):
    data = {"queue": queue, "item": one.reference, "decision": decision, "reason": reason}
    return client.post(QUEUE, data)


def sent() -> str:
    deliver_due(now=NOW)
    return "\n".join(f"{letter.to} {letter.subject} {letter.body}" for letter in mail.outbox)


def test_a_moderator_reads_and_publishes(client):
    one = proposal(open_budget(), state=State.PENDING, author=alice(), title="ظلّ للسوق", language="ar")
    client.force_login(bob())
    page = client.get(f"{QUEUE}?queue=participatory_budget.waiting").content.decode()
    assert "Proposals waiting to be published" in page
    assert "ظلّ للسوق" in page
    assert "Six trees and two benches" in page
    assert any("Proposals waiting to be published (1)" in item.title for item in desk(bob(email="b2@example.org"), NOW))
    assert decide(client, one, "approve").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.published_at, one.decided_by.email) == (State.PUBLISHED, NOW, "bob@example.org")
    entry = AuditEntry.objects.get(action="proposal.published")
    assert entry.subject_id == one.reference
    letter = sent()
    assert f"Your proposal {one.reference} is public" in letter
    assert f"/en/budgets/budget-2026/proposals/{one.reference}/" in letter
    assert client.get(f"/en/budgets/budget-2026/proposals/{one.reference}/").status_code == 200


def test_withholding_needs_a_reason_and_tells_it(client):
    one = proposal(open_budget(), state=State.PENDING, author=alice(notification_choice=NotificationChoice.NONE))
    client.force_login(bob())
    assert decide(client, one, "withhold").status_code == 422
    assert decide(client, one, "withhold", "withdrawn").status_code == 422
    assert decide(client, one, "withhold", "insult").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.reason_code, one.published_at) == (State.WITHHELD, ReasonCode.INSULT, None)
    letter = sent()
    assert "is not published" in letter
    assert str(ReasonCode.INSULT.label) in letter


def test_who_wants_no_news_gets_none(client):
    one = proposal(open_budget(), state=State.PENDING, author=alice(notification_choice=NotificationChoice.NONE))
    publish_proposal(one, actor=bob(), now=NOW)
    assert sent() == ""


def test_a_decision_can_be_corrected_and_the_first_day_of_publication_stays():
    one, moderator = proposal(open_budget(), state=State.PENDING), bob()
    published = publish_proposal(one, actor=moderator, now=NOW).published_at
    withhold_proposal(one, actor=moderator, reason_code="hate", now=NOW)
    again = publish_proposal(one, actor=moderator, now=NOW.replace(day=16))
    assert (again.published_at, again.reason_code) == (published, "")


def test_two_moderators_do_not_undo_each_other():
    one, moderator = proposal(open_budget(), state=State.PENDING), bob()
    queue = moderation_queues.get("participatory_budget.waiting")
    queue.withhold(one.reference, actor=moderator, reason_code="insult", now=NOW)
    with pytest.raises(RefusedError) as refused:
        queue.approve(one.reference, actor=moderator, now=NOW)
    assert refused.value.refusal == Refusal.ALREADY_DECIDED


@pytest.mark.parametrize("state", [State.WITHDRAWN])
def test_what_its_author_took_back_stays_back(state):
    one = proposal(open_budget(), state=state)
    with pytest.raises(RefusedError):
        publish_proposal(one, actor=bob(), now=NOW)


def test_what_was_erased_is_never_published():
    one = proposal(open_budget(), state=State.WITHHELD, erased_at=NOW)
    with pytest.raises(RefusedError):
        publish_proposal(one, actor=bob(), now=NOW)


@pytest.mark.parametrize("person", [alice, carol, dan])
def test_only_moderators_decide(client, person):
    one, actor = proposal(open_budget(), state=State.PENDING), person()
    for act in (
        lambda: publish_proposal(one, actor=actor, now=NOW),
        lambda: withhold_proposal(one, actor=actor, reason_code="insult", now=NOW),
        lambda: leave_proposal(one, actor=actor, now=NOW),
    ):
        with pytest.raises(RefusedError):
            act()
    client.force_login(actor)
    assert decide(client, one, "approve").status_code in (302, 403)
    one.refresh_from_db()
    assert one.state == State.PENDING


def test_what_was_public_unread_is_kept_or_withheld(client):
    budget = open_budget(premoderated=False)
    kept, gone = proposal(budget, title="Kept"), proposal(budget, title="Gone")
    client.force_login(bob())
    page = client.get(f"{QUEUE}?queue=participatory_budget.unread").content.decode()
    assert "Kept" in page
    assert "Gone" in page
    decide(client, kept, "approve", queue="participatory_budget.unread")
    decide(client, gone, "withhold", "off_topic", queue="participatory_budget.unread")
    assert moderation_queues.get("participatory_budget.unread").count() == 0
    assert client.get(f"/en/budgets/budget-2026/proposals/{kept.reference}/").status_code == 200
    client.logout()
    assert client.get(f"/en/budgets/budget-2026/proposals/{gone.reference}/").status_code == 404


def test_the_queue_is_narrowed_like_the_others(client):
    budget = open_budget()
    proposal(budget, state=State.PENDING, title="Trees", language="fr")
    proposal(budget, state=State.PENDING, title="Lamps", channel="letter")
    queue = moderation_queues.get("participatory_budget.waiting")
    assert [item.title for item in queue.narrowed({"language": "fr"}).items(limit=9)] == ["Trees"]
    assert [item.title for item in queue.narrowed({"channel": "letter"}).items(limit=9)] == ["Lamps"]
    assert [item.title for item in queue.narrowed({"words": "lamps"}).items(limit=9)] == ["Lamps"]


def test_the_queue_costs_the_same_for_one_and_for_many():
    budget = open_budget()
    queue, figures = moderation_queues.get("participatory_budget.waiting"), []
    proposal(budget, state=State.PENDING)
    queue.items(limit=1)  # Wagtail looks for the site once
    for wanted in (1, 25):
        while Proposal.objects.count() < wanted:
            proposal(budget, state=State.PENDING)
        with CaptureQueriesContext(connection) as seen:
            assert len(queue.items(limit=50)) == wanted
        figures.append(len(seen))
    assert figures[0] == figures[1]
