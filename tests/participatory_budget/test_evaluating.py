"""The rules by which the city looks at a proposal: what is refused, what follows, and that none of it is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.accounts.models.user import User
from hub.moderation.enums import State
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Criterion
from participatory_budget.models.evaluation import CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.evaluation import dossier_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.assigning import assign, assign_many
from participatory_budget.services.evaluating.changing import offer_change
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from tests.factories.accounts import UserFactory, dan
from tests.factories.evaluations import evaluated, officer, priced
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def budget() -> Budget:
    return open_budget("evaluation")


@pytest.fixture
def olga() -> User:
    return officer()


def verdict(
    one: Proposal, actor: User, finding: str = "feasible", *, after: int = 0, now=NOW, reason: str = "So it is."
):
    return decide(one.pk, finding, reason=reason, language="en", after=after, actor=actor, now=now)


def offered(one: Proposal, actor: User, *, now=NOW, text: str = "Three trees, and the benches.") -> ScopeChange:
    return offer_change(
        one.pk,
        title="Shade",
        description=text,
        reason="Six do not fit.",
        language="en",
        actor=actor,
        now=now,
    )


def refused(call, *args, **kwargs) -> BudgetError:
    with pytest.raises(BudgetError) as caught:
        call(*args, **kwargs)
    return caught.value


# --- who, and when ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "role", ["citizen", "editor", "moderator", "analyst", "auditor", "budget_officer", "administrator"]
)
@pytest.mark.parametrize("phase", ["proposals", "supports", "evaluation", "voting", "results"])
def test_who_may_work_on_it_and_when(role: str, phase: str) -> None:
    one = proposal(open_budget(phase))
    person = UserFactory() if role == "citizen" else UserFactory(**{role: True})
    may = role in ("budget_officer", "administrator") and phase not in ("voting", "results")

    def try_it() -> None:
        assign(one.pk, department=None, officer=None, due_on=date(2026, 5, 1), actor=person, now=NOW)

    if may:
        try_it()
        assert Evaluation.objects.get(proposal=one).due_on == date(2026, 5, 1)
    else:
        with pytest.raises(BudgetError):
            try_it()
        assert not Evaluation.objects.exists()


@pytest.mark.parametrize("state", [State.PENDING, State.WITHHELD, State.WITHDRAWN])
def test_nothing_is_decided_about_what_is_not_public(budget: Budget, olga: User, state: str) -> None:
    one = proposal(budget, state=state)
    assert "not public" in refused(verdict, one, olga, "not_feasible").message


def test_nothing_is_decided_about_what_was_merged(budget: Budget, olga: User) -> None:
    one = proposal(budget, merged_into=proposal(budget), merged_at=NOW)
    assert "merged" in refused(verdict, one, olga, "not_feasible").message


# --- assigning --------------------------------------------------------------------------------------------------------


def test_several_are_assigned_in_one_step_and_keep_what_is_left_empty(budget: Budget, olga: User) -> None:
    green = budget.departments.get()
    first, second = proposal(budget), proposal(budget)
    assign(first.pk, department=None, officer=olga, due_on=date(2026, 5, 1), actor=olga, now=NOW)
    assert assign_many([first.pk, second.pk], department=green, due_on=None, actor=olga, now=NOW) == 2
    one, other = first.evaluation, second.evaluation
    one.refresh_from_db()
    assert (one.department, one.assigned_to, one.due_on) == (green, olga, date(2026, 5, 1))
    assert (other.department, other.due_on) == (green, None)


def test_several_are_assigned_all_or_none(budget: Budget, olga: User) -> None:
    standing, hidden = proposal(budget), proposal(budget, state=State.WITHHELD)
    refused(
        assign_many, [standing.pk, hidden.pk], department=budget.departments.get(), due_on=None, actor=olga, now=NOW
    )
    assert not Evaluation.objects.exists()


def test_a_department_of_another_budget_and_an_outsider_are_refused(budget: Budget, olga: User) -> None:
    other, one = open_budget("evaluation", "other"), proposal(budget)
    common = {"due_on": None, "actor": olga, "now": NOW}
    assert refused(assign, one.pk, department=other.departments.get(), officer=None, **common).where == "department"
    assert refused(assign, one.pk, department=None, officer=dan(), **common).where == "officer"


# --- criteria and costs -----------------------------------------------------------------------------------------------


def test_an_answer_that_is_not_plain_needs_a_note(budget: Budget, olga: User) -> None:
    one, land = proposal(budget), budget.criteria.get()
    error = refused(answer_criteria, one.pk, {land.pk: Finding("not_met")}, language="en", actor=olga, now=NOW)
    assert error.where == f"note_{land.pk}"
    answer_criteria(one.pk, {land.pk: Finding("condition", "إذا وافق الميناء")}, language="ar", actor=olga, now=NOW)
    found = CriterionFinding.objects.get()
    assert (found.answer, found.note, found.note_language) == ("condition", "إذا وافق الميناء", "ar")
    answer_criteria(one.pk, {land.pk: Finding("")}, language="en", actor=olga, now=NOW)
    assert not CriterionFinding.objects.exists()


def test_two_officers_notice_each_other(budget: Budget, olga: User) -> None:
    one, land, otto = proposal(budget), budget.criteria.get(), officer("otto")
    before = dossier_of(one)
    answer_criteria(one.pk, {land.pk: Finding("met")}, language="en", seen=before.findings_seen, actor=olga, now=NOW)
    set_costs(one.pk, Price(cost_low=5, costed_by="Olga"), seen=before.costs_seen, actor=olga, now=NOW)
    late = {"actor": otto, "now": NOW + HOUR}
    refused(
        answer_criteria, one.pk, {land.pk: Finding("not_met", "No.")}, language="en", seen=before.findings_seen, **late
    )
    refused(set_costs, one.pk, Price(cost_low=7, costed_by="Otto"), seen=before.costs_seen, **late)
    assert CriterionFinding.objects.get().answer == "met"
    assert Evaluation.objects.get().cost_low == 5


@pytest.mark.parametrize(
    ("price", "where"),
    [
        (Price(cost_low=3, cost_high=2, costed_by="x"), "cost_low"),
        (Price(cost_low=3, cost_final=2, costed_by="x"), "cost_final"),
        (Price(cost_high=3, cost_final=4, costed_by="x"), "cost_final"),
        (Price(running_cost=-1, costed_by="x"), "running_cost"),
        (Price(cost_final=4), "costed_by"),
    ],
    ids=["low above high", "final below low", "final above high", "below nothing", "by nobody"],
)
def test_prices_that_do_not_fit_together_are_refused(budget: Budget, olga: User, price: Price, where: str) -> None:
    one = proposal(budget)
    assert refused(set_costs, one.pk, price, actor=olga, now=NOW).where == where
    assert not Evaluation.objects.exists()


# --- the verdict ------------------------------------------------------------------------------------------------------


def test_what_passes_stands_on_the_ballot_at_its_final_cost(budget: Budget, olga: User) -> None:
    one = priced(proposal(budget, title="Ombre", language="fr", latitude="36.1", longitude="10.1"), olga)
    made = verdict(one, olga)
    project = Project.objects.get(proposal=one)
    assert (made.number, made.cost_final, made.costed_by) == (1, 1_250_000, "Parks office")
    assert (project.code, project.cost, project.title, project.title_language) == (
        one.reference,
        1_250_000,
        "Ombre",
        "fr",
    )
    assert (project.district, project.category, project.envelope) == ("Nord", "Parcs", one.envelope)
    assert str(project.latitude) == "36.100000"


def test_a_price_in_millimes_stays_exact(olga: User) -> None:
    budget = open_budget("evaluation")
    Budget.objects.filter(pk=budget.pk).update(currency="TND")
    one = proposal(budget)
    answer_criteria(one.pk, {budget.criteria.get().pk: Finding("met")}, language="ar", actor=olga, now=NOW)
    set_costs(one.pk, Price(cost_final=1_234_567, costed_by="إدارة الحدائق"), actor=olga, now=NOW)
    decide(one.pk, "feasible", reason="الأرض ملك للبلدية.", language="ar", after=0, actor=olga, now=NOW)
    assert Project.objects.get().cost == 1_234_567
    assert Verdict.objects.get().reason == "الأرض ملك للبلدية."


def test_what_lacks_something_cannot_pass(budget: Budget, olga: User) -> None:
    one, land = proposal(budget), budget.criteria.get()
    assert "final cost" in refused(verdict, one, olga).message
    set_costs(one.pk, Price(cost_final=100, costed_by="Olga"), actor=olga, now=NOW)
    assert "no answer" in refused(verdict, one, olga).message
    answer_criteria(one.pk, {land.pk: Finding("not_met", "The port's.")}, language="en", actor=olga, now=NOW)
    assert "not met" in refused(verdict, one, olga).message
    assert not Verdict.objects.exists()
    assert not Project.objects.exists()
    # It can still be told that it cannot be done.
    assert verdict(one, olga, "not_feasible").number == 1


def test_a_criterion_that_only_weighs_does_not_stop_anything(budget: Budget, olga: User) -> None:
    Criterion.objects.create(budget=budget, slug="green", names={"en": "Good for trees"}, is_required=False, order=2)
    one = proposal(budget)
    answer_criteria(one.pk, {budget.criteria.get(slug="land").pk: Finding("met")}, language="en", actor=olga, now=NOW)
    set_costs(one.pk, Price(cost_final=100, costed_by="Olga"), actor=olga, now=NOW)
    assert verdict(one, olga).number == 1


def test_what_costs_more_than_there_is_cannot_pass(budget: Budget, olga: User) -> None:
    one = proposal(budget)
    answer_criteria(one.pk, {budget.criteria.get().pk: Finding("met")}, language="en", actor=olga, now=NOW)
    set_costs(one.pk, Price(cost_final=one.envelope.amount + 1, costed_by="Olga"), actor=olga, now=NOW)
    assert "more than the envelope holds" in refused(verdict, one, olga).message
    set_costs(one.pk, Price(cost_final=one.envelope.amount, costed_by="Olga"), actor=olga, now=NOW + HOUR)
    assert verdict(one, olga, now=NOW + HOUR).number == 1


def test_too_few_supports_keep_it_off_the_ballot(olga: User) -> None:
    budget = open_budget("evaluation", supports_needed=10)
    few, reached = (
        priced(proposal(budget, support_count=3, **more), olga) for more in ({}, {"threshold_reached_at": NOW})
    )
    assert "7 supports" in refused(verdict, few, olga).message
    assert verdict(reached, olga).number == 1


@pytest.mark.parametrize(("finding", "reason", "where"), [("feasible", " ", "reason"), ("maybe", "So.", "verdict")])
def test_a_verdict_has_a_reason_and_a_known_word(
    budget: Budget, olga: User, finding: str, reason: str, where: str
) -> None:
    one = priced(proposal(budget), olga)
    assert refused(verdict, one, olga, finding, reason=reason).where == where


def test_the_second_of_two_officers_does_not_decide_unseen(budget: Budget, olga: User) -> None:
    one = priced(proposal(budget), olga)
    verdict(one, olga)
    assert "meanwhile" in refused(verdict, one, officer("otto"), "not_feasible").message
    assert "There is a verdict" in refused(verdict, one, olga, "not_feasible", after=1).message
    assert Verdict.objects.count() == 1


def test_under_a_verdict_answers_and_prices_stay(budget: Budget, olga: User) -> None:
    one = evaluated(budget, olga)
    refused(set_costs, one.pk, Price(cost_final=1, costed_by="Olga"), actor=olga, now=NOW)
    refused(answer_criteria, one.pk, {budget.criteria.get().pk: Finding("")}, language="en", actor=olga, now=NOW)


def test_nobody_decides_about_their_own_proposal(budget: Budget, olga: User) -> None:
    one = priced(proposal(budget, author=olga), olga)
    assert "own proposal" in refused(verdict, one, olga).message
