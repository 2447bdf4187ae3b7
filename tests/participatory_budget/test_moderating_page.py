"""The page on which a moderator takes a public proposal down or puts it back: decided once, by who may, told to all."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.audit.models.entry import AuditEntry
from hub.moderation.enums import ReasonCode, State
from hub.notifications.services import deliver_due
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.moderating import mark_of, publish_proposal, withhold_proposal
from participatory_budget.services.reporting import report_proposal
from tests.factories.accounts import alice, bob, carol, dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "/cms/moderation/proposals/"


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def address(one: Proposal) -> str:
    return f"{LIST}{one.reference}/"


def public(one: Proposal) -> str:
    return f"/en/budgets/budget-2026/proposals/{one.reference}/"


def shown(client, one: Proposal) -> str:
    answer = client.get(address(one))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client, one: Proposal, decision: str, reason: str = "", seen: str | None = None):
    seen = seen if seen is not None else re.search(r'name="seen" value="([^"]*)"', shown(client, one)).group(1)
    return client.post(address(one), {"decision": decision, "reason": reason, "seen": seen})


def letters() -> str:
    deliver_due(now=NOW)
    return "\n".join(f"{letter.to} {letter.subject} {letter.body}" for letter in mail.outbox)


def test_a_moderator_takes_a_public_proposal_down_and_puts_it_back(client):
    one, reader, moderator = proposal(open_budget(), author=alice(), support_count=3), dan(), bob()
    report_proposal(one, actor=reader, reason_code="insult", note="Second line", now=NOW)
    client.force_login(moderator)
    page = client.get(public(one))
    assert address(one) in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    before = shown(client, one)
    assert "Second line" in before
    assert reader.email not in before
    assert decide(client, one, "withhold", "insult").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.reason_code, one.decided_by, one.support_count) == (State.WITHHELD, "insult", moderator, 3)
    assert "You withheld it yourself" in shown(client, one)
    assert one.reference in client.get(LIST).content.decode()
    letter = letters()
    for told in ("is not published", str(ReasonCode.INSULT.label), "If you think that this is wrong", public(one)):
        assert told in letter
    client.force_login(one.author)
    own = client.get(public(one)).content.decode()
    assert str(ReasonCode.INSULT.label) in own
    assert "If you think that this is wrong, write to" in own
    assert LIST not in own
    client.force_login(bob(email="b2@example.org"))
    assert "You withheld it yourself" not in shown(client, one)
    assert decide(client, one, "publish").status_code == 302
    client.logout()
    assert client.get(public(one)).status_code == 200
    one.refresh_from_db()
    assert (one.state, one.reason_code) == (State.PUBLISHED, "")
    actions = list(AuditEntry.objects.filter(subject_id=one.reference).order_by("pk").values_list("action", flat=True))
    assert actions == ["proposal.flagged", "proposal.withheld", "proposal.published"]


def test_reports_can_be_settled_there_too(client):
    one = proposal(open_budget())
    client.force_login(bob())
    assert "Keep it" not in shown(client, one)
    report_proposal(one, actor=None, reason_code="hate", note="", now=NOW)
    assert "Keep it" in shown(client, one)
    assert decide(client, one, "keep").status_code == 302
    page = shown(client, one)
    assert "Keep it" not in page
    assert "Earlier reports" in page


@pytest.mark.parametrize("person", [None, alice, carol, dan])
def test_it_is_there_for_moderators_only(client, person):
    one = proposal(open_budget(), author=alice(email="author@example.org"))
    if person is not None:
        client.force_login(person())
    for door in (address(one), LIST, f"{LIST}C-2026-999999/"):
        assert client.get(door).status_code in (302, 403)
    answer = client.post(address(one), {"decision": "withhold", "reason": "hate", "seen": mark_of(one)})
    assert answer.status_code in (302, 403)
    assert LIST not in client.get(public(one)).content.decode()
    one.refresh_from_db()
    assert one.state == State.PUBLISHED


def test_the_second_click_changes_and_says_nothing_else(client):
    one = proposal(open_budget(), author=alice())
    client.force_login(bob())
    seen = mark_of(one)
    assert [decide(client, one, "withhold", "hate", seen).status_code for _ in range(2)] == [302, 302]
    assert AuditEntry.objects.filter(action="proposal.withheld").count() == 1
    letters()
    assert len(mail.outbox) == 1
    # Another reason is another decision, and this one is made.
    assert decide(client, one, "withhold", "insult", seen).status_code == 409


def test_what_a_colleague_decided_meanwhile_stands(client):
    one, colleague = proposal(open_budget()), bob(email="b2@example.org")
    client.force_login(bob())
    seen = mark_of(one)
    withhold_proposal(one, actor=colleague, reason_code="hate", now=NOW)
    publish_proposal(one, actor=colleague, now=NOW)
    answer = decide(client, one, "withhold", "insult", seen)
    assert answer.status_code == 409
    assert "Somebody has decided this in the meantime." in answer.content.decode()
    one.refresh_from_db()
    assert (one.state, one.decided_by) == (State.PUBLISHED, colleague)


def test_nobody_publishes_words_they_have_not_read(client):
    one = proposal(open_budget(), state=State.PENDING)
    client.force_login(bob())
    seen = mark_of(one)
    Proposal.objects.filter(pk=one.pk).update(title="Other words", edited_at=NOW)
    assert decide(client, one, "publish", seen=seen).status_code == 409
    one.refresh_from_db()
    assert one.state == State.PENDING


@pytest.mark.parametrize("reason", ["", "withdrawn", "confidential", "rubbish"])
def test_withholding_needs_one_of_our_reasons(client, reason):
    one = proposal(open_budget())
    client.force_login(bob())
    answer = decide(client, one, "withhold", reason)
    assert answer.status_code == 422
    assert "Choose a reason." in answer.content.decode()


def test_what_is_withdrawn_or_erased_is_no_longer_decided(client):
    budget = open_budget()
    withdrawn = proposal(budget, state=State.WITHDRAWN)
    erased = proposal(budget, state=State.WITHHELD, erased_at=NOW, title="")
    client.force_login(bob())
    assert "there is nothing to decide any more" in shown(client, withdrawn)
    assert decide(client, withdrawn, "publish", seen=mark_of(withdrawn)).status_code == 409
    assert client.get(address(erased)).status_code == 404
    assert erased.reference not in client.get(LIST).content.decode()
    assert client.post(address(withdrawn), {"decision": "burn"}).status_code == 404


def on_ballot(one: Proposal) -> Verdict:
    evaluation = Evaluation.objects.create(proposal=one, opened_at=NOW, cost_final=100, costed_by="Parks office")
    verdict = Verdict.objects.create(
        evaluation=evaluation,
        number=1,
        verdict="feasible",
        reason="Yes",
        reason_language="en",
        decided_at=NOW,
        cost_final=100,
        costed_by="Parks office",
    )
    Project.objects.create(
        envelope=one.envelope, proposal=one, code=one.reference, title=one.title, title_language="en", cost=100
    )
    return verdict


def test_a_decision_put_right_costs_nobody_the_place_on_the_ballot(client):
    one = proposal(open_budget("evaluation"))
    on_ballot(one)
    client.force_login(bob())
    assert "It is on the ballot. Withholding takes it off" in shown(client, one)
    decide(client, one, "withhold", "hate")
    assert not Project.objects.exists()
    decide(client, one, "publish")
    assert Project.objects.get().proposal == one


def test_once_people_vote_the_ballot_stays_as_it_is(client):
    one = proposal(open_budget("voting"))
    on_ballot(one)
    client.force_login(bob())
    assert "The vote has begun: withholding takes its page away" in shown(client, one)
    decide(client, one, "withhold", "hate")
    assert Project.objects.get().proposal == one


def test_a_reference_from_a_letter_leads_to_the_proposal(client):
    budget = open_budget()
    one, other = proposal(budget, state=State.WITHHELD, title="Lamps"), proposal(budget, title="Public")
    client.force_login(bob())
    assert client.get("/cms/moderation/").content.decode().count(LIST) >= 1
    assert client.get(LIST, {"words": one.reference.lower()}).url == address(one)
    assert client.get(LIST, {"words": other.reference}).url == address(other)
    found = client.get(LIST, {"words": "lamps"}).content.decode()
    assert one.reference in found
    assert other.reference not in client.get(LIST).content.decode()
    assert "Nothing here fits the filter." in client.get(LIST, {"words": "zzz"}).content.decode()


def test_the_list_and_the_page_cost_the_same_for_one_and_for_many(client):
    budget, figures = open_budget(), []
    client.force_login(bob())
    one = proposal(budget)
    client.get(LIST)
    client.get(address(one))
    for wanted in (1, 40):
        while Proposal.objects.filter(state=State.WITHHELD).count() < wanted:
            proposal(budget, state=State.WITHHELD)
            report_proposal(one, actor=None, reason_code="hate", note="", now=NOW)
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
            client.get(address(one))
        figures.append(len(seen))
    assert figures[0] == figures[1]
