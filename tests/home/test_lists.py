"""Lists of documents, consultations, reports and budgets: their filters are addresses, count and can be taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from consultations.models.pages import ConsultationPage
from consultations.selectors.lists import LIST_FILTERS, filter_counts, listed
from hub.core.models.topic import TopicKind
from participatory_budget.models.pages import BudgetPage
from tests.factories.consultations import NOW, WEEK, ConsultationFactory
from tests.factories.proposals import open_budget
from tests.factories.whitepapers import published_draft
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
LISTS = ("documents", "consultations", "reports", "budgets")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def titles(client: Client, address: str) -> list[str]:
    html = client.get(f"/en/{address}").content.decode()
    found = re.findall(r'<h2 class="row-title"><a [^>]*>(?:<bdi[^>]*>)?([^<]+)', html)
    return [unescape(one) for one in found]


def page_of(slug: str) -> ConsultationPage:
    return ConsultationPage.objects.get(slug=slug, locale__language_code="en")


def consultation(slug: str, **traits: object) -> None:
    ConsultationFactory(slug=slug, title=slug.title(), clauses=1, **traits)


def test_consultations_by_topic_district_year_and_phase_together(client: Client) -> None:
    consultation("streets", open=True)
    consultation("trees", outcome=True)
    consultation("harbour", opens_at=NOW - 80 * WEEK, closes_at=NOW - 70 * WEEK)
    heading("green", page_of("trees"), page_of("streets"), en="Green")
    heading("old-port", page_of("harbour"), kind=TopicKind.DISTRICT, en="Old port")
    assert titles(client, "consultations/?topic=green") == ["Streets", "Trees"]
    assert titles(client, "consultations/?topic=green&phase=answered") == ["Trees"]
    assert titles(client, "consultations/?district=old-port") == ["Harbour"]
    assert titles(client, "consultations/?year=2024") == ["Harbour"]
    assert titles(client, "consultations/?year=2024&topic=green") == []
    html = unescape(client.get("/en/consultations/?topic=green&phase=open").content.decode())
    assert 'href="?topic=green&phase=answered"' in html
    assert 'href="?phase=open"' in html  # the topic is taken away
    assert '<input type="hidden" name="phase" value="open">' in html
    assert "1 of 1 found with these filters:" in html
    assert "Green (1)" in html


def test_documents_reports_and_budgets_too(client: Client) -> None:
    draft = published_draft(title="The trees act")
    published_draft(title="The noise act", slug="noise")
    consultation("trees", outcome=True)
    consultation("noise", outcome=True)
    open_budget("proposals", slug="ours")
    open_budget("implementation", slug="theirs", now=NOW - timedelta(days=400))
    BudgetPage.objects.filter(slug="ours").update(title="Ours")
    BudgetPage.objects.filter(slug="theirs").update(title="Theirs")
    heading("trees", draft, page_of("trees"), BudgetPage.objects.filter(slug="ours")[0], en="Trees")
    assert titles(client, "documents/?topic=trees") == ["The trees act"]
    assert len(titles(client, "documents/")) == 4
    assert titles(client, "reports/?topic=trees&year=2026") == ["Trees"]
    assert titles(client, "reports/?year=2019") == []
    assert titles(client, "budgets/?topic=trees") == ["Ours"]
    years = {timezone.localdate(NOW - timedelta(days=400)).year, 2026}
    assert titles(client, f"budgets/?year={max(years)}") == ["Ours"]


def test_counts_of_phases_say_what_sql_says(client: Client) -> None:
    for number, trait in enumerate(("open", "announced", "analysis", "outcome", "follow_up", "open")):
        consultation(f"c-{number}", **{trait: True})
    html = client.get("/en/consultations/").content.decode()
    shown = [int(one) for one in re.findall(r'<span class="num soft">(\d+)</span></a>', html)]
    assert shown == list(filter_counts(NOW).values())
    for name in LIST_FILTERS:
        expected = [
            page.title for one in listed(name, NOW) for page in ConsultationPage.objects.filter(consultation=one)[:1]
        ]
        assert titles(client, f"consultations/?phase={name}") == expected


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["?topic=%00&district=%27&year=x", "?year=" + "9" * 400, "?topic=<script>&page=x", "?page=-3&year=2026"]
)
def test_hostile_addresses_answer(client: Client, name: str, query: str) -> None:
    consultation("streets", outcome=True)
    open_budget("proposals")
    response = client.get(f"/en/{name}/{query}")
    assert response.status_code == 200
    assert not response.cookies
    assert b"<script>&" not in response.content


@pytest.mark.parametrize("name", LISTS)
def test_headings_without_anything_in_the_list_are_not_offered(client: Client, name: str) -> None:
    heading("hidden", en="Hidden heading")
    consultation("streets", open=True)
    assert "Hidden heading" not in client.get(f"/en/{name}/").content.decode()


def test_the_same_queries_for_one_row_and_for_fifty(client: Client) -> None:
    def count() -> list[int]:
        counts = []
        for name in LISTS:
            for query in ("", "?topic=green&year=2026"):
                client.get(f"/en/{name}/{query}")
                with CaptureQueriesContext(connection) as queries:
                    client.get(f"/en/{name}/{query}")
                counts.append(len(queries))
        return counts

    def more(number: int) -> None:
        consultation(f"done-{number}", opens_at=_ago(25), closes_at=_ago(13), with_report=True)
        open_budget("proposals", slug=f"b-{number}")
        budget = BudgetPage.objects.get(slug=f"b-{number}", locale__language_code="en")
        draft = published_draft(title=f"Draft {number}", slug=f"draft-{number}")
        for page in (page_of(f"done-{number}"), budget, draft):
            green.topic_pages.create(page=page)
        green.save()

    green = heading("green", en="Green")
    more(0)
    before = count()
    for number in range(1, 17):
        more(number)
    assert count() == before


def _ago(weeks: int) -> datetime:
    return NOW - weeks * WEEK
