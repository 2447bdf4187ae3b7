"""Reading a document as people do: find, follow a link to a clause, copy one, use keys and switch them off."""

from __future__ import annotations

import re
import urllib.parse
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.checks import assert_fits, assert_sound
from tests.e2e.conftest import RunningHub

# What a browser makes of a page does not depend on where its words are kept.
pytestmark = pytest.mark.once
CLAUSE = "sec_4__subsec_2"
# Typed without accents, vowel marks or the article that stand in the text.
WORDS = {"en": "LICENCE", "ar": "الرُخصه"}


@pytest.fixture(params=[("en", 1280), ("ar", 360)], ids=["desk-en", "phone-ar"])
def reader(request: pytest.FixtureRequest, hub: RunningHub, browser: Browser) -> Iterator[tuple[Page, str]]:
    language, width = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{hub.url}/{language}/documents/public-spaces/")
    yield page, language
    context.close()


def find(page: Page, words: str) -> None:
    if (page.viewport_size or {})["width"] < 960:
        page.locator(".reading-bar a[href='#find']").click()
    page.locator("#find-words").fill(words)
    # The script comes when the field is first used; Enter before that asks the server, which lists and does not scroll.
    expect(page.locator("mark.now").first).to_be_attached(timeout=30_000)
    page.keyboard.press("Enter")


def test_words_are_found_counted_and_shown_one_after_the_other(reader: tuple[Page, str], hub: RunningHub) -> None:
    page, language = reader
    find(page, WORDS[language])
    count = page.locator("[data-find-count]")
    expect(count).to_contain_text(re.compile(r"\d"), timeout=10_000)
    first = page.locator("mark.now").first
    expect(first).to_be_in_viewport()
    total = page.locator("mark").count()
    assert total > 3
    before = count.text_content()
    page.locator("[data-find-next]").click()
    expect(count).not_to_have_text(before or "")
    assert_sound(page)

    # The server finds the same places for those without JavaScript, and lists them.
    address = f"{hub.url}/{language}/documents/public-spaces/?{urllib.parse.urlencode({'find': WORDS[language]})}"
    with urllib.request.urlopen(address) as answer:
        html = answer.read().decode()
    assert html.count("<mark>") == total
    assert 'id="found"' in html

    page.locator("#find-words").focus()
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)
    assert page.evaluate("() => document.activeElement.closest('.clause, .doc-heading, .doc-note') !== null")


def test_a_link_to_a_clause_leads_there_and_can_be_copied(reader: tuple[Page, str], hub: RunningHub) -> None:
    page, language = reader
    address = f"{hub.url}/{language}/documents/public-spaces/"
    page.goto(f"{address}#{CLAUSE}")
    clause = page.locator(f"#{CLAUSE}")
    expect(clause).to_be_focused()
    expect(clause).to_be_in_viewport()
    covered = page.evaluate(
        """(id) => { const top = document.getElementById(id).getBoundingClientRect().top;
        const phase = document.querySelector('.phase');
        return getComputedStyle(phase).position === 'sticky' && top < phase.getBoundingClientRect().bottom }""",
        CLAUSE,
    )
    assert not covered
    clause.locator("[data-copy-clause]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).not_to_be_empty()
    assert page.evaluate("() => navigator.clipboard.readText()") == f"{address}#{CLAUSE}"

    page.goto(f"{address}#sec_99__subsec_9")
    page.reload()
    expect(page.locator("[data-unknown-notice]")).to_be_focused()


def test_keys_lead_through_the_text_until_they_are_switched_off(hub: RunningHub, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{hub.url}/en/documents/public-spaces/")
    page.keyboard.press("j")
    first = page.evaluate("() => document.activeElement.id")
    page.keyboard.press("j")
    second = page.evaluate("() => document.activeElement.id")
    assert first
    assert second
    assert first != second
    page.keyboard.press("k")
    assert page.evaluate("() => document.activeElement.id") == first
    # An Arabic keyboard writes ت with the same key.
    page.evaluate("() => document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ', bubbles: true}))")
    assert page.evaluate("() => document.activeElement.id") == second
    page.keyboard.press("Control+j")
    assert page.evaluate("() => document.activeElement.id") == second

    page.keyboard.press("/")
    expect(page.locator("#find-words")).to_be_focused()
    page.keyboard.type("jkl?")
    expect(page.locator("#find-words")).to_have_value("jkl?")
    page.keyboard.press("Escape")
    page.locator("h1").click()

    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_sound(page)
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement === document.body")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_languages_side_by_side_fit_every_screen(hub: RunningHub, browser: Browser, language: str) -> None:
    other = "fr"
    context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{hub.url}/{language}/documents/public-spaces/?beside={other}")
    sides = page.locator(f"#{CLAUSE} .pair-side")
    expect(sides).to_have_count(2)
    boxes = [sides.nth(index).bounding_box() or {} for index in (0, 1)]
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 2
    assert_sound(page)
    page.set_viewport_size({"width": 320, "height": 640})
    boxes = [sides.nth(index).bounding_box() or {} for index in (0, 1)]
    assert boxes[1]["y"] > boxes[0]["y"]
    assert_fits(page)
    context.close()
