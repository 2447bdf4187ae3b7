"""Letters once a day or once a week: one for each person and round, never an empty one, nothing told twice or lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.notifications import services
from hub.notifications.engine.rounds import last_round_end
from hub.notifications.engine.stop_links import digest_stop_token, read_digest_stop_token
from hub.notifications.enums import OutboxState, Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News, NewsSubject
from hub.notifications.models.outbox import Outbox
from tests.factories.accounts import alice, carol, dan
from tests.factories.whitepapers import published_draft
from tests.notifications.crowds import BEGAN, DAY, SEVEN, clauses_of, follow, new_version, write_rounds

pytestmark = pytest.mark.django_db
YESTERDAY = SEVEN - timedelta(hours=20)


@pytest.fixture
def page():
    with freeze_time(SEVEN - 100 * DAY):
        return published_draft(clauses=3)


def letters() -> list:
    services.deliver_due(SEVEN + 400 * DAY)
    return mail.outbox


# --- when ---


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-04-15T07:04", "2026-04-14T07:00", "2026-04-13T07:00"),
        ("2026-04-15T07:05", "2026-04-15T07:00", "2026-04-13T07:00"),
        ("2026-04-13T07:05", "2026-04-13T07:00", "2026-04-13T07:00"),
        ("2026-04-13T06:59", "2026-04-12T07:00", "2026-04-06T07:00"),
        # The clocks went forward in the night before: the hour on the wall counts.
        ("2026-03-29T07:05", "2026-03-29T07:00", "2026-03-23T07:00"),
    ],
)
def test_rounds_end_at_seven_in_the_city_and_on_mondays(now, daily, weekly):
    city = ZoneInfo("Europe/Paris")
    moment = datetime.fromisoformat(now).replace(tzinfo=city).astimezone(UTC)
    assert last_round_end(Rhythm.DAILY, moment, city) == datetime.fromisoformat(daily).replace(tzinfo=city)
    assert last_round_end(Rhythm.WEEKLY, moment, city) == datetime.fromisoformat(weekly).replace(tzinfo=city)


def test_rounds_join_without_a_gap_also_after_a_pause():
    services.open_rounds(BEGAN)
    assert services.open_rounds(BEGAN + timedelta(hours=1)) == []
    services.open_rounds(BEGAN + 3 * DAY)
    first, second = Digest.objects.filter(rhythm="daily").order_by("until")
    assert (first.since, first.until) == (SEVEN - DAY, SEVEN)
    assert (second.since, second.until) == (SEVEN, SEVEN + 3 * DAY)


# --- what ---


def test_all_of_a_day_comes_in_one_letter_in_the_reader_s_language(page):
    reader, arab, elsewhere = alice(), dan(language="ar"), carol()
    for person in (reader, arab):
        follow(person, "document", page.translation_key, Rhythm.DAILY)
    follow(reader, "clause", clauses_of(page)[0].pk, Rhythm.DAILY)
    follow(elsewhere, "clause", clauses_of(page)[2].pk, Rhythm.DAILY)
    with freeze_time(YESTERDAY):
        new_version(page)
    with freeze_time(YESTERDAY + timedelta(hours=1)):
        new_version(page, text="Another text.")
    assert sum(services.spread(pk, now=SEVEN) for pk in News.objects.values_list("pk", flat=True)) == 0

    assert write_rounds(BEGAN) == 2
    assert write_rounds(BEGAN + DAY) == 0  # nothing happened since: nobody is written to
    by_person = {letter.to[0]: letter for letter in letters()}
    assert set(by_person) == {reader.email, arab.email}
    english = by_person[reader.email]
    assert english.subject == f"What you follow, today: New version: {page.title}"
    assert english.body.index("Version 3 of") < english.body.index("Version 2 of")
    assert english.body.count("Version 2 of") == 1  # about the text and about its clause, told once
    assert english.body.count("You receive this") == 1
    assert "once a day" in english.body
    assert "/ar/" in by_person[arab.email].body


def test_what_became_of_something_comes_first(page):
    from hub.notifications.engine.news import DELAY, ELSE, OUTCOME, news_kinds

    ranks = {name: kind.rank for name, kind in news_kinds}
    for name in ("promise.kept", "promise.cancelled", "consultation.report", "proposal.verdict"):
        assert ranks[name] == OUTCOME
    assert ranks["promise.late"] == ranks["promise.postponed"] == DELAY
    assert ranks["document.version"] == ELSE


def test_a_week_holds_its_days_and_comes_on_monday(page):
    user = alice()
    follow(user, "document", page.translation_key, Rhythm.WEEKLY)
    services.open_rounds(BEGAN)
    for days in (1, 3):
        with freeze_time(SEVEN + days * DAY):
            new_version(page, text=f"The text of day {days}.")
    for days in range(1, 5):
        assert write_rounds(BEGAN + days * DAY) == 0
    assert write_rounds(BEGAN + 5 * DAY) == 1  # Monday
    [letter] = letters()
    assert "Version 2 of" in letter.body
    assert "Version 3 of" in letter.body
    assert "once a week" in letter.body


def test_a_quicker_letter_tells_it_and_the_slower_one_does_not(page):
    user = alice()
    follow(user, "document", page.translation_key, Rhythm.AT_ONCE)
    follow(user, "clause", clauses_of(page)[0].pk, Rhythm.DAILY)
    with freeze_time(YESTERDAY):
        new_version(page)
    assert services.spread(News.objects.get().pk, now=SEVEN) == 1
    assert write_rounds(BEGAN) == 0


def test_who_follows_since_or_wants_no_mail_is_not_told(page):
    late, quiet, gone = alice(), dan(), carol()
    for person in (quiet, gone):
        follow(person, "document", page.translation_key, Rhythm.DAILY)
    User.objects.filter(pk=quiet.pk).update(notification_choice="none")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    with freeze_time(YESTERDAY):
        new_version(page)
    follow(late, "document", page.translation_key, Rhythm.DAILY, now=YESTERDAY + timedelta(minutes=1))
    assert write_rounds(BEGAN) == 0
    assert not Outbox.objects.exists()


def test_no_letter_is_empty_once_the_page_is_taken_down_or_let_go(page):
    stopped, other = alice(), dan()
    for person in (stopped, other):
        follow(person, "document", page.translation_key, Rhythm.DAILY)
    with freeze_time(YESTERDAY):
        page = new_version(page)
    assert write_rounds(BEGAN) == 2
    services.unfollow(stopped, "document", str(page.translation_key))
    page.unpublish()
    assert letters() == []
    assert set(Outbox.objects.values_list("state", flat=True)) == {OutboxState.DROPPED}


def test_what_the_clock_finds_late_is_not_lost_between_two_rounds(page):
    """It happened before seven, was announced after the round had begun."""
    user = alice()
    follow(user, "document", page.translation_key, Rhythm.DAILY)
    with freeze_time(SEVEN - 10 * DAY):
        new_version(page)
    News.objects.all().delete()
    assert write_rounds(BEGAN) == 0
    services.announce(
        "document.version",
        payload={"document": str(page.translation_key), "version": 2},
        dedupe_key="x",
        now=SEVEN + timedelta(hours=1),
        happened_at=SEVEN - timedelta(minutes=5),
    )
    assert write_rounds(BEGAN + DAY) == 1


# --- changing the rhythm ---


@pytest.mark.parametrize(
    ("slower", "quicker"),
    [(Rhythm.DAILY, Rhythm.AT_ONCE), (Rhythm.WEEKLY, Rhythm.AT_ONCE), (Rhythm.WEEKLY, Rhythm.DAILY)],
)
def test_who_wants_it_sooner_from_now_on_misses_nothing(page, slower, quicker):
    user = alice()
    follow(user, "document", page.translation_key, slower)
    write_rounds(BEGAN)
    with freeze_time(SEVEN + timedelta(hours=2)):
        new_version(page)
    services.set_rhythm(user, "document", str(page.translation_key), quicker, now=SEVEN + timedelta(hours=3))
    assert len(letters()) == 1
    services.set_rhythm(user, "document", str(page.translation_key), slower, now=SEVEN + timedelta(hours=4))
    assert write_rounds(BEGAN + 7 * DAY) == 0
    assert len(letters()) == 1


def test_who_changes_while_the_letters_are_on_their_way_misses_nothing(page):
    user = alice()
    follow(user, "document", page.translation_key)
    write_rounds(BEGAN)
    with freeze_time(SEVEN + timedelta(hours=1)):
        new_version(page)
    # The worker is away; the person wants a daily letter, and one from seven to seven tells it not again.
    services.set_every_rhythm(user, Rhythm.DAILY, now=SEVEN + timedelta(hours=2))
    services.spread(News.objects.get().pk, now=SEVEN + timedelta(hours=3))
    assert write_rounds(BEGAN + DAY) == 0
    assert len(letters()) == 1


def test_who_was_told_at_once_or_daily_is_not_told_again_by_the_week(page):
    user = alice()
    key = str(page.translation_key)
    follow(user, "document", key)
    services.open_rounds(BEGAN)
    with freeze_time(SEVEN + timedelta(hours=1)):
        new_version(page)
    services.spread(News.objects.get().pk, now=SEVEN + timedelta(hours=1))
    services.set_rhythm(user, "document", key, Rhythm.DAILY, now=SEVEN + timedelta(hours=2))
    with freeze_time(SEVEN + timedelta(hours=3)):
        new_version(page, text="Another.")
    assert write_rounds(BEGAN + DAY) == 1
    services.set_every_rhythm(user, Rhythm.WEEKLY, now=SEVEN + DAY + timedelta(hours=2))
    assert write_rounds(BEGAN + 5 * DAY) == 0
    bodies = [letter.body for letter in letters()]
    assert [("Version 2 of" in body, "Version 3 of" in body) for body in bodies] == [(True, False), (False, True)]


# --- the link that stops ---


def test_one_press_stops_all_of_this_rhythm_and_nothing_else(page):
    user, other = alice(), dan()
    follow(user, "document", page.translation_key, Rhythm.DAILY)
    follow(user, "clause", clauses_of(page)[0].pk, Rhythm.WEEKLY)
    follow(other, "document", page.translation_key, Rhythm.DAILY)
    with freeze_time(YESTERDAY):
        new_version(page)
    write_rounds(BEGAN)
    [letter] = [letter for letter in letters() if letter.to == [user.email]]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    header = letter.extra_headers["List-Unsubscribe"]
    address = re.fullmatch(r"<http://[^/]+(/en/following/stop-letters/[^>]+)>", header)[1]
    provider = Client(enforce_csrf_checks=True)
    shown = provider.get(address)
    assert page.title in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert Follow.objects.count() == 3
    response = provider.post(address, {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert not response.cookies
    assert set(Follow.objects.values_list("user", "rhythm")) == {(user.pk, "weekly"), (other.pk, "daily")}
    assert provider.post(address).status_code == 200
    user.refresh_from_db()
    assert user.notification_choice == "each"


def test_a_link_that_we_did_not_sign_finds_nothing(client: Client):
    user = alice()
    token = digest_stop_token("daily", user.pk)
    assert read_digest_stop_token(token) == ("daily", user.pk)
    for bad in (token.replace("daily", "weekly"), token[:-1], "x", digest_stop_token("at_once", user.pk)):
        assert read_digest_stop_token(bad) is None
        assert client.post(f"/en/following/stop-letters/{bad}/").status_code == 404


# --- records ---


def test_news_know_what_they_were_about_when_they_were_announced(page):
    with freeze_time(YESTERDAY):
        new_version(page)
    assert set(NewsSubject.objects.values_list("kind", "key")) == {
        ("document", str(page.translation_key)),
        ("clause", str(clauses_of(page)[0].pk)),
    }


def test_a_finished_round_names_nobody():
    services.open_rounds(BEGAN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.update(finished_at=BEGAN, last_user=7)
