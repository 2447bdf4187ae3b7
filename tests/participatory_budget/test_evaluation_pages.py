"""The pages on which proposals are looked at: the officers' list and file, and what everybody can read."""

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
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.forms.evaluating import as_typed
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Criterion
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.evaluation_desk import evaluations_on_desk
from participatory_budget.services.evaluating.appealing import appeal, decide_appeal
from participatory_budget.services.evaluating.assigning import assign, assign_many
from participatory_budget.services.evaluating.changing import answer_change, offer_change
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from tests.factories.accounts import UserFactory, alice, bob, dan
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


def test_the_only_officer_is_told_that_somebody_else_has_to_decide(client, budget, olga):
    author = alice()
    one = evaluated(budget, olga, verdict="not_feasible", author=author)
    appeal(Verdict.objects.get().pk, text="Look again.", language="en", actor=author, now=NOW)
    page = client.get(desk(budget, one.reference))
    assert "only budget officer" in page.content.decode()
    assert "appeal" not in page.context["forms"]
    otto = officer("otto")
    assert "another budget officer" in client.get(desk(budget, one.reference)).content.decode()
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
