"""The rules by which the city looks at a proposal: what is refused, what follows, and that none of it is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from hub.accounts.models.user import User
from hub.audit.models.entry import AuditEntry
from hub.audit.services import forget_actor
from hub.core.registries import personal_data
from hub.moderation.enums import State
from hub.notifications.models.outbox import Outbox
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Criterion
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.selectors.evaluation import dossier_of
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.evaluating.appealing import appeal, decide_appeal
from participatory_budget.services.evaluating.assigning import assign, assign_many
from participatory_budget.services.evaluating.ballot import take_off_ballot
from participatory_budget.services.evaluating.changing import answer_change, offer_change, take_back_change
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from participatory_budget.services.evaluating.finding import Finding, answer_criteria
from tests.factories.accounts import UserFactory, alice, bob, dan
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


# --- a change of scope ------------------------------------------------------------------------------------------------


def test_a_change_needs_the_authors_yes_and_leaves_both_texts(budget: Budget, olga: User) -> None:
    author = alice()
    one = priced(proposal(budget, author=author, title="Trees", place="السوق"), olga)
    refused(verdict, one, olga, "feasible_with_changes")
    change = offered(one, olga)
    assert "not answered" in refused(verdict, one, olga, now=NOW).message
    one.refresh_from_db()
    assert one.title == "Trees"
    answer_change(change.pk, agreed=True, answer="Gladly.", actor=author, now=NOW + HOUR)
    one.refresh_from_db()
    assert (one.title, one.description, one.edited_at) == ("Shade", "Three trees, and the benches.", NOW + HOUR)
    assert "three trees" in one.search_text
    first, new = ProposalRevision.objects.filter(proposal=one).order_by("number")
    assert (first.title, first.scope_change) == ("Trees", None)
    assert (new.title, new.scope_change) == ("Shade", change)
    verdict(one, olga, "feasible_with_changes", now=NOW + 2 * HOUR)
    assert Project.objects.get().title == "Shade"


def test_a_change_that_is_refused_changes_nothing(budget: Budget, olga: User) -> None:
    author = alice()
    one = priced(proposal(budget, author=author, title="Trees"), olga)
    answer_change(offered(one, olga).pk, agreed=False, answer="", actor=author, now=NOW)
    one.refresh_from_db()
    assert one.title == "Trees"
    assert not ProposalRevision.objects.exists()
    refused(verdict, one, olga, "feasible_with_changes")
    assert verdict(one, olga).number == 1


def test_only_the_author_answers_and_only_once(budget: Budget, olga: User) -> None:
    author = alice()
    one = proposal(budget, author=author)
    change = offered(one, olga)
    for outsider in (dan(), bob(), olga):
        with pytest.raises(PermissionDenied):
            answer_change(change.pk, agreed=True, answer="Yes.", actor=outsider, now=NOW)
    answer_change(change.pk, agreed=True, answer="", actor=author, now=NOW)
    assert "already" in refused(answer_change, change.pk, agreed=False, answer="", actor=author, now=NOW).message
    assert ScopeChange.objects.get().consent == Consent.AGREED


def test_a_co_author_answers_as_well(budget: Budget, olga: User) -> None:
    friend, one = dan(), proposal(budget, author=alice())
    CoAuthor.objects.create(proposal=one, user=friend, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    answer_change(offered(one, olga).pk, agreed=True, answer="", actor=friend, now=NOW)
    assert ScopeChange.objects.get().consent == Consent.AGREED


def test_an_answer_on_paper_is_noted_where_nobody_has_an_account(budget: Budget, olga: User) -> None:
    change = offered(proposal(budget), olga)
    assert refused(answer_change, change.pk, agreed=True, answer=" ", actor=olga, now=NOW).where == "answer"
    answer_change(change.pk, agreed=True, answer="By telephone on 3 May.", actor=olga, now=NOW)
    assert Proposal.objects.get().title == "Shade"


def test_one_change_at_a_time_and_none_where_it_can_be_done(budget: Budget, olga: User) -> None:
    one = proposal(budget, author=alice())
    offered(one, olga)
    refused(offered, one, olga)
    take_back_change(one.pk, actor=olga, now=NOW)
    refused(take_back_change, one.pk, actor=olga, now=NOW)
    assert offered(one, olga).consent == Consent.ASKED
    assert "nothing needs to change" in refused(offered, evaluated(budget, olga), olga).message


def test_after_a_refusal_an_agreed_change_opens_the_question_again(budget: Budget, olga: User) -> None:
    author = alice()
    one = evaluated(budget, olga, verdict="not_feasible", author=author)
    answer_change(offered(one, olga, now=NOW + HOUR).pk, agreed=True, answer="", actor=author, now=NOW + 2 * HOUR)
    second = verdict(one, olga, "feasible_with_changes", after=1, now=NOW + 3 * HOUR)
    assert second.number == 2
    assert Verdict.objects.get(number=1).verdict == "not_feasible"
    assert Project.objects.filter(proposal=one).exists()


# --- appeals ----------------------------------------------------------------------------------------------------------


def test_an_appeal_goes_to_somebody_else(budget: Budget, olga: User) -> None:
    author, otto = alice(), officer("otto")
    one = evaluated(budget, olga, verdict="not_feasible", author=author)
    made = appeal(Verdict.objects.get().pk, text="لم يُنظر في الخريطة.", language="ar", actor=author, now=NOW + DAY)
    assert made.due_on == date(2026, 4, 30)
    refused(verdict, one, otto, after=1, now=NOW + DAY)
    answer = {"reason": "The map shows it.", "language": "en"}
    assert (
        "another budget officer"
        in refused(decide_appeal, made.pk, "granted", **answer, actor=olga, now=NOW + DAY).message
    )
    assert (
        refused(decide_appeal, made.pk, "granted", reason=" ", language="en", actor=otto, now=NOW + DAY).where
        == "reason"
    )
    decide_appeal(made.pk, "granted", **answer, actor=otto, now=NOW + DAY)
    refused(decide_appeal, made.pk, "refused", **answer, actor=otto, now=NOW + DAY)
    second = verdict(one, otto, after=1, now=NOW + 2 * DAY)
    assert [(row.number, row.verdict) for row in Verdict.objects.order_by("number")] == [
        (1, "not_feasible"),
        (2, "feasible"),
    ]
    # A new verdict can be appealed against in its turn.
    assert appeal(second.pk, text="And the lamps?", language="en", actor=author, now=NOW + 3 * DAY).pk != made.pk


def test_a_city_with_one_officer_is_told_what_to_do(budget: Budget, olga: User) -> None:
    author = alice()
    evaluated(budget, olga, verdict="not_feasible", author=author)
    made = appeal(Verdict.objects.get().pk, text="Look again.", language="en", actor=author, now=NOW)
    error = refused(decide_appeal, made.pk, "refused", reason="No.", language="en", actor=olga, now=NOW)
    assert "only budget officer" in error.message
    assert "administrator" in error.message


def test_who_may_appeal_how_often_and_until_when(budget: Budget, olga: User) -> None:
    author = alice()
    evaluated(budget, olga, verdict="not_feasible", author=author)
    pk = Verdict.objects.get().pk
    words = {"text": "Look again.", "language": "en"}
    for outsider in (dan(), olga):
        with pytest.raises(NotAllowedError):
            appeal(pk, **words, actor=outsider, now=NOW)
    # Fourteen days; the vote begins twenty days after NOW.
    assert "time to appeal is over" in refused(appeal, pk, **words, actor=author, now=NOW + 14 * DAY).message
    assert refused(appeal, pk, text="\n", language="en", actor=author, now=NOW).where == "text"
    appeal(pk, **words, actor=author, now=NOW + 14 * DAY - HOUR)
    assert "already" in refused(appeal, pk, **words, actor=author, now=NOW + DAY).message
    assert Appeal.objects.count() == 1


def test_an_appeal_that_is_refused_leaves_the_verdict(budget: Budget, olga: User) -> None:
    author, otto = alice(), officer("otto")
    one = evaluated(budget, olga, author=author)
    made = appeal(Verdict.objects.get().pk, text="It costs less.", language="en", actor=author, now=NOW)
    decide_appeal(made.pk, "refused", reason="It does not.", language="en", actor=otto, now=NOW)
    refused(verdict, one, otto, "not_feasible", after=1)
    assert Project.objects.filter(proposal=one).exists()


def test_a_later_verdict_that_fails_takes_it_off_the_ballot(budget: Budget, olga: User) -> None:
    author, otto = alice(), officer("otto")
    one = evaluated(budget, olga, author=author)
    made = appeal(Verdict.objects.get().pk, text="It costs less.", language="en", actor=author, now=NOW)
    decide_appeal(made.pk, "granted", reason="Let us see.", language="en", actor=otto, now=NOW)
    verdict(one, otto, "not_feasible", after=1, now=NOW + HOUR)
    assert not Project.objects.exists()


# --- the vote has begun -----------------------------------------------------------------------------------------------


def test_once_the_vote_began_everything_stays(budget: Budget, olga: User) -> None:
    author, otto = alice(), officer("otto")
    voting = budget.phases.get(kind=PhaseKind.VOTING).starts_at
    one = evaluated(budget, olga, author=author, now=voting - 2 * DAY)
    asked = offered(proposal(budget, author=author), olga, now=voting - DAY)
    appealed = evaluated(budget, olga, author=author, now=voting - 2 * DAY)
    made = appeal(
        Verdict.objects.get(evaluation__proposal=appealed).pk, text="No.", language="en", actor=author, now=voting - DAY
    )
    pk = Verdict.objects.get(evaluation__proposal=one).pk
    for call in (
        lambda: set_costs(one.pk, Price(cost_final=1, costed_by="x"), actor=olga, now=voting),
        lambda: verdict(one, olga, "not_feasible", after=1, now=voting),
        lambda: answer_change(asked.pk, agreed=True, answer="", actor=author, now=voting),
        lambda: appeal(pk, text="Look.", language="en", actor=author, now=voting),
        lambda: decide_appeal(made.pk, "granted", reason="Yes.", language="en", actor=otto, now=voting),
        lambda: take_off_ballot(one, actor=olga, now=voting),
    ):
        assert "vote has begun" in refused(call).message
    assert Project.objects.count() == 2


# --- what is told and what is recorded --------------------------------------------------------------------------------


def test_each_event_is_told_once_to_every_author(budget: Budget, olga: User) -> None:
    author, friend, otto = alice(), dan(), officer("otto")
    one = proposal(budget, author=author)
    CoAuthor.objects.create(proposal=one, user=friend, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    CoAuthor.objects.create(proposal=one, user=bob(), consent=Consent.ASKED, asked_at=NOW)
    priced(one, olga)
    answer_change(offered(one, olga).pk, agreed=True, answer="", actor=author, now=NOW)
    made = verdict(one, olga, "feasible_with_changes", now=NOW + HOUR)
    asked = appeal(made.pk, text="Look.", language="en", actor=friend, now=NOW + HOUR)
    decide_appeal(asked.pk, "refused", reason="No.", language="en", actor=otto, now=NOW + HOUR)
    for kind in (
        "proposal_evaluation_opened",
        "proposal_change_asked",
        "proposal_verdict",
        "proposal_appeal_decided",
    ):
        assert sorted(Outbox.objects.filter(kind=kind).values_list("to", flat=True)) == [
            "alice@example.org",
            "dan@example.org",
        ], kind


def test_the_record_names_every_step_and_holds_no_words(budget: Budget, olga: User) -> None:
    author, otto = alice(), officer("otto")
    one = priced(proposal(budget, author=author), olga)
    assign(one.pk, department=budget.departments.get(), officer=olga, due_on=date(2026, 5, 1), actor=olga, now=NOW)
    answer_change(offered(one, olga).pk, agreed=True, answer="Gladly", actor=author, now=NOW)
    made = verdict(one, olga, "feasible_with_changes", reason="Enough room", now=NOW + HOUR)
    asked = appeal(made.pk, text="Lamps too", language="en", actor=author, now=NOW + HOUR)
    decide_appeal(asked.pk, "refused", reason="No lamps", language="en", actor=otto, now=NOW + HOUR)
    rows = AuditEntry.objects.filter(subject__in=["participatory_budget.evaluation", "participatory_budget.project"])
    assert {row.action for row in rows} == {
        "evaluation.opened",
        "evaluation.criterion_answered",
        "evaluation.costed",
        "evaluation.assigned",
        "evaluation.change_offered",
        "evaluation.change_answered",
        "evaluation.decided",
        "project.put_on_ballot",
        "evaluation.appealed",
        "evaluation.appeal_decided",
    }
    written = " ".join(json.dumps([row.data, row.reason_code]) for row in rows)
    assert not any(word in written for word in ("Gladly", "Enough", "Lamps", "lamps", "Parks"))


# --- when an account goes ---------------------------------------------------------------------------------------------


def test_the_words_of_an_author_can_be_taken_along_and_go_with_the_account(budget: Budget, olga: User) -> None:
    author, friend = alice(), dan()
    one = priced(proposal(budget, author=author), olga)
    CoAuthor.objects.create(proposal=one, user=friend, consent=Consent.AGREED, asked_at=NOW, answered_at=NOW)
    answer_change(offered(one, olga).pk, agreed=True, answer="Gladly.", actor=author, now=NOW)
    answer_change(
        offered(one, olga, text="Two trees.").pk, agreed=False, answer="Not two.", actor=friend, now=NOW + HOUR
    )
    made = verdict(one, olga, "not_feasible", now=NOW + HOUR)
    appeal(made.pk, text="Look again.", language="en", actor=author, now=NOW + HOUR)
    copy = personal_data.get("evaluations").export(author)
    assert [row["text"] for row in copy["appeals"]] == ["Look again."]
    assert [row["answer"] for row in copy["answers_to_changes"]] == ["Gladly."]
    with transaction.atomic():
        # In whatever order: the record may forget the person first.
        forget_actor(author)
        personal_data.get("evaluations").erase(author, now=NOW + DAY)
    assert (Appeal.objects.get().text, Appeal.objects.get().made_by) == ("", None)
    assert list(ScopeChange.objects.order_by("pk").values_list("answer", flat=True)) == ["", "Not two."]
    assert ScopeChange.objects.filter(consent=Consent.AGREED).exists()
