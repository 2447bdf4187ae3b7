"""Changes that the author agrees to, appeals, the vote that freezes all of it, letters and the record."""

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
from hub.notifications.models.outbox import Outbox
from participatory_budget.enums import Consent, PhaseKind
from participatory_budget.models.authorship import CoAuthor
from participatory_budget.models.budget import Budget
from participatory_budget.models.evaluation import Appeal, ScopeChange, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.evaluating.appealing import appeal, decide_appeal
from participatory_budget.services.evaluating.assigning import assign
from participatory_budget.services.evaluating.ballot import take_off_ballot
from participatory_budget.services.evaluating.changing import answer_change, offer_change, take_back_change
from participatory_budget.services.evaluating.costing import Price, set_costs
from participatory_budget.services.evaluating.deciding import decide
from tests.factories.accounts import alice, bob, dan
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
