"""The whole city in one transaction: it is there entirely, or a killed seed leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import transaction

from consultations.models.consultation import Consultation
from home.models.pages import HomePage
from hub.accounts.models.user import User
from hub.demo.content import budget
from hub.demo.content import street_budget as street
from hub.demo.content.city import (
    ANSWERED,
    CONSULTATIONS,
    DEMO_ACCOUNTS,
    HOME_PICTURE,
    HOME_SUMMARY,
    HOME_TITLE,
    ILLUSTRATIVE,
    OPEN,
)
from hub.demo.content.cooler_city import COOLER_CITY
from hub.demo.content.cooler_city_adopted import COOLER_CITY_ADOPTED, DAYS_AFTER_REPORT
from hub.demo.content.outcomes import ANSWERS, REPORT
from hub.demo.content.public_spaces import PUBLIC_SPACES
from hub.demo.content.said import SAID
from hub.demo.content.shapes import ConsultationContent
from hub.demo.content.themes import THEMES
from hub.demo.services.accounts import create_accounts
from hub.demo.services.budgets import ThisYear
from hub.demo.services.calendar import Calendar, Stage, clock_stopped_at
from hub.demo.services.documents import publish_document, publish_version
from hub.demo.services.errors import DemoError
from hub.demo.services.last_budget import first_day, hold_last_year, hold_older_budgets
from hub.demo.services.pages import LANGUAGES, index_page, publish
from hub.demo.services.pictures import load_pictures, pictured
from hub.demo.services.rounds import announce, answer, publish_report
from hub.demo.services.street_budget import StreetBudget
from hub.demo.services.themes import answer_themes, read_and_code
from hub.demo.services.topics import name_topics
from hub.demo.services.voices import Voices
from hub.notifications import services as notifications
from hub.notifications import tasks as notification_tasks
from hub.notifications.enums import OutboxState
from hub.notifications.models.outbox import Outbox
from whitepapers.models.document import Document

# From then on all that happens in the city is played together. The consultation that is answered by now comes before:
# nothing happens to projects while it runs, so that the record is written in the order of time.
SECOND_STORY = -83

DOCUMENTS = {content.slug: content for content in (COOLER_CITY, PUBLIC_SPACES)}


def is_seeded() -> bool:
    accounts = User.objects.filter(email__in=[account.email for account in DEMO_ACCOUNTS])
    return (
        accounts.count() == len(DEMO_ACCOUNTS)
        and Consultation.objects.filter(slug__in=[content.slug for content in CONSULTATIONS]).count() == 2
    )


def require_demo_allowed() -> None:
    if not settings.DEMO_ALLOWED or settings.HUB_ENV == "production":
        raise DemoError("The demo city is refused here: its passwords are public. (DEMO_ALLOWED is off.)")


def seed(now: datetime) -> bool:
    """Builds Port Zeitoun as it stands at `now`; False when it stands already."""
    require_demo_allowed()
    with _mail_left_waiting(), transaction.atomic():
        if is_seeded():
            return False
        _require_room()
        _build(Calendar(now))
        _drop_letters_to_nobody(now)
    return True


def _require_room() -> None:
    taken = Consultation.objects.filter(slug__in=[content.slug for content in CONSULTATIONS])
    if taken.exists() or User.objects.filter(email__in=[account.email for account in DEMO_ACCOUNTS]).exists():
        raise DemoError("Parts of the demo city are here already, but not all of it. `reset_demo` starts afresh.")


def _build(calendar: Calendar) -> None:
    first = min(content.published_day for content in CONSULTATIONS)
    founded = calendar.at(min(first - 30, first_day()), "09:00")
    with clock_stopped_at(founded):
        accounts = create_accounts()
        load_pictures(accounts["officer@example.org"])
    officer = accounts["officer@example.org"]
    for language in LANGUAGES:
        summary = f"{HOME_SUMMARY.get(language)} {ILLUSTRATIVE.get(language)}"
        values = {"title": HOME_TITLE.get(language), "summary": summary, **pictured(HOME_PICTURE, language)}
        publish(index_page(HomePage, language).specific, values, user=officer, now=founded)
    past = Stage(calendar)
    older = hold_older_budgets(past, accounts, until=first)
    past.play()
    _hold(ANSWERED, Stage(calendar), accounts)
    stage = Stage(calendar)
    last_year = hold_last_year(stage, accounts)
    for projects in (*older, last_year):
        projects.go_on(stage, since=SECOND_STORY)
    stage.play(until=calendar.at(street.PHASES[0][1], "09:00"))
    street_budget = StreetBudget(stage, accounts)
    stage.play(until=calendar.at(budget.PHASES[0][1], "09:00"))
    this_year = ThisYear(stage, accounts)
    stage.play(until=calendar.at(OPEN.published_day, "09:30"))
    _hold(OPEN, stage, accounts)
    street_budget.plan()
    this_year.plan()
    stage.play()
    with clock_stopped_at(calendar.now):
        name_topics(user=officer, now=calendar.now)


def _hold(content: ConsultationContent, stage: Stage, accounts: dict[str, User]) -> None:
    """What is open is only planned: it goes on beside what else happens in the city."""
    calendar = stage.calendar
    officer, moderator = accounts["officer@example.org"], accounts["moderator@example.org"]
    published = calendar.at(content.published_day, "09:30")
    pages = publish_document(DOCUMENTS[content.document], user=officer, now=published)
    document = Document.objects.get(pk=pages["en"].translation_key)
    consultation = announce(content, document, user=officer, calendar=calendar)
    # So that the account page has a list, and the mailbox a letter about the version to come.
    for kind, key in (("document", document.pk), ("consultation", consultation.pk)):
        noticed = calendar.at(content.published_day, "18:00")
        notifications.follow(accounts["citizen@example.org"], kind, str(key), now=noticed)
    voices = Voices(consultation, opens_day=content.opens_day, stage=stage, accounts=accounts)
    voices.plan(SAID[content.slug])
    if content is ANSWERED:
        stage.play()
        themes = read_and_code(
            THEMES, consultation, voices.comments, user=moderator, calendar=calendar, closes_day=content.closes_day
        )
        for given in ANSWERS:
            answer(consultation, given, user=moderator, calendar=calendar, closes_day=content.closes_day)
        answer_themes(THEMES, themes, user=moderator, calendar=calendar, closes_day=content.closes_day)
        publish_report(REPORT, consultation, user=officer, calendar=calendar, closes_day=content.closes_day)
        adopted = calendar.at(content.closes_day + REPORT.day + DAYS_AFTER_REPORT, "09:00")
        publish_version(COOLER_CITY_ADOPTED, pages, user=officer, now=adopted)


def _drop_letters_to_nobody(now: datetime) -> None:
    """The city's people do not exist. What is owed to the demo accounts goes out, so that the mailbox has something."""
    real = [account.email for account in DEMO_ACCOUNTS]
    for message in Outbox.objects.filter(state=OutboxState.QUEUED).exclude(to__in=real):
        notifications.drop(message, now=now)


@contextmanager
def _mail_left_waiting() -> Iterator[None]:
    """No task per letter: hundreds would be started for letters that are dropped. `run_due` sends what is left."""
    notifications.call_on_new_message(lambda message_id: None)
    try:
        yield
    finally:
        notifications.call_on_new_message(notification_tasks.wake)
