"""The pages on which proposals are looked at: the officers' list and file, and what everybody can read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.moderation.enums import State
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.forms.evaluating import as_typed
from participatory_budget.models.evaluation import Appeal, Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.evaluating.appealing import appeal
from participatory_budget.services.evaluating.assigning import assign, assign_many
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from tests.factories.accounts import UserFactory, alice
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


# --- who gets in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["citizen", "editor", "moderator", "analyst", "auditor", "budget_officer"])
def test_who_gets_in(client, budget, role):
    one = proposal(budget)
    client.force_login(UserFactory() if role == "citizen" else UserFactory(**{role: True}))
    for address in (desk(budget), desk(budget, one.reference), f"/cms/budgets/{budget.pk}/evaluation.csv"):
        answer = client.get(address)
        assert (answer.status_code == 200) == (role == "budget_officer"), address


def test_a_hidden_proposal_and_one_of_another_budget_have_no_file(client, budget, olga):
    hidden, other = proposal(budget, state=State.WITHHELD), proposal(open_budget("evaluation", "other"))
    assert client.get(desk(budget, hidden.reference)).status_code == 404
    assert client.get(desk(budget, other.reference)).status_code == 404
    assert hidden.reference not in listed(client.get(desk(budget)))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_holds_what_has_enough_support(client, olga):
    budget = open_budget("evaluation", supports_needed=5)
    enough, reached = proposal(budget, support_count=5), proposal(budget, support_count=2, threshold_reached_at=NOW)
    few = proposal(budget, support_count=4)
    begun = proposal(budget)
    assign(begun.pk, department=None, officer=None, due_on=date(2026, 5, 1), actor=olga, now=NOW)
    found = listed(client.get(desk(budget)))
    assert set(found) == {enough.reference, reached.reference, begun.reference}
    assert few.reference not in found
    assert found[0] == begun.reference  # the one with a date stands first


def test_each_filter_leaves_what_it_names(client, budget, olga):
    green, otto, author = budget.departments.get(), officer("otto"), alice()
    late, soon, plain = (
        proposal(budget),
        proposal(budget),
        proposal(budget, envelope=budget.envelopes.get(slug="south")),
    )
    assign(late.pk, department=green, officer=olga, due_on=date(2026, 4, 14), actor=olga, now=NOW)
    assign(soon.pk, department=None, officer=otto, due_on=date(2026, 4, 20), actor=olga, now=NOW)
    done = evaluated(budget, olga)
    assign(done.pk, department=green, officer=None, due_on=date(2026, 4, 1), actor=olga, now=NOW)
    failed = evaluated(budget, olga, verdict="not_feasible", author=author)
    appeal(Verdict.objects.get(evaluation__proposal=failed).pk, text="No.", language="en", actor=author, now=NOW)
    changed = proposal(budget, author=author)
    answer_change(offered(changed, olga).pk, agreed=True, answer="", actor=author, now=NOW)
    expected = {
        "waiting=overdue": {late},
        "waiting=soon": {soon},
        "waiting=appealed": {failed},
        "waiting=changed": {changed},
        "verdict=none": {late, soon, plain, changed},
        "verdict=feasible": {done},
        "verdict=not_feasible": {failed},
        "department=green": {late, done},
        "department=none": {soon, plain, failed, changed},
        "district=south": {plain},
        "mine=1": {late},
        "department=green&verdict=none": {late},
        "verdict=unknown&waiting=unknown": {late, soon, plain, done, failed, changed},
    }
    for query, wanted in expected.items():
        assert set(listed(client.get(f"{desk(budget)}?{query}"))) == {one.reference for one in wanted}, query


def test_what_is_overdue_says_so(client, budget, olga):
    one = proposal(budget)
    assign(one.pk, department=None, officer=olga, due_on=date(2026, 4, 14), actor=olga, now=NOW)
    assert "Overdue" in client.get(desk(budget, one.reference)).content.decode()
    page = client.get(public(one)).content.decode()
    assert "Overdue" in page
    assert "is not done yet" in page
    assert "Olga" not in page


def test_the_list_costs_the_same_for_20_and_for_200(client, budget, olga):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    first = [proposal(budget).pk for _ in range(20)]
    assign_many(first, department=budget.departments.get(), due_on=date(2026, 5, 1), actor=olga, now=NOW)
    few = queries(desk(budget)), queries(f"/cms/budgets/{budget.pk}/evaluation.csv")
    more = [proposal(budget).pk for _ in range(180)]
    assign_many(more, department=budget.departments.get(), due_on=date(2026, 5, 1), actor=olga, now=NOW)
    assert (queries(desk(budget)), queries(f"/cms/budgets/{budget.pk}/evaluation.csv")) == few
    assert client.get(desk(budget)).context["page_obj"].paginator.count == 200


def test_those_that_are_ticked_are_assigned(client, budget, olga):
    one, other, rest = proposal(budget), proposal(budget), proposal(budget)
    green = budget.departments.get()
    sent = {"chosen": [one.reference, other.reference], "many-department": green.pk, "many-due_on": "2026-05-04"}
    assert client.post(desk(budget), sent).status_code == 302
    assert set(Evaluation.objects.values_list("proposal", "due_on")) == {
        (one.pk, date(2026, 5, 4)),
        (other.pk, date(2026, 5, 4)),
    }
    nothing = client.post(desk(budget), {"chosen": [rest.reference]})
    assert nothing.status_code == 422
    assert "Choose a department or a date" in nothing.content.decode()
    assert f'value="{rest.reference}"' in nothing.content.decode()
    assert nothing.context["chosen"] == [rest.reference]


def test_the_file_holds_what_the_list_shows(client, budget, olga):
    evaluated(budget, olga, title="=cmd()")
    proposal(budget, envelope=budget.envelopes.get(slug="south"))
    answer = client.get(f"/cms/budgets/{budget.pk}/evaluation.csv?district=north")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=cmd()" in lines[1]
    assert "12500.00" in lines[1] or "12500" in lines[1]
    assert "no-store" in answer["Cache-Control"]


# --- the file of one proposal -----------------------------------------------------------------------------------------


def test_an_officer_takes_a_proposal_all_the_way(client, budget, olga):
    one, land = proposal(budget, author=alice()), budget.criteria.get()
    here = desk(budget, one.reference)

    def send(step, **data):
        form = client.get(here).context["forms"][step]
        seen = {f"{step}-{name}": form.initial[name] for name in ("seen", "after") if name in form.initial}
        return client.post(here, {"step": step, **seen, **{f"{step}-{name}": value for name, value in data.items()}})

    assert (
        send("assign", department=budget.departments.get().pk, officer=olga.pk, due_on="2026-05-01").status_code == 302
    )
    kept = {f"answer_{land.pk}": "condition", f"note_{land.pk}": "بشرط موافقة الميناء", "language": "ar"}
    assert send("criteria", **kept).status_code == 302
    wrong = send("costs", cost_final="twelve", costed_by="Olga")
    assert wrong.status_code == 422
    assert "twelve" in wrong.content.decode()
    assert (
        send("costs", cost_low="١٠٬٠٠٠", cost_high="15 000", cost_final="12.500,50", costed_by="Olga").status_code
        == 302
    )
    assert Evaluation.objects.get().cost_final == 1_250_050
    assert 'value="12500.5"' in client.get(here).content.decode()
    empty = send("decide", verdict="feasible", reason="", language="en")
    assert empty.status_code == 422
    assert send("decide", verdict="feasible", reason="Room enough.", language="en").status_code == 302
    assert Project.objects.get().cost == 1_250_050
    page = client.get(public(one)).content.decode()
    for text in ("Can be done", "Room enough.", "بشرط موافقة الميناء", "Parks office", "12,500.50"):
        assert text in page, text
    # The steps that a verdict ends are not offered any more.
    assert set(client.get(here).context["forms"]) == {"assign"}


def test_a_refusal_keeps_what_was_typed(client, budget, olga):
    one = proposal(budget)
    here = desk(budget, one.reference)
    sent = {
        "step": "decide",
        "decide-after": 0,
        "decide-verdict": "feasible",
        "decide-reason": "A long reason.",
        "decide-language": "en",
    }
    answer = client.post(here, sent)
    assert answer.status_code == 422
    assert "A long reason." in answer.content.decode()
    assert "final cost" in answer.content.decode()
    other = officer("otto")
    priced(one, other)
    client.post(here, sent)
    again = client.post(here, sent | {"decide-verdict": "not_feasible"})
    assert again.status_code == 422
    assert "Somebody else decided meanwhile" in again.content.decode()
    assert "A long reason." in again.content.decode()


def test_an_empty_verdict_says_what_is_missing_and_leads_there(client, budget, olga):
    one = proposal(budget)
    priced(one, olga)
    page = client.post(desk(budget, one.reference), {"step": "decide", "decide-after": 0}).content.decode()
    summary = page.split("autofocus>", 1)[1].split("</div>", 1)[0]
    assert 'href="#id_decide-verdict_0"' in summary
    assert "Choose a verdict." in summary
    assert "Give the reason: it is published." in summary
    # Only the step that was sent is complained about.
    assert page.count("autofocus>") == 1


def test_the_only_officer_is_told_that_somebody_else_has_to_decide(client, budget, olga):
    author = alice()
    one = evaluated(budget, olga, verdict="not_feasible", author=author)
    appeal(Verdict.objects.get().pk, text="Look again.", language="en", actor=author, now=NOW)
    page = client.get(desk(budget, one.reference))
    assert "only budget officer" in page.content.decode()
    assert "appeal" not in page.context["forms"]
    otto = officer("otto")
    waiting = client.get(desk(budget, one.reference))
    assert "another budget officer" in waiting.content.decode()
    # The date in the form is not the one by which the appeal is to be decided.
    assert "Due for the first look (public)" in waiting.content.decode()
    client.force_login(otto)
    sent = {"step": "appeal", "appeal-decision": "granted", "appeal-reason": "True.", "appeal-language": "en"}
    assert client.post(desk(budget, one.reference), sent).status_code == 302
    assert Appeal.objects.get().decided_by == otto


def test_after_the_vote_began_the_file_can_only_be_read(client, olga):
    budget = open_budget("voting")
    one = proposal(budget)
    page = client.get(desk(budget, one.reference))
    assert page.context["forms"] == {}
    assert "The vote has begun" in page.content.decode()
    sent = {"step": "costs", "costs-cost_final": "100", "costs-costed_by": "Olga"}
    answer = client.post(desk(budget, one.reference), sent)
    assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_the_answer_of_somebody_without_an_account_is_noted(client, budget, olga):
    one = proposal(budget)
    offered(one, olga)
    here = desk(budget, one.reference)
    assert "answer" in client.get(here).context["forms"]
    sent = {"step": "answer", "answer-agreed": "yes", "answer-answer": "By letter of 3 May."}
    assert client.post(here, sent).status_code == 302
    assert Proposal.objects.get(pk=one.pk).title == "Ombre"


@pytest.mark.parametrize("amount", [0, 5, 500, 12_500, 12_125, 1_234_567, 999_999_999])
@pytest.mark.parametrize("unit", [1, 100, 1000])
def test_a_sum_comes_back_as_it_was_typed(amount, unit):
    assert parse_money(as_typed(amount, unit), unit) == amount
