"""What staff and the public see of themes, answers and reports, as axe judges it: a phone by day, a desk by night."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from consultations.models.analysis import TextGroup, ThemeSuggestion
from consultations.services.analysing import group_contributions, suggest_themes
from consultations.services.gaps import state_gap
from hub.accounts.models.user import User
from tests.a11y.conftest import Show
from tests.consultations.machine_cases import letters, subjects
from tests.consultations.reported import Reported, make_theme, reported
from tests.e2e.checks import assert_sound
from tests.factories.accounts import bob
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    clause_threads,
    publish_report,
    report_page,
    republish_report,
)

pytestmark = pytest.mark.django_db
# Direction and screen change together, as in `test_states`.
for_staff = pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("ar", "phone")])


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def reader(client: Client, language: str) -> User:
    """Bob, whose editor speaks his language and follows the colours of his screen."""
    user = bob(language=language)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language, "theme": "system"})
    client.force_login(user)
    return user


def look(show: Show, language: str, screen: str, *addresses: str) -> None:
    for address in addresses:
        page = show(address, screen)
        assert page.locator("html").get_attribute("lang") == language
        assert_sound(page)


@for_staff
def test_reading_themes_answers_and_what_is_missing(show: Show, client: Client, language: str, screen: str) -> None:
    made = reported()
    pk = made.consultation.pk
    reader(client, language)
    rows = clause_threads(made.consultation)
    make_theme(made.consultation, en="Nobody's yet")
    client.post(
        reverse("consultation_reading_one", args=[pk]),
        {"comment": made.quote.pk, "do": "note", "text": "Ask the veterinary office."},
    )
    reading = reverse("consultation_reading", args=[pk])
    look(
        show,
        language,
        screen,
        reading,
        f"{reading}?theme={made.theme.pk}",
        f"{reading}?clause={rows[0].pk}&words=told&unread=me",
        f"{reading}?words=nothing+is+found",
        reverse("consultation_themes", args=[pk]),
        reverse("consultation_theme", args=[pk, made.part.pk]),
        reverse("consultation_theme_new", args=[pk]),
        reverse("consultation_answers", args=[pk]),
        reverse("consultation_answer", args=[pk, rows[0].pk]),
        reverse("consultation_answer_theme", args=[pk, made.theme.pk]),
        reverse("consultation_answer_selection", args=[pk, made.chosen.pk]),
        reverse("consultation_coverage", args=[pk]),
        reverse("consultation_gap", args=[pk, rows[3].pk]),
        reverse("consultation_gap_reading", args=[pk]),
    )
    for refused in (
        client.post(reverse("consultation_answer_theme", args=[pk, made.theme.pk]), {"step_0_due": "2026-09-01"}),
        client.post(reverse("consultation_theme_new", args=[pk]), {}),
        client.post(reverse("consultation_together", args=[pk]), {"items": [made.quote.pk], "save": "1"}),
    ):
        assert_sound(show(refused, screen))


@for_staff
def test_machine_help(show: Show, client: Client, language: str, screen: str) -> None:
    consultation = ConsultationFactory(analysis=True, clauses=1)
    letters(consultation)
    subjects(consultation)
    user = reader(client, language)
    names = ("consultation_machine", "consultation_machine_groups", "consultation_machine_themes")
    pages = [reverse(name, args=[consultation.pk]) for name in names]
    look(show, language, screen, *pages)  # before the machine was asked
    make_theme(consultation, en="Trees")
    group_contributions(consultation, actor=user, now=NOW)
    suggest_themes(consultation, actor=user, now=NOW)
    group = TextGroup.objects.filter(run__consultation=consultation).order_by("pk")[0]
    heap = ThemeSuggestion.objects.filter(run__consultation=consultation).order_by("pk")[0]
    look(
        show,
        language,
        screen,
        *pages,
        reverse("consultation_machine_group", args=[consultation.pk, group.pk]),
        reverse("consultation_machine_theme", args=[consultation.pk, heap.pk]),
    )


@pytest.fixture
def published() -> Reported:
    """In each language, with something taken back after the first number: there is a second one."""
    made = reported()
    publish_report(made.consultation)
    page = report_page(made.consultation)
    for language in ("fr", "ar"):
        locale = Locale.objects.get(language_code=language)
        made.consultation.pages.get(locale=page.locale).copy_for_translation(locale).save_revision().publish()
        page.copy_for_translation(locale).save_revision().publish()
    state_gap(made.consultation, texts={"en": "Not all was read."}, actor=None, now=NOW, clause_thread=None)
    republish_report(made.consultation, now=NOW + WEEK)
    return made


# French runs the way English does; its longer words show on the phone.
@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
def test_the_report_for_the_public(show: Show, published: Reported, language: str, screen: str) -> None:
    slug = published.consultation.slug
    address = f"/{language}/consultations/{slug}/report/"
    with freeze_time(NOW + 2 * WEEK):
        look(
            show,
            language,
            screen,
            address,
            f"{address}summary/",
            f"{address}no/1/",
            f"{address}no/2/",
            f"/{language}/open-data/",
            f"/{language}/open-data/consultations/{slug}/",
            f"/{language}/c/{published.quote.reference}/",
        )
