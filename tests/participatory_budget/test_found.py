"""Budgets and proposals as the search is told of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.core.models.topic import Topic, TopicName, TopicPage
from hub.core.search import SearchDocument, process_phases, search_kinds
from hub.moderation.enums import State
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.pages import BudgetPage
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Phase, stage_at
from tests.factories.accounts import alice
from tests.factories.contributions import CommentFactory
from tests.factories.evaluations import evaluated, officer, priced
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]

SECRET = "Zanzibarium"
EVERYBODY = {"en", "fr", "ar"}
HIDDEN = {
    "pending": {"state": State.PENDING},
    "withheld": {"state": State.WITHHELD},
    "withdrawn": {"state": State.WITHDRAWN},
    "erased": {"state": State.WITHDRAWN, "erased_at": NOW},
}


@pytest.fixture
def at_now():
    with freeze_time(NOW):
        yield


def told(kind: str, *rows, language: str = "en") -> list[SearchDocument]:
    return list(search_kinds.get(kind).documents([str(one.pk) for one in rows], language))


def topic(key: str, budget: Budget, kind: str = "topic", **names: str) -> Topic:
    made = Topic.objects.create(kind=kind, key=key)
    for language, name in names.items():
        TopicName.objects.create(topic=made, language=language, name=name)
    TopicPage.objects.create(topic=made, page=BudgetPage.objects.filter(budget=budget).last())
    return made


# --- proposals -------------------------------------------------------------------------------------------------------


def test_a_proposal_is_told_in_its_own_words_with_its_subject_and_its_place():
    budget = open_budget("supports", supports_needed=5)
    one = proposal(budget, title="ظل في الساحة", language="ar", place="Market", support_count=2)
    (document,) = told("proposal", one, language="fr")
    assert (document.key, document.language, document.title) == (str(one.pk), "ar", "ظل في الساحة")
    assert document.body == f"{one.description}\n\n{one.benefit}\n\nMarket\n\n{one.reference}"
    assert document.url == f"/fr/budgets/budget-2026/proposals/{one.reference}/"
    assert document.readers == EVERYBODY
    assert (document.part_of, document.part_of_language) == ("Budget de Port-Zeitoun", "")
    assert document.process == f"budget:{budget.pk}"
    assert document.pages == (BudgetPage.objects.first().translation_key,)
    assert [(each.key, each.names["ar"]) for each in document.themes] == [("parks", "الحدائق")]
    assert document.district.key == "north"
    assert document.district.names == {"en": "North", "fr": "Nord", "ar": "الشمال"}
    assert document.date == NOW
    assert told("proposal", one)[0].notes == ("Gathering support", "2 of 5 supports")
    assert list(search_kinds.get("proposal").keys()) == [str(one.pk)]


@pytest.mark.parametrize("state", list(HIDDEN))
def test_what_is_not_public_is_told_to_nobody_and_neither_is_what_was_said_about_it(state):
    budget = open_budget("supports")
    one = proposal(budget, title=SECRET, description=SECRET, benefit=SECRET, place=SECRET, author=alice())
    comment = CommentFactory(hub_thread=one.thread, body=SECRET)
    (public,) = told("comment", comment)
    assert (public.title, public.process) == (SECRET, f"budget:{budget.pk}")
    assert public.pages == (BudgetPage.objects.first().translation_key,)
    reason = {State.WITHHELD: "off_topic", State.WITHDRAWN: "withdrawn"}.get(HIDDEN[state]["state"], "")
    Proposal.objects.filter(pk=one.pk).update(reason_code=reason, published_at=None, **HIDDEN[state])
    assert told("proposal", one) == []
    assert told("comment", comment) == []
    assert list(search_kinds.get("proposal").keys()) == []


def test_without_a_public_page_of_its_budget_nothing_is_told():
    budget = open_budget("supports")
    one = proposal(budget, title=SECRET)
    comment = CommentFactory(hub_thread=one.thread)
    BudgetPage.objects.update(live=False)
    assert told("proposal", one) == told("budget", budget) == told("comment", comment) == []
    assert process_phases.get("budgets")(NOW) == []


def test_nobody_is_found_by_name():
    one = proposal(open_budget("supports"), author=alice(), source=SECRET)
    Proposal.objects.filter(pk=one.pk).update(author_name=SECRET)
    assert SECRET not in repr(told("proposal", one))


def test_what_became_part_of_another_one_is_still_found_and_says_so():
    budget = open_budget("supports", supports_needed=5)
    target = proposal(budget)
    source = proposal(budget, merged_into=target, merged_at=NOW)
    assert told("proposal", source)[0].notes == ("Merged into another one",)


def test_where_no_supports_are_asked_for_none_are_counted():
    one = proposal(open_budget("proposals"))
    assert told("proposal", one)[0].notes == ("Handed in",)


def test_what_the_city_found_is_said_in_the_words_of_the_list():
    budget = open_budget("evaluation")
    looked_at = priced(proposal(budget), officer())
    refused = evaluated(budget, officer("omar"), verdict="not_feasible")
    notes = {each.key: each.notes[0] for each in told("proposal", looked_at, refused)}
    assert notes == {str(looked_at.pk): "Being looked at", str(refused.pk): "Cannot be done"}


def test_a_reserved_share_is_no_place():
    budget = open_budget("supports")
    share = budget.envelopes.get(slug="south")
    share.kind = "reserved"
    share.save()
    assert told("proposal", proposal(budget, envelope=share))[0].district is None


def test_editors_words_for_a_heading_win():
    budget = open_budget("supports")
    topic("parks", budget, fr="Espaces verts")
    (document,) = told("proposal", proposal(budget))
    assert document.themes[0].names == {"en": "Parks", "fr": "Espaces verts", "ar": "الحدائق"}


# --- budgets ---------------------------------------------------------------------------------------------------------


def test_a_budget_is_told_in_each_language_that_it_has_a_page_in():
    budget = open_budget("supports")
    topic("water", budget, en="Water", ar="الماء")
    topic("harbour", budget, "district", en="Harbour")
    BudgetPage.objects.filter(locale__language_code="fr").update(
        summary="Dix millions.", story="<p>Votre <b>ville</b></p>", contact=SECRET
    )
    by_language = {each.language: each for each in told("budget", budget, language="ar")}
    assert set(by_language) == EVERYBODY
    french = by_language["fr"]
    assert (french.title, french.body) == ("Budget de Port-Zeitoun", "Dix millions.\n\nVotre ville")
    assert (french.url, french.readers) == ("/fr/budgets/budget-2026/", {"fr"})
    assert french.process == f"budget:{budget.pk}"
    assert [each.names for each in french.themes] == [{"en": "Water", "ar": "الماء"}]
    assert french.district.key == "harbour"
    assert told("budget", budget)[0].notes == ("Gathering support",)


def test_readers_without_a_page_get_the_oldest_one():
    budget = open_budget("supports")
    BudgetPage.objects.filter(locale__language_code="ar").update(live=False)
    assert {each.language: each.readers for each in told("budget", budget)} == {"en": {"en", "ar"}, "fr": {"fr"}}
    assert told("budget", budget, language="ar")[0].notes


# --- where they stand in time ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phase", "stage"),
    [
        (PhaseKind.INFORMATION, "coming"),
        (PhaseKind.PROPOSALS, "open"),
        (PhaseKind.SUPPORTS, "open"),
        (PhaseKind.EVALUATION, "working"),
        (PhaseKind.VOTING, "open"),
        (PhaseKind.RESULTS, "answered"),
        (PhaseKind.IMPLEMENTATION, "answered"),
    ],
)
def test_the_clock_alone_says_where_a_budget_stands(phase, stage):
    budget = open_budget(phase)
    (one,) = process_phases.get("budgets")(NOW)
    assert (one.process, one.stage) == (f"budget:{budget.pk}", stage)


def test_between_and_around_its_phases():
    day = timedelta(days=1)
    vote = Phase(PhaseKind.VOTING, NOW, NOW + day)
    proposals = Phase(PhaseKind.PROPOSALS, NOW - 5 * day, NOW - 3 * day)
    results = Phase(PhaseKind.RESULTS, NOW + 3 * day, NOW + 4 * day)
    phases = [proposals, vote, results]
    moments = {
        NOW - 6 * day: "coming",
        NOW - 5 * day: "open",
        NOW - 3 * day: "working",
        NOW: "open",
        NOW + day: "working",
        NOW + 3 * day: "answered",
        NOW + 4 * day: "ended",
    }
    assert {moment: stage_at(phases, moment) for moment in moments} == moments
    assert stage_at([], NOW) == "coming"
    assert stage_at([], NOW, held_elsewhere=True) == "ended"


def test_a_budget_goes_on_by_itself():
    budget = open_budget("voting")
    vote = BudgetPhase.objects.get(budget=budget, kind=PhaseKind.VOTING)
    stages = [
        process_phases.get("budgets")(moment)[0].stage for moment in (vote.ends_at - timedelta(seconds=1), vote.ends_at)
    ]
    assert stages == ["open", "answered"]


# --- what it costs ---------------------------------------------------------------------------------------------------


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


def test_one_costs_what_fifty_cost():
    budgets = [open_budget("supports", "budget-0", supports_needed=3)]
    proposals = [proposal(budgets[0])]
    comments = [CommentFactory(hub_thread=proposals[0].thread)]
    topic("parks", budgets[0], en="Parks")

    def cost() -> dict[str, int]:
        return {
            "proposal": queries(lambda: told("proposal", *proposals)),
            "budget": queries(lambda: told("budget", *budgets)),
            "comment": queries(lambda: told("comment", *comments)),
            "stages": queries(lambda: process_phases.get("budgets")(NOW)),
        }

    cost()  # where the site is, is read once
    few = cost()
    budgets += [open_budget("supports", f"budget-{number}") for number in range(1, 10)]
    proposals += [proposal(budgets[number % 10]) for number in range(49)]
    comments += [CommentFactory(hub_thread=one.thread) for one in proposals[1:]]
    assert (len(told("proposal", *proposals)), len(told("comment", *comments))) == (50, 50)
    assert len(told("budget", *budgets)) == 30
    assert cost() == few


def test_keys_that_are_none_are_left_out():
    one = proposal(open_budget("supports"))
    odd = ["", "x", "1", "00000000-0000-0000-0000-000000000000", str(one.pk).upper(), f"{{{one.pk}}}"]
    for kind in ("proposal", "budget", "project"):
        assert list(search_kinds.get(kind).documents(odd, "en")) == []
    assert len(search_kinds.get("proposal").documents([*odd, str(one.pk)], "en")) == 1
