"""The clock tells everybody once that a day has passed, and reminds those who answer for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from hub.core.registries import due_jobs
from hub.moderation.selectors import desk
from hub.notifications.models.follow import Follow
from hub.notifications.models.news import News
from hub.notifications.models.outbox import Outbox
from hub.notifications.services import deliver_due, spread
from hub.promises import services
from hub.promises.services.clock import remind, tell_late
from hub.promises.services.owning import set_owner
from participatory_budget.models.delivery import Milestone
from tests.factories.accounts import UserFactory, alice, carol
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget
from tests.promises.steps import DUE, promised_steps

pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def reminded(day: date, hour: int = 9) -> dict[str, str]:
    """Who was written to on this day, and what."""
    with freeze_time(at(day, hour)):
        deliver_due(at(day, hour))
        mail.outbox.clear()
        remind(at(day, hour))
        remind(at(day, hour) + timedelta(minutes=59))
        deliver_due(at(day, hour))
    return {one.to[0]: one.body for one in mail.outbox}


def test_everybody_is_told_once_that_the_day_has_passed_and_again_after_a_new_day() -> None:
    (promise,) = promised_steps(DUE)
    reader = alice()
    Follow.objects.create(user=reader, subject_kind="promise", subject_key=str(promise.pk), created_at=at(DUE))
    tell_late(at(DUE))
    assert not News.objects.filter(kind="promise.late").exists()
    for hour in (1, 9, 20):
        tell_late(at(DUE + timedelta(days=1), hour))
    news = News.objects.get(kind="promise.late")
    mail.outbox.clear()
    with freeze_time(at(DUE + timedelta(days=1))):
        spread(news.pk, now=at(DUE + timedelta(days=1)))
        deliver_due(at(DUE + timedelta(days=1)))
    (letter,) = [one for one in mail.outbox if one.to == [reader.email]]
    assert letter.subject == "Late: Signs are put up"
    assert f"/en/promises/{promise.pk}/" in letter.body
    later = DUE + timedelta(days=30)
    services.postpone(promise.pk, until=later, reasons={"en": "Rain"}, actor=None, now=at(DUE + timedelta(days=2)))
    tell_late(at(later + timedelta(days=1)))
    assert News.objects.filter(kind="promise.late").count() == 2


def test_that_it_was_late_is_no_news_once_it_is_done_or_long_ago() -> None:
    (promise,) = promised_steps(DUE)
    Follow.objects.create(user=alice(), subject_kind="promise", subject_key=str(promise.pk), created_at=at(DUE))
    tell_late(at(DUE + timedelta(days=8)))
    assert not News.objects.filter(kind="promise.late").exists()
    day = at(DUE + timedelta(days=1))
    tell_late(day)
    services.keep(promise.pk, on=DUE, actor=None, now=day)
    mail.outbox.clear()
    with freeze_time(day):
        spread(News.objects.get(kind="promise.late").pk, now=day)
        deliver_due(day)
    assert not [one for one in mail.outbox if one.subject.startswith("Late")]


def test_two_weeks_and_a_day_before_the_day_after_and_each_monday() -> None:
    promised_steps(DUE)  # a Tuesday
    editor = carol()
    days = [DUE + timedelta(days=count) for count in range(-20, 16)]
    told = [day for day in days if editor.email in reminded(day)]
    assert told == [
        DUE - timedelta(days=14),
        DUE - timedelta(days=1),
        DUE + timedelta(days=1),
        date(2026, 9, 7),
        date(2026, 9, 14),
    ]


def test_one_letter_a_day_with_all_that_is_due_and_without_what_was_done_meanwhile() -> None:
    first, second, third = promised_steps(DUE, DUE, DUE + timedelta(days=15))
    editor, day = carol(), DUE + timedelta(days=1)
    with freeze_time(at(day)):
        remind(at(day))
        services.keep(second.pk, on=DUE, actor=None, now=at(day))
        mail.outbox.clear()
        deliver_due(at(day))
    (letter,) = [one for one in mail.outbox if one.to == [editor.email]]
    assert letter.subject == "What is due: 2"
    assert reverse("promise_desk", args=[first.pk]) in letter.body
    assert reverse("promise_desk", args=[third.pk]) in letter.body
    assert reverse("promise_desk", args=[second.pk]) not in letter.body
    assert "Everybody can see that it is late" in letter.body


def test_the_owner_alone_is_reminded_in_their_language_whatever_they_chose_and_not_at_night() -> None:
    (promise,) = promised_steps(DUE)
    carol()
    owner = UserFactory(analyst=True, email="owner@example.org", notification_choice="none", language="fr")
    set_owner(promise.pk, owner=owner, actor=None, now=at(DUE))
    day = DUE + timedelta(days=1)
    assert reminded(day, 2) == {}
    assert list(reminded(day)) == [owner.email]
    assert Outbox.objects.filter(kind="promise.remind").get().language == "fr"
    # Gone from the staff: those with the role are reminded again.
    owner.groups.clear()
    assert list(reminded(date(2026, 9, 7))) == ["carol@example.org"]


def test_projects_and_their_milestones_remind_budget_officers() -> None:
    carol()
    officer = UserFactory(budget_officer=True, email="officer@example.org")
    project = a_project(open_budget("implementation"), due_on=DUE)
    Milestone.objects.create(
        delivery=project,
        titles={"en": "Trees are planted"},
        first_planned_on=DUE - timedelta(days=40),
        planned_on=DUE - timedelta(days=40),
        created_at=at(DUE),
    )
    letters = reminded(DUE - timedelta(days=41))
    assert list(letters) == [officer.email]
    assert "A shaded square – Trees are planted" in letters[officer.email]
    Milestone.objects.update(done_on=DUE - timedelta(days=41))
    assert reminded(DUE - timedelta(days=39)) == {}


def test_the_desk_says_what_is_late_and_what_comes_with_the_same_queries_for_many() -> None:
    promised_steps(DUE)
    editor, now = carol(), at(DUE + timedelta(days=1))
    counts = []
    for size in (1, 50):
        if size > 1:
            promised_steps(*([DUE] * size), DUE + timedelta(days=3), slug="many", title="Benches")
        desk(editor, now)
        with CaptureQueriesContext(connection) as asked:
            items = [one for one in desk(editor, now) if "promise" in one.url]
        counts.append(len(asked))
    assert items[0].title == "51 promises are late"
    assert items[0].urgent
    assert items[1].title == "Benches 51"
    assert counts[0] == counts[1]
    assert not [one for one in desk(UserFactory(moderator=True), now) if "promises" in one.url]


def test_the_jobs_are_on_the_clock() -> None:
    names = [name for name, _job in due_jobs]
    assert {"promises.late", "promises.remind", "consultations.promise_missing_steps"} <= set(names)
