"""What people talk about this week: enough people, nothing that is not public, one letter counted once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.enums import AnalysisKind
from consultations.models.analysis import AnalysisRun, GroupMember, TextGroup
from consultations.models.consultation import Consultation
from consultations.models.pages import ConsultationPage
from home.engine.hot_topics import Talk, hottest, score, without_copies
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.contributions.services.threads import recount
from tests.factories.consultations import NOW, ConsultationFactory, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.proposals import open_budget, proposal
from tests.home.headings import heading

DAY = timedelta(days=1)


def talk(said: int, before: int = 0, people: int | None = None, thread: UUID | None = None) -> Talk:
    return Talk(thread or uuid4(), said, said if people is None else people, before)


# --- the order, pure -------------------------------------------------------------------------------------------------


def test_fewer_than_three_people_are_nobody_elses_business() -> None:
    shown = hottest([talk(9, people=2), talk(2), talk(5, people=3)])
    assert [one.said for one in shown] == [5]


def test_growth_doubles_at_most_and_halves_at_least() -> None:
    assert score(talk(100, before=0)) == 200
    assert score(talk(100, before=100)) == 100
    assert score(talk(10, before=1_000)) == 5


def test_what_grows_stands_before_what_fades() -> None:
    growing, fading = talk(20, before=5), talk(24, before=60)
    assert list(hottest([fading, growing])) == [growing, fading]


def test_a_lively_thread_stays_before_one_that_just_began() -> None:
    lively, new = talk(60, before=60), talk(12)
    assert list(hottest([new, lively])) == [lively, new]


def test_equals_have_one_order() -> None:
    those = [talk(5, thread=UUID(int=number)) for number in (3, 1, 2)]
    assert [one.thread.int for one in hottest(those)] == [1, 2, 3]


def test_copies_count_once_and_a_campaign_alone_is_no_talk() -> None:
    one = talk(50, before=4)
    assert without_copies([one], {one.thread: (49, 3)})[0].said == 1
    assert hottest(without_copies([one], {one.thread: (49, 3)})) == []
    assert without_copies([one], {})[0] == one


# --- on the front page -----------------------------------------------------------------------------------------------


@pytest.fixture
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_clock")]


def hot(client: Client, language: str = "en") -> list[tuple[str, str]]:
    """(title, how much) in the order of the page."""
    html = client.get(f"/{language}/").content.decode()
    part = re.search(r'<section[^>]*aria-labelledby="hot".*?</section>', html, re.DOTALL)
    line = r'row-title"><a [^>]*><bdi>(.*?)</bdi></a></h3>\s*<ul class="row-meta"><li class="num">(.*?)</li>'
    found = re.findall(line, part[0], re.DOTALL) if part else []
    return [(unescape(title), how_much) for title, how_much in found]


def say(thread: Thread, people: int, *, ago: timedelta = DAY, **fields: object) -> list[Comment]:
    said = [CommentFactory(hub_thread=thread, **fields) for _one in range(people)]
    Comment.objects.filter(pk__in=[one.pk for one in said], published_at__isnull=False).update(published_at=NOW - ago)
    recount(thread)
    return said


@pytest.fixture
def streets() -> Consultation:
    return ConsultationFactory(open=True, slug="streets", title="Streets", clauses=3)


def test_clauses_and_proposals_with_what_was_said_this_week(client: Client, streets: Consultation) -> None:
    say(thread_of(streets, 0), 4)
    say(thread_of(streets, 1), 3)
    say(thread_of(streets, 2), 2)
    say(proposal(open_budget("supports"), title="Shade at the stop").thread, 5)
    found = hot(client)
    assert [how_much for _title, how_much in found] == [
        "5 comments this week",
        "4 comments this week",
        "3 comments this week",
    ]
    assert found[0][0] == "Shade at the stop"
    assert "1" in found[1][0]


def test_only_what_is_published_counts(client: Client, streets: Consultation) -> None:
    thread = thread_of(streets, 0)
    say(thread, 2)
    for trait in ("pending", "withheld", "withdrawn", "confidential"):
        say(thread, 2, **{trait: True})
    assert hot(client) == []
    say(thread, 1)
    assert [how_much for _title, how_much in hot(client)] == ["3 comments this week"]


def test_one_person_is_one_person_however_much_they_write(client: Client, streets: Consultation) -> None:
    say(thread_of(streets, 0), 9, email="loud@example.org")
    say(thread_of(streets, 0), 1)
    assert hot(client) == []


def test_last_week_is_over(client: Client, streets: Consultation) -> None:
    say(thread_of(streets, 0), 5, ago=8 * DAY)
    assert hot(client) == []
    say(thread_of(streets, 0), 3, ago=6 * DAY)
    assert [how_much for _title, how_much in hot(client)] == ["3 comments this week"]


def test_a_letter_of_a_campaign_counts_once(client: Client, streets: Consultation) -> None:
    said = say(thread_of(streets, 0), 6)
    grouped(streets, said[:4])
    assert [how_much for _title, how_much in hot(client)] == ["3 comments this week"]
    grouped(streets, said)  # the newest grouping holds
    assert hot(client) == []


def test_what_has_no_public_page_is_not_talked_about(client: Client, streets: Consultation) -> None:
    say(thread_of(streets, 0), 5)
    assert hot(client)
    for page in ConsultationPage.objects.all():
        page.unpublish()
    assert hot(client) == []


def test_headings_lead_on(client: Client, streets: Consultation) -> None:
    heading("squares", ConsultationPage.objects.get(slug="streets", locale__language_code="en"), en="Squares")
    say(thread_of(streets, 0), 3)
    html = client.get("/en/").content.decode()
    part = html.split('aria-labelledby="hot"')[1].split("</section>")[0]
    assert "/en/topics/squares/" in part
    say(proposal(open_budget("supports")).thread, 3)
    part = client.get("/en/").content.decode().split('aria-labelledby="hot"')[1].split("</section>")[0]
    assert "/en/districts/north/" in part


def test_the_same_queries_for_one_thread_and_for_many(client: Client) -> None:
    def count() -> int:
        client.get("/en/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/")
        return len(queries)

    budget = open_budget("supports")
    crowd = ConsultationFactory(open=True, slug="crowd", clauses=50)
    say(thread_of(crowd, 0), 3)
    say(proposal(budget).thread, 3)
    before = count()
    for index in range(1, 12):
        say(thread_of(crowd, index), 4)
        say(proposal(budget).thread, 4)
    assert count() == before
    assert len(hot(client)) == 5


def grouped(consultation: Consultation, comments: list[Comment], at: datetime | None = None) -> None:
    run = AnalysisRun.objects.create(
        consultation=consultation, kind=AnalysisKind.GROUPS, version="grouping/1", inputs_sha256="0" * 64, texts=9,
        ran_at=at or NOW,
    )  # fmt: skip
    group = TextGroup.objects.create(run=run, medoid=comments[0], size=len(comments), exact=True)
    GroupMember.objects.bulk_create(GroupMember(group=group, comment=one) for one in comments)
