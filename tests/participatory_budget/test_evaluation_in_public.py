"""What everybody reads of an evaluation, what its author does there, the desk and the letters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.moderation.enums import State
from hub.notifications.services.delivery import deliver_due
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Criterion
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.evaluation_desk import evaluations_on_desk
from participatory_budget.services.evaluating.appealing import appeal, decide_appeal
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from tests.factories.accounts import alice, bob, dan
from tests.factories.evaluations import evaluated, officer, priced
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


@pytest.fixture
def budget():
    return open_budget("evaluation")


@pytest.fixture
def olga(client):
    person = officer()
    client.force_login(person)
    return person


def desk(budget, reference=""):
    if reference:
        return reverse("budget_evaluation_one", args=[budget.pk, reference])
    return reverse("budget_evaluation", args=[budget.pk])


def public(one, language="en"):
    return f"/{language}/budgets/{one.budget.slug}/proposals/{one.reference}/evaluation/"


def listed(response):
    return [row.proposal.reference for row in response.context["rows"]]


def offered(one, actor, now=NOW):
    return offer_change(
        one.pk,
        title="Ombre",
        description="Three trees <b>and</b> benches.",
        reason="Six do not fit.",
        language="en",
        actor=actor,
        now=now,
    )


# --- in public --------------------------------------------------------------------------------------------------------


def test_everybody_reads_it_without_a_cookie(client, budget):
    one = evaluated(budget, officer(), author=alice())
    answer = client.get(public(one))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "no-store" not in answer.get("Cache-Control", "")


@pytest.mark.parametrize("state", [State.PENDING, State.WITHHELD, State.WITHDRAWN])
def test_what_is_not_public_is_not_found(client, budget, state):
    author = alice()
    one = proposal(budget, state=state, author=author)
    Evaluation.objects.create(proposal=one, opened_at=NOW)
    assert client.get(public(one)).status_code == 404
    client.force_login(author)
    assert client.get(public(one)).status_code == 404


def test_before_the_city_begins_there_is_no_page(client):
    assert client.get(public(proposal(open_budget("proposals")))).status_code == 404
    waiting = client.get(public(proposal(open_budget("evaluation", "other"))))
    assert "waits for the city" in waiting.content.decode()
    unsupported = proposal(open_budget("evaluation", "third", supports_needed=3))
    assert client.get(public(unsupported)).status_code == 404


def test_the_author_agrees_to_a_change_on_the_page(client, budget):
    author, olga = alice(), officer()
    one = proposal(budget, author=author, title="Trees")
    change = offered(one, olga)
    client.force_login(author)
    page = client.get(public(one))
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    assert "Three trees &lt;b&gt;and&lt;/b&gt; benches." in text
    assert "Six trees and two benches" in text
    sent = {"step": "change", "about": change.pk, "agreed": "yes", "answer": "نعم"}
    assert client.post(public(one), sent).status_code == 302
    after = client.get(public(one)).content.decode()
    assert "نعم" in after
    assert "</time>: <strong>Agreed</strong>" in after
    assert "Six trees and two benches" in after  # the old text stays readable
    again = client.post(public(one), sent | {"agreed": "no", "answer": "Wait, no"})
    assert again.status_code == 422
    assert "answered already" in again.content.decode()
    assert "Wait, no" in again.content.decode()


def test_a_choice_is_needed_to_answer(client, budget):
    author = alice()
    one = proposal(budget, author=author)
    change = offered(one, officer())
    client.force_login(author)
    answer = client.post(public(one), {"step": "change", "about": change.pk, "answer": "Perhaps"})
    assert answer.status_code == 422
    assert "Perhaps" in answer.content.decode()
    assert ScopeChange.objects.get().answered_at is None


def test_others_see_the_question_and_cannot_answer_it(client, budget):
    one = proposal(budget, author=alice())
    change = offered(one, officer())
    assert client.post(public(one), {"step": "change", "about": change.pk, "agreed": "yes"}).status_code == 302
    for person in (dan(), bob()):
        client.force_login(person)
        assert "csrfmiddlewaretoken" not in client.get(public(one)).content.decode().split("<main")[1]
        assert client.post(public(one), {"step": "change", "about": change.pk, "agreed": "yes"}).status_code == 403
    assert ScopeChange.objects.get().answered_at is None


def test_the_author_appeals_on_the_page_once(client, budget):
    author = alice()
    one = evaluated(budget, officer(), verdict="not_feasible", author=author)
    client.force_login(author)
    assert "You do not agree?" in client.get(public(one)).content.decode()
    about = Verdict.objects.get().pk
    blank = client.post(public(one), {"step": "appeal", "about": about, "text": ""})
    assert blank.status_code == 422
    assert client.post(public(one), {"step": "appeal", "about": about, "text": "انظروا مرة أخرى"}).status_code == 302
    page = client.get(public(one)).content.decode()
    assert "انظروا مرة أخرى" in page
    assert "You do not agree?" not in page
    second = client.post(public(one), {"step": "appeal", "about": about, "text": "Again"})
    assert second.status_code == 422
    assert Appeal.objects.count() == 1


def test_when_the_time_is_over_no_appeal_is_offered(client, budget):
    author = alice()
    one = evaluated(budget, officer(), verdict="not_feasible", author=author, now=NOW - 14 * DAY)
    client.force_login(author)
    assert "You do not agree?" not in client.get(public(one)).content.decode()


def test_an_old_verdict_stays_beside_the_new_one(client, budget):
    author, olga = alice(), officer()
    one = evaluated(budget, olga, verdict="not_feasible", author=author, now=NOW - 2 * DAY)
    change = offered(one, olga, now=NOW - DAY)
    answer_change(change.pk, agreed=True, answer="", actor=author, now=NOW - DAY)
    decide(one.pk, "feasible_with_changes", reason="So it fits.", language="en", after=1, actor=olga, now=NOW)
    page = client.get(public(one)).content.decode()
    for text in ("Verdict 1", "Verdict 2", "The square is ours.", "So it fits.", "A later verdict stands."):
        assert text in page, text


def test_the_public_page_costs_the_same_however_much_was_written(client, budget):
    olga = officer()
    one = proposal(budget)
    answer_criteria(one.pk, {budget.criteria.get().pk: Finding("met")}, language="en", actor=olga, now=NOW)

    def queries():
        client.get(public(one))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(public(one)).status_code == 200
        return len(caught)

    few = queries()
    for number in range(50):
        Criterion.objects.create(
            budget=budget, slug=f"c{number}", names={"en": f"Criterion {number}"}, is_required=False
        )
    given = {criterion.pk: Finding("met", "Seen.") for criterion in budget.criteria.all()}
    answer_criteria(one.pk, given, language="en", actor=olga, now=NOW)
    assert CriterionFinding.objects.count() == 51
    assert queries() == few


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_read_in_the_readers_language(client, budget, language):
    one = evaluated(budget, officer())
    page = client.get(public(one, language)).content.decode()
    assert {"fr": "Le terrain appartient à la ville", "ar": "الأرض ملك للمدينة"}[language] in page
    assert '<div class="evaluation-reason" dir="auto" lang="en">' in page


def test_all_verdicts_of_a_budget_stand_on_one_page(client, budget):
    olga = officer()
    address = f"/en/budgets/{budget.slug}/evaluation/"
    assert "No verdict has been given yet" in client.get(address).content.decode()
    one = evaluated(budget, olga, title="Lamps")
    hidden = evaluated(budget, olga, title="Hidden")
    Proposal.objects.filter(pk=hidden.pk).update(state=State.WITHHELD, reason_code="off_topic")

    def queries():
        client.get(address)
        with CaptureQueriesContext(connection) as caught:
            page = client.get(address)
        return len(caught), page.content.decode()

    few, page = queries()
    assert "Lamps" in page
    assert "Hidden" not in page
    assert public(one) in page
    for _ in range(19):
        evaluated(budget, olga)
    assert queries()[0] == few


# --- the desk and the mails -------------------------------------------------------------------------------------------


def test_the_desk_names_what_waits(budget, django_assert_max_num_queries):
    olga, otto, author = officer(), officer("otto"), alice()
    for due in (date(2026, 4, 14), date(2026, 4, 18), date(2026, 6, 1)):
        assign(proposal(budget).pk, department=None, officer=None, due_on=due, actor=olga, now=NOW)
    evaluated(budget, olga, verdict="not_feasible", author=author)
    appeal(Verdict.objects.get().pk, text="No.", language="en", actor=author, now=NOW)
    answer_change(offered(proposal(budget, author=author), olga).pk, agreed=True, answer="", actor=author, now=NOW)
    with django_assert_max_num_queries(5):
        (item,) = evaluations_on_desk(otto, NOW)
    assert item.urgent
    assert item.notes == (
        "1 proposal is overdue",
        "1 proposal is due within a week",
        "1 appeal to decide",
        "1 author agreed to a change: decide",
    )
    assert "1 appeal against your verdict waits for somebody else" in evaluations_on_desk(olga, NOW)[0].notes
    assert evaluations_on_desk(bob(), NOW) == []


def test_the_desk_is_quiet_when_nothing_waits_or_the_vote_began(client, budget):
    olga = officer()
    evaluated(budget, olga)
    assert evaluations_on_desk(olga, NOW) == []
    assign(proposal(budget).pk, department=None, officer=None, due_on=date(2026, 4, 14), actor=olga, now=NOW)
    assert evaluations_on_desk(olga, NOW)
    assert evaluations_on_desk(olga, NOW + 30 * DAY) == []


def test_the_letters_say_it_and_lead_to_the_page(budget):
    author, olga, otto = alice(), officer(), officer("otto")
    one = proposal(budget, author=author, title="Trees")
    offered(one, olga)
    deliver_due(NOW)
    answer_change(ScopeChange.objects.get().pk, agreed=False, answer="", actor=author, now=NOW)
    evaluated(budget, olga, author=author, verdict="not_feasible", title="Lamps")
    made = appeal(Verdict.objects.get().pk, text="No.", language="en", actor=author, now=NOW)
    decide_appeal(made.pk, "granted", reason="The map was old.", language="en", actor=otto, now=NOW)
    deliver_due(NOW)
    written = {letter.subject: letter.body for letter in mail.outbox}
    change = written[f"A question about your proposal {one.reference}"]
    assert "Six do not fit." in change
    assert public(one) in change
    verdict = next(body for subject, body in written.items() if subject.startswith("The verdict on"))
    assert "The square is ours." in verdict
    assert "you can appeal until" in verdict
    decided = next(body for subject, body in written.items() if subject.startswith("Your appeal"))
    assert "The map was old." in decided
    assert sum(subject.startswith("The city looks at") for subject in written) == 2


def test_a_budget_in_dinars_shows_millimes(client):
    budget = open_budget("evaluation")
    Budget.objects.filter(pk=budget.pk).update(currency="TND")
    budget.refresh_from_db()
    one = priced(proposal(budget), officer(), final=1_234_567)
    assert "1,234.567" in client.get(public(one)).content.decode()
