"""The page of a project: what was promised, what became of it, and what the clock says about it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.promises import services
from participatory_budget.models.delivery import Delivery, Milestone, MilestoneChange, Payment, PriceChange
from tests.factories.deliveries import DUE, a_project
from tests.factories.proposals import NOW, open_budget

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
URL = "/en/budgets/budget-2026/projects/a-shaded-square/"


@pytest.fixture(autouse=True)
def _clock():
    cache.clear()
    with freeze_time(NOW):
        yield


@pytest.fixture
def project() -> Delivery:
    budget = open_budget("implementation")
    return a_project(
        budget,
        envelope=budget.envelopes.get(slug="north"),
        category=budget.categories.get(),
        department=budget.departments.get(),
        contacts={"en": "Parks office, 71 123 456"},
        places={"fr": "Place du marché"},
    )


def text_of(client: Client, address: str = URL) -> str:
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200, address
    plain = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().replace("\xa0", " ")).split())
    return re.sub(r" ([.,:])", r"\1", plain)


def milestone(project: Delivery, name: str, planned: date, **fields: object) -> Milestone:
    values = {"first_planned_on": planned, "planned_on": planned, "created_at": NOW, **fields}
    return Milestone.objects.create(delivery=project, titles={"en": name}, **values)


def pay(project: Delivery, amount: int, **fields: object) -> Payment:
    values = {"paid_on": TODAY, "titles": {"en": "Trees"}, "source": "Invoice 2026-114", "made_at": NOW, **fields}
    return Payment.objects.create(delivery=project, amount=amount, **values)


def test_a_new_project_says_what_is_promised(client, project):
    text = text_of(client)
    for words in ("A shaded square", "Planned", "1 March 2031", "30,000 EUR", "Parks office, 71 123 456", "North"):
        assert words in text
    assert "Nothing has been paid yet." in text
    assert "No news for" not in text
    assert 'lang="fr"' in client.get(URL).content.decode()  # the place is known in French alone


def test_in_each_language_of_the_budget(client, project):
    assert "Une place à l'ombre" in client.get(URL.replace("/en/", "/fr/")).content.decode().replace("&#x27;", "'")
    arabic = client.get(URL.replace("/en/", "/ar/")).content.decode()
    assert "ساحة مظللة" in arabic
    assert 'hreflang="en"' in arabic


def test_late_and_quiet_by_the_clock_alone(client, project):
    milestone(project, "Trees are planted", TODAY + timedelta(days=30))
    assert "Late" not in text_of(client)
    with freeze_time(NOW + timedelta(days=31)):
        assert "Late · 1 day past its date" in text_of(client)
    with freeze_time(NOW + timedelta(days=60)):
        assert "No news for 60 days" in text_of(client)
    with freeze_time("2031-03-01 12:00"):
        assert "It is late" not in text_of(client)
    with freeze_time("2031-03-02 12:00"):
        text = text_of(client)
    assert "It is late: it was promised for 1 March 2031 and is not finished." in text
    assert "The city has given no reason yet." in text


def test_a_delay_shows_both_days_and_its_reason(client, project):
    services.postpone(project.promise.pk, until=date(2031, 6, 1), reasons={"en": "Wet ground"}, actor=None, now=NOW)
    step = milestone(project, "Trees are planted", date(2030, 2, 1), planned_on=date(2030, 3, 1))
    MilestoneChange.objects.create(
        milestone=step,
        planned_before=date(2030, 2, 1),
        planned_after=date(2030, 3, 1),
        reasons={"en": "No trees to buy"},
        made_at=NOW,
    )
    text = text_of(client)
    assert "It takes longer than promised: until 1 June 2031 instead of 1 March 2031." in text
    assert "Moved from 1 March 2031 to 1 June 2031, because: Wet ground" in text
    assert "28 days later than first planned" in text
    assert "Moved from 1 February 2030 to 1 March 2030, because: No trees to buy" in text


def test_given_up_says_who_decided_when_and_why(client, project):
    services.cancel(
        project.promise.pk,
        reasons={"en": "The ground is not ours"},
        decided_by={"en": "The city council"},
        decided_on=TODAY,
        document_url="https://example.org/minutes",
        actor=None,
        now=NOW,
    )
    text = text_of(client)
    assert "It will not be carried out: The city council decided so on 15 April 2026." in text
    assert "The ground is not ours" in text
    assert 'href="https://example.org/minutes"' in client.get(URL).content.decode()
    with freeze_time("2031-03-02 12:00"):
        text = text_of(client)
    assert "It is late" not in text
    assert "No news for" not in text


def test_finished_later_than_promised_is_not_called_in_time(client, project):
    with freeze_time("2031-03-11 12:00"):
        services.keep(project.promise.pk, on=date(2031, 3, 11), actor=None, now=NOW + timedelta(days=2000))
        text = text_of(client)
    assert "Kept, later than promised" in text
    assert "finished, 10 days later than first planned" in text


def test_money_names_its_sources_and_why_the_sum_changed(client, project):
    PriceChange.objects.create(
        delivery=project, number=1, before=3_000_000, after=2_500_000, reasons={"en": "A better offer"}, made_at=NOW
    )
    pay(project, 2_600_000, source_url="https://example.org/invoice")
    services.set_money(project.promise.pk, planned=2_500_000, spent=2_600_000, actor=None, now=NOW)
    text = text_of(client)
    assert "Planned sum changed from 30,000 EUR to 25,000 EUR, because: A better offer" in text
    assert "More than planned 1,000 EUR" in text
    assert "Invoice 2026-114" in text
    assert 'href="https://example.org/invoice"' in client.get(URL).content.decode()


def test_long_lists_have_pages_of_their_own(client, project):
    for number in range(25):
        pay(project, 100 + number, titles={"en": f"Trees {number}"}, paid_on=TODAY - timedelta(days=number))
        services.write_update(project.promise.pk, texts={"en": f"News {number}."}, actor=None, now=NOW)
    text = text_of(client)
    assert "All 25 payments" in text
    assert "All 25 pieces of news" in text
    assert "Trees 24" not in text
    assert "Trees 24" in text_of(client, f"{URL}payments/?page=2")
    assert text_of(client, f"{URL}updates/").count("News ") == 20
    assert client.get(f"{URL}payments/more/").status_code == 404


def test_the_same_queries_with_one_of_each_and_with_many(client, project):
    def asked() -> int:
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    def add(count: int) -> None:
        for number in range(count):
            step = milestone(project, f"Step {number}", DUE - timedelta(days=number))
            MilestoneChange.objects.create(
                milestone=step, planned_before=TODAY, planned_after=DUE, reasons={"en": "So"}, made_at=NOW
            )
            pay(project, 100)
            services.write_update(project.promise.pk, texts={"en": "News."}, actor=None, now=NOW)

    add(1)
    asked()
    once = asked()
    add(49)
    assert asked() == once


def test_the_calendar_moves_and_calls_off(client, project):
    step = milestone(project, "Trees are planted", date(2030, 2, 1), dropped_at=NOW)
    answer = client.get(f"{URL}calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "public, no-cache"
    text = answer.content.decode().replace("\r\n ", "")
    assert f"UID:milestone-{step.pk}@participation-hub" in text
    assert "STATUS:CANCELLED" in text
    assert "To be finished: A shaded square" in text
    assert client.get(f"{URL}calendar.ics", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_no_cookie_and_an_etag_for_strangers(client, project):
    answer = client.get(URL)
    assert not answer.cookies
    assert client.get(URL, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert "<style" not in answer.content.decode()
    assert " style=" not in answer.content.decode()


@pytest.mark.parametrize("rest", ["read/", "photo/", "photo/x/", "photo/%00/", f"photo/{UUID(int=1)}/", "nothing/"])
def test_what_does_not_exist_is_not_found(client, project, rest):
    assert client.get(f"{URL}{rest}").status_code == 404
