"""Pages offer what can be done now, and only that; what is running, filled in or named is said as it is."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from participatory_budget.enums import AppealDecision, PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.evaluation import Appeal, Evaluation, Verdict
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalSupport
from participatory_budget.services.supporting import SupportsClosedError, give_support
from tests.factories.accounts import dan
from tests.factories.proposals import NOW, open_budget, proposal

pytestmark = pytest.mark.django_db
IMPOSSIBLE = "The city found that it cannot be done"


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().replace("\xa0", " ")


def impossible(one: Proposal) -> Verdict:
    found = Evaluation.objects.create(proposal=one, opened_at=NOW)
    values = {"reason": "No room.", "reason_language": "en", "decided_at": NOW, "number": 1}
    return Verdict.objects.create(evaluation=found, verdict="not_feasible", **values)


def appealed(verdict: Verdict) -> Appeal:
    return Appeal.objects.create(verdict=verdict, text="There is.", language="en", made_at=NOW, due_on=NOW.date())


def on_ballot(one: Proposal, order: int = 0) -> Project:
    return Project.objects.create(
        envelope=one.envelope,
        code=one.reference,
        cost=1,
        title=one.title,
        title_language="en",
        proposal=one,
        district="North",
        category="Parks",
        order=order,
    )


def page_of(one: Proposal) -> str:
    return f"/en/budgets/{one.budget.slug}/proposals/{one.reference}/"


def test_nobody_supports_what_cannot_be_done_until_its_author_appeals(client: Client) -> None:
    one, person = proposal(open_budget("supports", supports_needed=3)), dan()
    give_support(one, actor=person, now=NOW)
    verdict = impossible(one)
    with pytest.raises(SupportsClosedError):
        give_support(one, actor=person, now=NOW)
    page = text_of(client, page_of(one))
    assert IMPOSSIBLE in page
    assert "Support this proposal" not in page
    assert ProposalSupport.objects.count() == 1
    appeal = appealed(verdict)
    assert "Support this proposal" in text_of(client, page_of(one))
    give_support(one, actor=person, now=NOW)
    Appeal.objects.filter(pk=appeal.pk).update(
        decision=AppealDecision.REFUSED, decided_at=NOW, reason="No.", reason_language="en"
    )
    assert IMPOSSIBLE in text_of(client, page_of(one))


def test_nobody_supports_what_is_on_the_ballot_already(client: Client) -> None:
    one = proposal(open_budget("supports", supports_needed=3))
    on_ballot(one)
    with pytest.raises(SupportsClosedError):
        give_support(one, actor=dan(), now=NOW)
    page = text_of(client, page_of(one))
    assert "It is on the ballot, so it needs no more supports." in page
    assert "The vote begins on" in page


def test_what_was_merged_shows_no_count_of_its_own(client: Client) -> None:
    budget = open_budget("supports", supports_needed=20)
    target = proposal(budget)
    gone = proposal(budget, merged_into=target, merged_at=NOW)
    assert "of 20 supports" not in text_of(client, page_of(gone))
    assert "0 of 20 supports" in text_of(client, page_of(target))
    merged = text_of(client, f"/en/budgets/{budget.slug}/proposals/?state=merged")
    assert gone.title in merged
    assert "of 20 supports" not in merged


def test_phases_side_by_side_are_both_running_and_one_is_current(client: Client) -> None:
    budget = open_budget("proposals")
    BudgetPhase.objects.filter(budget=budget, kind=PhaseKind.SUPPORTS).update(starts_at=NOW)
    page = text_of(client, f"/en/budgets/{budget.slug}/")
    assert page.count('<li class="now"') == 2
    assert len(re.findall(r'<li class="now" aria-current="step">\s*<h3>Gathering support', page)) == 1
    assert page.count('aria-current="step"') == 1


def test_the_first_thing_to_do_stands_before_the_projects_and_once(client: Client) -> None:
    budget = open_budget("proposals")
    on_ballot(proposal(budget))
    page = text_of(client, f"/en/budgets/{budget.slug}/")
    assert page.count("Propose something") == page.count("Read the proposals") == 1
    assert page.index("Propose something") < page.index("Read the proposals") < page.index("1 project<")


def test_a_step_without_an_answer_is_not_marked_as_filled_in(client: Client) -> None:
    budget = open_budget("proposals")
    answer = client.post(f"/en/budgets/{budget.slug}/proposals/new/", follow=True)
    first = answer.redirect_chain[-1][0]
    answer = client.post(first, {"action": "next", "title": "", "description": ""}, follow=True)
    assert "filled in" not in answer.content.decode()
    answer = client.post(first, {"action": "next", "title": "Shade", "description": "Six trees."}, follow=True)
    assert answer.content.decode().count("filled in") == 1


def places(page: str) -> list[str]:
    return re.findall(r"<li><bdi[^>]*>([^<]*)</bdi></li>", page)


@pytest.mark.parametrize(("language", "words"), [("en", ["North", "Parks"]), ("fr", ["Nord", "Parcs"])])
def test_projects_name_district_and_subject_in_the_readers_language(
    client: Client, language: str, words: list[str]
) -> None:
    budget = open_budget("voting")
    on_ballot(proposal(budget))
    address = f"/{language}/budgets/{budget.slug}/projects/"
    page = text_of(client, address)
    assert places(page) == words
    assert f'<option value="north">{words[0]}</option>' in page
    # An address that was passed on holds the same in each language; older ones held the word.
    for query in ("?district=north&category=parks", "?district=North&category=Parks"):
        assert places(text_of(client, address + query)) == words
    assert places(text_of(client, f"{address}?district=south")) == []


def test_projects_of_proposals_take_as_many_queries_as_one(client: Client) -> None:
    budget: Budget = open_budget("voting")
    address = f"/en/budgets/{budget.slug}/projects/"

    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            text_of(client, address)
        return len(seen)

    on_ballot(proposal(budget))
    queries()
    before = queries()
    for order in range(1, 20):
        on_ballot(proposal(budget), order)
    assert queries() == before
