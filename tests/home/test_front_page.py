"""The front page: what one can do now, what was answered, where to look; the same for everybody, and more for one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import Page

from consultations.models.pages import ConsultationPage
from hub.contributions.services.threads import recount
from hub.notifications.services import follow
from participatory_budget.enums import EligibilityWay
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.models.roll import RollEntry
from tests.factories.accounts import alice, dan
from tests.factories.budgets import held_budget
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, clause_threads, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget, proposal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def page(client: Client, language: str = "en") -> str:
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    return response.content.decode()


def section(html: str, name: str) -> str:
    """The words of one section; "" where it is not there."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split()) if found else ""


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_search_box_leads_to_the_search_without_a_script(client: Client, language: str) -> None:
    html = page(client, language)
    assert f'<form method="get" action="/{language}/search/" role="search">' in html
    assert 'name="q"' in html


def test_sections_stand_there_only_when_they_have_something(client: Client) -> None:
    html = page(client)
    assert "Nothing is open at the moment" in html
    for name in ("closing", "open", "hot", "decided", "promises", "topics", "districts", "mine"):
        assert section(html, name) == ""


def test_consultations_and_budgets_that_are_open_stand_together_with_what_one_can_do(client: Client) -> None:
    ConsultationFactory(open=True, title="Streets")
    ConsultationFactory(closes_at=NOW + 2 * DAY, title="Harbour")
    open_budget("proposals")
    html = page(client)
    assert "Harbour" in section(html, "closing")
    assert "Streets" not in section(html, "closing")
    running = section(html, "open")
    assert "Streets" in running
    assert "Budget of Port Zeitoun" in running
    assert "Hand in an idea" in running
    assert "until" in running
    assert '/en/budgets/budget-2026/proposals/new/"' in html
    assert "Harbour" not in running


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("information", ""),
        ("proposals", "Hand in an idea"),
        ("supports", "Support ideas of others"),
        ("evaluation", ""),
        ("results", ""),
        ("implementation", ""),
    ],
)
def test_a_budget_is_open_while_residents_can_do_something(client: Client, phase: str, words: str) -> None:
    open_budget(phase)
    running = section(page(client), "open")
    assert (words in running) if words else running == ""


def test_a_budget_whose_phase_ends_within_a_week_closes_soon(client: Client) -> None:
    budget = open_budget("supports")
    budget.phases.filter(kind="supports").update(ends_at=NOW + 3 * DAY)
    html = page(client)
    assert "Support ideas of others" in section(html, "closing")
    assert section(html, "open") == ""


def test_results_of_votes_stand_beside_answers(client: Client) -> None:
    ConsultationFactory(outcome=True, title="Trees")
    budget = held_budget()
    budget.phases.create(kind="voting", starts_at=NOW - 60 * DAY, ends_at=NOW - 30 * DAY)
    decided = section(page(client), "decided")
    assert "Trees" in decided
    assert "What won, and why" in decided
    budget.phases.filter(kind="voting").update(ends_at=NOW + DAY)
    assert "What won" not in section(page(client), "decided")


def test_what_has_no_public_page_is_not_there(client: Client) -> None:
    ConsultationFactory(open=True, title="Streets", with_pages=False)
    open_budget("proposals")
    for one in BudgetPage.objects.all():
        one.unpublish()
    html = page(client)
    assert section(html, "open") == ""
    assert section(html, "districts") == ""
    assert "North" not in html


def test_districts_are_links_for_everybody_and_nothing_is_set(client: Client) -> None:
    open_budget("proposals")
    response = client.get("/fr/")
    assert not response.cookies
    html = response.content.decode()
    assert "Nord" in section(html, "districts")
    assert '/fr/districts/north/"' in html
    assert client.get("/fr/", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_my_district_is_for_who_follows_it_or_is_on_the_roll_and_for_nobody_else(client: Client) -> None:
    budget = open_budget("proposals")
    north, south = budget.envelopes.get(slug="north"), budget.envelopes.get(slug="south")
    reader, voter = alice(), dan()
    follow(reader, "district", str(north.pk), now=NOW)
    RollEntry.objects.create(budget=budget, account=voter, district=south, way=EligibilityWay.DESK)
    assert section(page(client), "mine") == ""
    client.force_login(reader)
    response = client.get("/en/")
    assert "private" in response["Cache-Control"]
    mine = section(response.content.decode(), "mine")
    assert "North" in mine
    assert "South" not in mine
    client.force_login(voter)
    mine = section(page(client), "mine")
    assert "South" in mine
    assert "North" not in mine
    client.logout()
    assert section(page(client), "mine") == ""


def test_the_same_queries_for_one_and_for_many(client: Client) -> None:
    def count() -> int:
        page(client)
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    def more(number: int) -> None:
        ConsultationFactory(open=True, slug=f"open-{number}", clauses=1)
        ConsultationFactory(closes_at=NOW + DAY, slug=f"soon-{number}", clauses=1)
        ConsultationFactory(outcome=True, slug=f"done-{number}", clauses=1)
        open_budget("proposals", slug=f"ideas-{number}")

    more(0)
    before = count()
    for number in range(1, 13):
        more(number)
    assert count() == before


def test_weeks_are_counted_from_now(client: Client) -> None:
    ConsultationFactory(closes_at=NOW + WEEK, title="Just in time")
    ConsultationFactory(closes_at=NOW + WEEK + DAY, title="A day later")
    html = page(client)
    assert "Just in time" in section(html, "closing")
    assert "A day later" in section(html, "open")


def test_comments_are_counted_only_where_they_can_be_read(client: Client) -> None:
    def counted() -> str:
        found = re.search(r"comments? published\s*(\d+)", re.sub(r"<[^>]+>", " ", page(client)))
        return found[1] if found else ""

    consultation = ConsultationFactory(open=True)
    clause = clause_threads(consultation)[0]
    one = proposal(open_budget("supports", slug="ideas"), author=alice())
    project = a_project(open_budget("implementation"), slug="garden")
    about = [thread_of(consultation), clause.thread, one.thread, project.thread]
    for thread in about:
        CommentFactory(hub_thread=thread, received_at=NOW)
        recount(thread)
    pages = {
        "document": Page.objects.filter(translation_key=clause.document_id),
        "consultation": ConsultationPage.objects.filter(consultation=consultation),
        "budget": BudgetPage.objects.filter(budget=one.budget),
        "project": ProjectPage.objects.filter(delivery=project),
    }
    assert counted() == "4"
    for name, left in (("project", "3"), ("budget", "2"), ("consultation", "2"), ("document", "")):
        for each in pages[name]:
            each.specific.unpublish()
        assert counted() == left, name
