"""Topics and districts: everything under one heading, whoever told it, and nothing that is not public."""

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
from hub.core.models.topic import TopicKind
from hub.moderation.enums import State
from hub.promises import services
from participatory_budget.models.evaluation import Evaluation, Verdict
from participatory_budget.models.pages import BudgetPage
from participatory_budget.models.project import Project
from tests.factories.consultations import NOW, ConsultationFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget, proposal
from tests.factories.whitepapers import published_draft
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
NORTH = {"en": "North", "fr": "Nord", "ar": "الشمال"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def stages(client: Client, address: str) -> dict[str, list[str]]:
    """Titles by stage, in the order of the page."""
    html = client.get(address).content.decode()
    found = {}
    for name, part in re.findall(r'<section aria-labelledby="(\w+)">(.*?)</section>', html, re.DOTALL):
        titles = re.findall(r'<h3 class="row-title"><a [^>]*>([^<]+)</a>', part)
        if titles:
            found[name] = [unescape(one) for one in titles]
    return found


def test_open_first_then_worked_on_then_answered_then_to_read(client: Client) -> None:
    draft = published_draft(title="The trees act")
    pages = [draft]
    for title, trait in (("Answered", "outcome"), ("Analysed", "analysis"), ("Open", "open"), ("Coming", "announced")):
        ConsultationFactory(**{trait: True}, title=title, slug=title.lower(), clauses=1)
        pages.append(ConsultationPage.objects.get(slug=title.lower(), locale__language_code="en"))
    heading("trees", *pages)
    assert stages(client, "/en/topics/trees/") == {
        "open": ["Open"],
        "coming": ["Coming"],
        "working": ["Analysed"],
        "answered": ["Answered"],
        "to_read": ["The trees act"],
    }


def test_a_page_chosen_in_one_language_is_found_in_all(client: Client) -> None:
    open_budget("proposals")
    chosen = BudgetPage.objects.get(locale__language_code="ar")
    heading("money", chosen, en="Money", ar="المال")
    assert stages(client, "/fr/topics/money/")["open"] == ["Budget de Port-Zeitoun"]
    html = client.get("/fr/topics/money/").content.decode()
    assert '<h1 dir="auto" lang="en">Money</h1>' in html
    assert "المال" in client.get("/ar/topics/money/").content.decode()


def test_promises_and_proposals_are_found_by_the_name_of_their_district(client: Client) -> None:
    budget = open_budget("proposals")
    done = open_budget("implementation", slug="last-year")
    a_project(done, titles={"en": "Fountain"}, district=NORTH, slug="fountain")
    kept = a_project(done, titles={"en": "Benches"}, district=NORTH, slug="benches", now=NOW - timedelta(days=50))
    services.keep(kept.promise_id, on=NOW.date(), actor=None, now=NOW)
    a_project(done, titles={"en": "Elsewhere"}, district={"en": "Hills"}, slug="elsewhere")
    proposal(budget, title="Shade at the stop")
    proposal(budget, title="In the south", envelope=budget.envelopes.get(slug="south"))
    proposal(budget, title="Not yet read", state=State.PENDING)
    proposal(budget, title="Taken down", state=State.WITHHELD)
    assert stages(client, "/en/districts/north/") == {
        "open": ["Budget of Port Zeitoun", "Shade at the stop"],
        "working": ["Fountain"],
        "answered": ["Benches"],
    }
    html = client.get("/en/districts/north/").content.decode()
    assert f"/en/following/district/{budget.envelopes.get(slug='north').pk}/" in html
    assert "/en/promises/feed.atom?district=north" in html
    for page in Page.objects.filter(slug="fountain"):
        page.specific.unpublish()
    assert "working" not in stages(client, "/en/districts/north/")


def test_in_the_vote_the_budget_stands_for_its_proposals(client: Client) -> None:
    budget = open_budget("voting")
    one = proposal(budget, title="Shade at the stop")
    Project.objects.create(envelope=one.envelope, code="1", cost=9, title=one.title, proposal=one)
    assert stages(client, "/en/districts/north/") == {"open": ["Budget of Port Zeitoun"]}
    budget.phases.filter(kind="voting").update(starts_at=NOW + timedelta(days=1))
    assert stages(client, "/en/districts/north/") == {"working": ["Shade at the stop"]}
    evaluation = Evaluation.objects.create(proposal=one, opened_at=NOW)
    found = {"verdict": "not_feasible", "reason": "No water there", "reason_language": "en", "decided_at": NOW}
    Verdict.objects.create(evaluation=evaluation, number=1, **found)
    assert stages(client, "/en/districts/north/") == {}


def test_a_district_that_only_promises_name_is_a_heading_too(client: Client) -> None:
    done = open_budget("implementation")
    a_project(done, titles={"en": "Fountain"}, district={"en": "Old harbour", "fr": "Vieux port"})
    html = client.get("/fr/districts/").content.decode()
    assert "/fr/districts/old-harbour/" in html
    assert "Vieux port" in html
    assert stages(client, "/fr/districts/old-harbour/")["working"] == ["Fountain"]


def test_what_was_taken_down_is_neither_shown_nor_counted(client: Client) -> None:
    ConsultationFactory(open=True, title="Streets", slug="streets")
    page = ConsultationPage.objects.get(slug="streets", locale__language_code="en")
    heading("streets", page, en="Streets and squares")
    front = client.get("/en/").content.decode()
    assert 'Streets and squares</bdi></a> <span class="num soft">1</span>' in front
    for one in ConsultationPage.objects.all():
        one.unpublish()
    assert stages(client, "/en/topics/streets/") == {}
    assert "Nothing is filed under this heading yet" in client.get("/en/topics/streets/").content.decode()
    assert "Streets and squares" not in client.get("/en/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "topics/nothing/",
        "districts/nothing/",
        "topics/%00/",
        "topics/..%2F..%2Fetc/",
        "districts/%D8%A7%D9%84/",
        "topics/" + "x" * 500 + "/",
        "topics/'%3B--/",
    ],
)
def test_hostile_addresses_are_not_found(client: Client, address: str) -> None:
    heading("trees")
    assert client.get(f"/en/{address}").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_keys_in_arabic_letters_and_names_in_one_language_answer(client: Client, language: str) -> None:
    heading("مياه", kind=TopicKind.DISTRICT, ar="المياه")
    response = client.get(f"/{language}/districts/مياه/")
    assert response.status_code == 200
    assert not response.cookies
    assert "المياه" in response.content.decode()
    assert "المياه" in client.get(f"/{language}/districts/").content.decode()


def test_the_same_queries_for_one_thing_and_for_fifty(client: Client) -> None:
    budget, done = open_budget("proposals"), open_budget("implementation", slug="last-year")

    def count() -> int:
        client.get("/en/districts/north/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/districts/north/").status_code == 200
        return len(queries)

    def more(number: int) -> None:
        ConsultationFactory(open=True, slug=f"c-{number}", clauses=1)
        page = ConsultationPage.objects.get(slug=f"c-{number}", locale__language_code="en")
        topic.topic_pages.create(page=page)
        topic.save()
        proposal(budget)
        a_project(done, titles={"en": f"Fountain {number}"}, district=NORTH, slug=f"f-{number}")
        heading(f"topic-{number}")

    topic = heading("north", kind=TopicKind.DISTRICT, **NORTH)
    more(0)
    before = count()
    for number in range(1, 15):
        more(number)
    assert count() == before
