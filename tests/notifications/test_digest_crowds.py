"""Letters about many things, to many: whole batches, nobody twice, memory that does not grow with the readers."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from hub.accounts.models.user import User
from hub.notifications import services, tasks
from hub.notifications.enums import Rhythm
from hub.notifications.models.digest import Digest
from hub.notifications.models.follow import Follow
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import digests
from tests.factories.accounts import alice
from tests.factories.whitepapers import published_draft
from tests.notifications.crowds import BEGAN, DAY, SEVEN, crowd, follow, new_version, write_rounds

pytestmark = pytest.mark.django_db
YESTERDAY = SEVEN - timedelta(hours=20)


def a_page_with_news():
    with freeze_time(SEVEN - 100 * DAY):
        page = published_draft(clauses=2)
    with freeze_time(YESTERDAY):
        new_version(page)
    return page


def test_a_batch_asks_the_same_for_one_reader_and_for_fifty():
    page = a_page_with_news()
    costs = []
    for count in (1, 50):
        User.objects.all().delete()
        Outbox.objects.all().delete()
        Digest.objects.all().delete()
        crowd(page, count)
        services.open_rounds(BEGAN)
        daily = Digest.objects.get(rhythm="daily")
        with CaptureQueriesContext(connection) as queries:
            assert services.write_round(daily.pk, now=BEGAN) == count
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_a_worker_that_dies_in_the_middle_is_followed_by_one_that_finishes(monkeypatch):
    crowd(a_page_with_news(), 25)
    write, done = digests.enqueue_many, []

    def dies(kind, owed, now):
        write(kind, owed, now=now)
        done.append(len(owed))
        if len(done) == 2:
            raise SystemExit("killed after the rows were written, before they were committed")

    monkeypatch.setattr(digests, "enqueue_many", dies)
    with pytest.raises(SystemExit):
        write_rounds(BEGAN, batch=10)
    assert Outbox.objects.count() == 10  # whole batches only
    daily = Digest.objects.get(rhythm="daily")
    assert (daily.told, daily.finished_at) == (10, None)
    assert daily.pk in services.unfinished_rounds()

    monkeypatch.setattr(digests, "enqueue_many", write)
    # A stranger case: rows that were written although the note of it was lost.
    Digest.objects.filter(pk=daily.pk).update(last_user=0)
    write_rounds(BEGAN, batch=10)
    assert Outbox.objects.values("to").distinct().count() == Outbox.objects.count() == 25
    daily.refresh_from_db()
    assert (daily.last_user, daily.finished_at) == (0, BEGAN)
    assert services.unfinished_rounds() == []
    for _worker in range(2):
        services.deliver_due(BEGAN)
    assert len(mail.outbox) == len({letter.to[0] for letter in mail.outbox}) == 25


def test_memory_holds_one_batch_whatever_the_number_of_readers():
    page = a_page_with_news()
    peaks = []
    for count in (1000, 4000):
        User.objects.all().delete()
        Digest.objects.all().delete()
        crowd(page, count)
        services.open_rounds(BEGAN)
        daily = Digest.objects.get(rhythm="daily")
        services.write_round(Digest.objects.get(rhythm="weekly").pk, now=BEGAN)
        tracemalloc.start()
        assert services.write_round(daily.pk, now=BEGAN, batch=100) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        Outbox.objects.all().delete()
    # Four times the readers; what differs is when Python tidies up.
    assert peaks[1] < 2 * peaks[0]


def test_a_letter_that_would_be_too_long_says_how_many_more_there_are(monkeypatch):
    monkeypatch.setattr(digests, "MOST_IN_LETTER", 2)
    page = a_page_with_news()
    follow(alice(), "document", page.translation_key, Rhythm.DAILY)
    for hour in range(1, 4):
        with freeze_time(YESTERDAY + timedelta(hours=hour)):
            new_version(page, text=f"The text of hour {hour}.")
    assert write_rounds(BEGAN) == 1
    services.deliver_due(BEGAN)
    [letter] = mail.outbox
    assert "Version 5 of" in letter.body
    assert "Version 4 of" in letter.body
    assert "Version 3 of" not in letter.body
    assert "There are 2 more" in letter.body


@pytest.mark.django_db(transaction=True)
def test_the_clock_begins_a_round_after_its_hour_and_each_reader_gets_one_letter():
    page = a_page_with_news()
    follow(alice(), "document", page.translation_key, Rhythm.DAILY)
    for moment in (BEGAN, BEGAN + timedelta(minutes=5), BEGAN + timedelta(hours=3)):
        with freeze_time(moment), transaction.atomic():
            tasks.digests_due(moment)
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert not Digest.objects.filter(finished_at=None).exists()
    assert Follow.objects.count() == 1
