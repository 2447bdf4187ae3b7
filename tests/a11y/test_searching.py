"""The search page in every state, as axe judges it, and its list of suggestions by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from hub.core.search import Heading, ProcessPhase, process_phases, search_kinds
from search.models.vocabulary import SynonymSet
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice
from tests.search.test_promoted import editor, page_at, promote
from tests.search.things import ALL, PHASES, Things, document, phases

pytestmark = pytest.mark.django_db
SCREENS = [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")]
LONG = "Réglement de la distribution d’eau potable et de l’assainissement des quartiers du port"


@pytest.fixture
def things() -> Iterator[Things]:
    """Many, in three languages, with every filter."""
    made = Things("leaflet", "Leaflets", "Leaflet", 11)
    search_kinds.register(made.name, made)
    process_phases.register(made.name, phases)
    PHASES[:] = [ProcessPhase(f"test:{number}", stage) for number, stage in enumerate(("coming", "open", "ended"))]
    districts = [Heading(f"d{number}", {"en": f"District {number}", "ar": f"حي {number}"}) for number in range(12)]
    themes = [Heading("water", {"fr": "Eau et assainissement, rivages et zones humides"}), Heading("x", {"en": "X"})]
    for number in range(25):
        language = ("en", "fr", "ar")[number % 3]
        title = {"en": "Water prices", "fr": LONG, "ar": "أسعار water المياه"}[language]
        made.told[str(number), language] = document(
            str(number),
            title,
            f"<water> & eau – water, {'long words about pipes ' * 30}",
            language,
            readers=ALL,
            part_of="Rules of the works" if number % 2 else "",
            part_of_language="en",
            notes=("12 comments", "Late"),
            process=f"test:{number % 3}",
            district=districts[number % 12],
            themes=(themes[number % 2],),
        )
    made.change([key for key, _language in made.told])
    yield made
    PHASES.clear()
    del search_kinds._items[made.name]
    del process_phases._items[made.name]


def sound(page: Page, language: str) -> None:
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    for details in page.locator("main details:not([open])").all():
        if details.locator("summary").first.is_visible():
            details.locator("summary").first.click()
    assert_sound(page)


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_the_page_in_every_state(show: Show, client: Client, things: Things, language: str, screen: str) -> None:
    SynonymSet.objects.create(language="en", words="zebra\nstriped horse")
    promote("water", page_at("how-it-works"), description="Where to begin.")
    promote("water", external_link_url="https://example.org/", external_link_text="Tide tables")
    base = f"/{language}/search/"
    for address in (
        base,
        f"{base}?q=water",
        f"{base}?q=water&district=d1&district=d2&phase=open&since=2026-01-01&until=2026-12-31&sort=newest",
        f"{base}?q=zebra&year=1999",
        f"{base}?q=wat",
        f"{base}save/?q=water&district=d1",
    ):
        sound(show(address, screen), language)
    client.force_login(alice())
    sound(show(f"{base}save/?q=water&district=d1", screen), language)


def test_synonyms_at_the_desk(show: Show, client: Client) -> None:
    client.force_login(editor())
    SynonymSet.objects.create(language="ar", words="قمامة\nنفايات")
    for address in ("/cms/synonyms/", "/cms/synonyms/new/"):
        assert_sound(show(address, "desk"))


# --- suggestions ---


@pytest.fixture
def suggesting(show: Show, client: Client, things: Things) -> Any:
    """Opens the page and answers what its script asks, as the hub does."""

    def open_page(language: str, screen: str, typed: str) -> Page:
        page = show(f"/{language}/search/", screen)
        told = client.get(f"/{language}/search/suggest/", {"q": typed})
        answers = {typed: told.content.decode()}

        def answer(route: Route) -> None:
            asked = route.request.url.split("q=")[-1]
            route.fulfill(
                content_type="application/json",
                body=answers.get(asked, json.dumps({"said": "No suggestions", "suggestions": []})),
            )

        page.route("**/suggest/**", answer)
        page.locator("#q").press_sequentially(typed)
        return page

    return open_page


@pytest.mark.parametrize(("language", "screen"), SCREENS)
def test_open_suggestions(suggesting: Any, language: str, screen: str) -> None:
    page = suggesting(language, screen, "wat")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert_sound(page)


def test_suggestions_by_keyboard(suggesting: Any) -> None:
    page = suggesting("en", "desk", "wat")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert box.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    count = options.count()
    expect(page.locator(".search-box [role=status]")).to_have_text(f"{count} suggestions")
    # Nothing is chosen until one asks for it; Down and Up go round, by way of the box.
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(0).get_attribute("id"))
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(count - 1).get_attribute("id"))
    expect(box).to_be_focused()
    expect(box).to_have_value("wat")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("wat")
    page.keyboard.press("ArrowDown")
    address = options.nth(0).get_attribute("data-url")
    with page.expect_navigation(wait_until="commit"):
        page.keyboard.press("Enter")
    assert page.url.endswith(address)


def test_enter_without_a_choice_asks_for_what_was_typed(suggesting: Any) -> None:
    page = suggesting("ar", "phone", "wat")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.expect_navigation(wait_until="commit"):
        page.keyboard.press("Enter")
    assert page.url.endswith("/ar/search/?q=wat")
