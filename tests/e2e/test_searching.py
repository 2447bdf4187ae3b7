"""Finding something: a citizen on a phone types, narrows, follows; without JavaScript the same is done by links."""

from __future__ import annotations

import contextlib
import re
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.checks import assert_sound
from tests.e2e.conftest import Opener, RunningHub
from tests.e2e.proposing_steps import DESK, PHONE, sign_up

pytestmark = pytest.mark.once
A_FULL_INDEX = 180  # seconds on a busy machine; a new hub finds things half a minute after it is ready


@pytest.fixture(autouse=True)
def what_is_seeded_is_found(hub: RunningHub) -> None:
    """On a hub that started a moment ago the worker is still telling the index."""
    deadline = time.monotonic() + A_FULL_INDEX
    while time.monotonic() < deadline:
        address = f"{hub.url}/en/search/?q=street&kind=clause"
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=30) as answer:
            if b"search-hit" in answer.read():
                return
        time.sleep(3)
    pytest.fail("the index of the seeded hub is not filled")


def test_a_citizen_finds_a_clause(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE)
    page.goto(f"{hub.url}/en/search/")
    box = page.get_by_role("combobox")
    box.press_sequentially("dra")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    box.fill("street")
    page.keyboard.press("Enter")
    expect(page.locator(".search-hit").first).to_be_visible()
    expect(page.locator(".search-hit mark").first).to_be_visible()
    assert_sound(page)
    clauses = page.locator(".search-kinds a", has_text="Clauses")
    clauses.click()
    expect(page.locator(".search-kinds a[aria-current]")).to_contain_text("Clauses")
    first = page.locator(".search-hit a").first
    title = first.inner_text()
    first.click()
    expect(page).to_have_url(re.compile(r"/en/documents/.+"))
    assert title.split()[-1] in page.inner_text("main")


def test_without_javascript_filters_and_days_are_links_and_a_form(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=DESK, java_script_enabled=False)
    page.goto(f"{hub.url}/fr/search/")
    page.locator("#q").fill("logement")
    page.locator(".search-form button").click()
    _total(page)
    page.goto(f"{hub.url}/en/search/?q=street")
    before = _total(page)
    page.locator(".search-filters li a").first.click()
    assert _total(page) <= before
    page.locator(".search-chosen a").last.click()
    assert _total(page) == before
    page.locator("#since").fill("2100-01-01")
    page.locator(".search-days button").click()
    expect(page.locator(".search-nothing")).to_be_visible()
    expect(page.locator(".search-nothing a").first).to_be_visible()


def _total(page: Page) -> int:
    told = page.locator(".search-count")
    return int(re.sub(r"\D", "", told.inner_text().split(" ")[0]) or 0) if told.count() else 0


def test_a_search_is_saved_with_an_account_and_can_be_let_go(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE)
    page.goto(f"{hub.url}/ar/search/?q=%D8%B4%D8%A7%D8%B1%D8%B9")
    page.locator(".search-keep a").first.click()
    expect(page).to_have_url(re.compile(r"/ar/search/save/\?q="))
    assert_sound(page)
    page.locator("main a[href*='/account/login/']").click()
    sign_up(page, hub, "searcher@example.org", "Searcher")
    # Back where one was, with one button to press.
    expect(page).to_have_url(re.compile(r"/ar/search/save/\?q="))
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/ar/following/search/[0-9a-f-]+/$"))
    assert_sound(page)
    page.locator("main button[value=stop]").click()
    expect(page.locator("main button[value=stop]")).to_have_count(0)
