"""The front page, headings, the calendar, the map and the filters of lists, as axe judges them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time
from wagtail.users.models import UserProfile

from consultations.models.pages import ConsultationPage
from consultations.services import EventFacts, save_event
from hub.contributions.models.comment import Comment
from hub.contributions.services.threads import recount
from hub.core.models.topic import TopicKind
from hub.notifications.services import follow
from participatory_budget.models.pages import BudgetPage
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice, carol
from tests.factories.consultations import NOW, ConsultationFactory, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.deliveries import a_project
from tests.factories.proposals import open_budget, proposal
from tests.factories.whitepapers import published_draft
from tests.home.headings import heading

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NORTH = {"en": "North", "fr": "Nord", "ar": "الشمال"}
SCREENS = [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")]


def sound(show: Show, address: str, language: str, screen: str) -> None:
    page = show(address, screen)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    for details in page.locator("main details:not([open])").all():
        if details.locator("summary").first.is_visible():
            details.locator("summary").first.click()
    assert_sound(page)


def a_busy_city() -> Any:
    """Something in each section of the front page, on each kind of day, at two places."""
    streets = ConsultationFactory(open=True, title="Streets", slug="streets", clauses=2)
    ConsultationFactory(closes_at=NOW + 2 * DAY, title="Harbour", slug="harbour", clauses=1)
    ConsultationFactory(outcome=True, title="Trees", slug="trees", clauses=1)
    texts = {"ar": {"title": "جولة", "place": "ساحة الديوانة", "description": "", "access": ""}}
    facts = EventFacts(starts_at=NOW + DAY, ends_at=NOW + 2 * DAY, texts=texts)
    save_event(streets, None, facts, actor=None, now=NOW)
    said = [CommentFactory(hub_thread=thread_of(streets, 0)) for _one in range(4)]
    Comment.objects.filter(pk__in=[one.pk for one in said]).update(published_at=NOW - DAY)
    recount(thread_of(streets, 0))
    budget, done = open_budget("supports"), open_budget("implementation", slug="last-year")
    proposal(budget, title="Ombre", language="fr", latitude=Decimal("36.1"), longitude=Decimal("10.1"))
    here = (Decimal("36.15"), Decimal("10.12"))
    a_project(done, titles={"ar": "نافورة"}, due_on=NOW.date() + DAY, place=here, district=NORTH)
    pages = [ConsultationPage.objects.get(slug=slug, locale__language_code="en") for slug in ("streets", "trees")]
    money = BudgetPage.objects.get(slug="budget-2026", locale__language_code="en")
    heading("green", *pages, money, published_draft(title="The trees act"), en="Green city", ar="المدينة الخضراء")
    heading("empty", kind=TopicKind.DISTRICT, fr="Nulle part")
    return budget


@pytest.mark.parametrize(("language", "screen"), SCREENS)
@freeze_time(NOW)
def test_what_everybody_reads(show: Show, language: str, screen: str) -> None:
    a_busy_city()
    for address in (
        "",
        "topics/",
        "topics/green/",
        "districts/",
        "districts/north/",
        "districts/empty/",
        "calendar/",
        "calendar/?topic=green&kind=closes&month=2026-04",
        "calendar/?kind=nothing",
        "map/",
        "map/?district=north&kind=proposal&status=open",
        "map/?topic=nothing",
        "consultations/?topic=green&phase=open&year=2026",
        "documents/?topic=green",
        "reports/?year=1999",
        "budgets/?topic=green&district=zzz",
    ):
        sound(show, f"/{language}/{address}", language, screen)


@pytest.mark.parametrize(("language", "screen"), SCREENS[:3])
@freeze_time(NOW)
def test_my_district(show: Show, client: Client, language: str, screen: str) -> None:
    budget = a_busy_city()
    reader = alice(language=language)
    follow(reader, "district", str(budget.envelopes.get(slug="north").pk), now=NOW)
    client.force_login(reader)
    sound(show, f"/{language}/", language, screen)


@pytest.mark.parametrize(("language", "screen"), SCREENS[1:3])
@freeze_time(NOW)
def test_the_filters_are_used_by_keyboard_alone(show: Show, language: str, screen: str) -> None:
    a_busy_city()
    page = show(f"/{language}/calendar/", screen)
    summary = page.locator(".list-filters > summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "by-kind"
    assert_sound(page)


@pytest.mark.parametrize(("language", "screen"), [("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
@freeze_time(NOW)
def test_the_desk(show: Show, client: Client, language: str, screen: str) -> None:
    topic = heading("trees", en="Trees", ar="الأشجار")
    editor = carol(language=language)
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language, "theme": "system"})
    client.force_login(editor)
    for address in ("", "new/", f"edit/{topic.pk}/", f"delete/{topic.pk}/"):
        page = show(f"/cms/topics/{address}", screen)
        # On a phone in Arabic a pointer that rests in the corner lies on the editor's own button, whose tooltip Wagtail
        # hangs outside of all landmarks.
        page.mouse.move(160, 320)
        assert page.locator("html").get_attribute("lang") == language
        assert_sound(page)
