"""The city's calendar: what everybody may know of each day, as a page and as a subscription."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.event import Event
from consultations.models.pages import ConsultationPage
from consultations.services import EventFacts, save_event
from home.engine.months import Month
from hub.core.calendar import DayKind
from hub.promises import services as promises
from hub.promises.models.promise import Promise
from participatory_budget.models.delivery import Milestone
from participatory_budget.models.pages import BudgetPage, ProjectPage
from participatory_budget.services.delivering import milestones
from tests.factories.consultations import NOW, ConsultationFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXTS = {
    "en": {"title": "Walk along the quay", "place": "Customs Square", "description": "", "access": ""},
    "ar": {"title": "جولة على الرصيف، مع نقاش", "place": "ساحة الديوانة", "description": "", "access": ""},
}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def meeting(consultation: Consultation, starts_at: datetime, **texts: Any) -> None:
    facts = EventFacts(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), texts=texts or TEXTS)
    save_event(consultation, None, facts, actor=None, now=NOW)


def days(client: Client, query: str = "", language: str = "en") -> list[tuple[str, str]]:
    """(what happens, to what) in the order of the page."""
    html = client.get(f"/{language}/calendar/{query}").content.decode()
    found = re.findall(
        r'class="agenda-what">.*?</span> <span>(.*?)</span></p>\s*<p class="row-title"><a [^>]*>([^<]+)</a>',
        html,
        re.DOTALL,
    )
    return [(re.sub(r"<[^>]+>", "", what), unescape(title)) for what, title in found]


def file(client: Client, query: str = "", language: str = "en") -> str:
    """Unfolded, as a calendar reads it."""
    response = client.get(f"/{language}/calendar/calendar.ics{query}")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    assert not response.cookies
    lines = response.content.decode().split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    return "\n".join(lines).replace("\n ", "")


def everything() -> Consultation:
    consultation = ConsultationFactory(
        opens_at=NOW - 10 * DAY, closes_at=NOW + 5 * DAY, answer_due_at=NOW + 12 * DAY, title="Streets", slug="streets"
    )
    meeting(consultation, NOW + DAY)
    open_budget("voting").phases.filter(kind="voting").update(ends_at=NOW + 8 * DAY)
    BudgetPage.objects.update(title="Ours")
    done = open_budget("implementation", slug="last-year")
    one = a_project(done, titles={"en": "Fountain"}, due_on=NOW.date() + 9 * DAY, district={"en": "North"})
    milestones.add_milestone(one.pk, titles={"en": "Works begin"}, planned_on=NOW.date() + 3 * DAY, actor=None, now=NOW)
    return consultation


def test_everything_of_a_month_in_the_order_of_time(client: Client) -> None:
    everything()
    assert days(client) == [
        ("Opens", "Streets"),
        ("The vote begins", "Ours"),
        ("Event", "Walk along the quay"),
        ("A step of a project", "Works begin"),
        ("Closes", "Streets"),
        ("The vote ends", "Ours"),
        ("Promised for this day", "Fountain"),
        ("The answer is due", "Streets"),
    ]


def test_times_are_those_of_the_hub_and_days_begin_at_its_midnight(client: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Africa/Tunis"
    consultation = ConsultationFactory(opens_at=NOW - DAY, closes_at=datetime(2026, 4, 30, 23, 30, tzinfo=UTC))
    assert consultation.closes_at.month == 4
    assert [what for what, _title in days(client, "?month=2026-05")] == ["Closes"]
    assert "00:30" in client.get("/en/calendar/?month=2026-05").content.decode()
    assert "DTSTART:20260430T233000Z" in file(client)


def test_months_follow_each_other_and_filters_stay(client: Client) -> None:
    everything()
    html = unescape(client.get("/en/calendar/?kind=vote").content.decode())
    assert 'href="?kind=vote&month=2026-03"' in html
    assert 'href="?kind=vote&month=2026-05"' in html
    assert [what for what, _title in days(client, "?kind=vote")] == ["The vote begins", "The vote ends"]
    assert days(client, "?month=2031-01") == []
    assert "Nothing is in this month" in client.get("/en/calendar/?month=2031-01").content.decode()


def test_a_month_with_nothing_to_come_leads_to_the_next_date(client: Client) -> None:
    ConsultationFactory(open=True, slug="over", opens_at=NOW - DAY, closes_at=NOW + 100 * DAY)
    later = timezone.localtime(NOW + 100 * DAY)
    html = client.get("/en/calendar/").content.decode()
    assert f'href="?month={later:%Y-%m}">The next date: <time datetime="{later:%Y-%m-%d}">' in html
    assert "The next date" not in client.get(f"/en/calendar/?month={later:%Y-%m}").content.decode()
    assert "The next date" not in client.get("/en/calendar/?month=2020-01").content.decode()
    assert "The next date" not in client.get("/en/calendar/?month=2090-01").content.decode()


def test_topics_and_districts_narrow_and_can_be_taken_away(client: Client) -> None:
    everything()
    page = ConsultationPage.objects.get(slug="streets", locale__language_code="en")
    heading("squares", page, en="Squares")
    assert {title for _what, title in days(client, "?topic=squares")} == {"Streets", "Walk along the quay"}
    assert {title for _what, title in days(client, "?district=north")} == {"Fountain", "Works begin"}
    html = client.get("/en/calendar/?topic=squares&month=2026-04").content.decode()
    assert "Take away the filter:" in html
    assert 'href="?month=2026-04"' in html
    assert '<input type="hidden" name="month" value="2026-04">' in html
    assert '/en/calendar/calendar.ics?topic=squares"' in html


def test_the_file_takes_the_filters_and_not_the_month(client: Client) -> None:
    everything()
    text = file(client, "?kind=event&month=2031-01")
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY;LANGUAGE=en:Walk along the quay" in text
    text = file(client, "?district=north")
    assert "DTSTART;VALUE=DATE:20260424" in text
    assert "Promised for this day: Fountain" in text


def test_the_file_is_right_in_arabic(client: Client) -> None:
    everything()
    text = file(client, "?kind=event", "ar")
    assert "SUMMARY;LANGUAGE=ar:جولة على الرصيف، مع نقاش" in text
    assert "LOCATION;LANGUAGE=ar:ساحة الديوانة" in text
    assert "BEGIN:VCALENDAR\nVERSION:2.0" in text


def test_the_same_thing_has_the_same_name_in_every_language_and_in_its_own_calendar(client: Client) -> None:
    everything()
    uids = [set(re.findall(r"UID:(\S+)", file(client, "", language))) for language in ("en", "fr", "ar")]
    assert uids[0] == uids[1] == uids[2]
    own = client.get("/en/consultations/streets/calendar.ics").content.decode().replace("\r\n ", "")
    assert set(re.findall(r"UID:(\S+)", own)) <= uids[0]


def test_what_is_not_public_is_in_neither(client: Client) -> None:
    everything()
    for model in (ConsultationPage, BudgetPage, ProjectPage):
        for page in model.objects.all():
            page.unpublish()
    assert days(client) == []
    assert "BEGIN:VEVENT" not in file(client)


def test_a_cancelled_event_and_a_kept_promise_say_so(client: Client) -> None:
    everything()
    Event.objects.update(cancelled_at=NOW)
    promise = Promise.objects.get(titles__en="Fountain")
    milestones.finish_milestone(Milestone.objects.get().pk, on=NOW.date(), actor=None, now=NOW)
    promises.keep(promise.pk, on=NOW.date(), actor=None, now=NOW)
    listed = days(client)
    assert ("Cancelled", "Walk along the quay") in listed
    assert not {"Fountain", "Works begin"} & {title for _what, title in listed}
    assert "STATUS:CANCELLED" in file(client, "?kind=event")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?month=2026-13",
        "?month=0000-01",
        "?month=9999-12",
        "?month=%00",
        "?month=2100-12",
        "?month=2000-01",
        "?month=٢٠٢٦-٠٤",
        "?kind=nothing&topic=%00&district='%22<script>",
        "?kind=" + "x" * 3000,
        "?page=-1&month=-1",
    ],
)
def test_hostile_addresses_answer(client: Client, language: str, query: str) -> None:
    for address in ("", "calendar.ics"):
        response = client.get(f"/{language}/calendar/{address}{query}")
        assert response.status_code == 200
        assert not response.cookies
        assert b"<script>" not in response.content


def test_the_same_queries_for_one_day_and_for_many(client: Client) -> None:
    done = open_budget("implementation", slug="last-year")

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def more(number: int) -> None:
        consultation = ConsultationFactory(opens_at=NOW - DAY, closes_at=NOW + 5 * DAY, slug=f"c-{number}", clauses=1)
        meeting(consultation, NOW + DAY)
        a_project(
            done,
            titles={"en": f"F {number}"},
            due_on=NOW.date() + DAY,
            district={"en": f"D {number}"},
            slug=f"f{number}",
        )
        one = a_project(done, titles={"en": f"G {number}"}, slug=f"g{number}")
        milestones.add_milestone(one.pk, titles={"en": "Step"}, planned_on=NOW.date() + DAY, actor=None, now=NOW)

    more(0)
    before = [count("/en/calendar/"), count("/en/calendar/calendar.ics")]
    for number in range(1, 13):
        more(number)
    assert [count("/en/calendar/"), count("/en/calendar/calendar.ics")] == before


def test_every_kind_of_day_has_a_word_of_its_own() -> None:
    assert len({str(kind.label) for kind in DayKind}) == len(DayKind)


def test_months_are_read_from_addresses() -> None:
    today = date(2026, 4, 15)
    assert str(Month.read("2026-12", today).next) == "2027-01"
    assert str(Month.read("2026-01", today).previous) == "2025-12"
    for nonsense in ("", "2026", "2026-00", "1999-12", "2101-01", "2026-4", "x", "２０２６-04"):
        assert str(Month.read(nonsense, today)) == "2026-04"
