"""Every public page of the seeded city, as machines can judge it: axe, width, requests, cookies, weight, languages."""

from __future__ import annotations

import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.checks import assert_sound
from tests.e2e.conftest import RunningHub

# What a browser makes of a page does not depend on where its words are kept.
pytestmark = pytest.mark.once

# Pages that no site map names.
ALSO = (
    "account/login/",
    "account/login/?with=password",
    "account/signup/",
    "search/?q=licence",
    "search/?q=%D8%B1%D8%AE%D8%B5%D8%A9",
    "search/?q=zzzzzz",
    "search/?q=water&kind=proposal&kind=comment&sort=newest",
    "no-such-page/",
    "documents/public-spaces/clauses/sec_4__subsec_2/",
    "documents/public-spaces/clauses/sec_4__subsec_2/comment/",
    "c/C-2026-000002/",
    "c/C-2026-000002/report/",
    "documents/public-spaces/v1/",
    "documents/cooler-city/compare/",
    "documents/cooler-city/compare/1/2/",
    "documents/cooler-city/clauses/sec_2__subsec_1/history/",
    "budgets/our-budget/projects/",
    "budgets/our-budget/proposals/",
    "budgets/our-budget/statistics/",
    "budgets/our-budget/evaluation/",
    "budgets/street-budget/ballot/",
    "budgets/street-budget/ballots/",
    "budgets/street-budget/ballots/how/",
    "budgets/street-budget/ballots/receipt/",
    "budgets/street-budget/eligibility/",
    "budgets/street-budget/projects/",
    "budgets/street-budget/rules/",
    "budgets/our-budget-last-year/projects/",
    "budgets/our-budget-last-year/results/",
    "budgets/our-budget-last-year/progress/",
    "budgets/our-first-budget/projects/drinking-fountains/reports/",
    "budgets/our-budget-last-year/projects/talking-lights/report/",
    "promises/",
    "promises/?status=late",
    "promises/?q=zzzzzz",
    "topics/",
    "topics/shade-and-water/",
    "districts/",
    "calendar/",
    "map/",
)
# The first proposal there stands for all; its reference depends on the day of seeding.
LOOKED_AT = "budgets/our-budget/evaluation/"
# One project in each state stands for all: finished, given up, put off, late, without news, under way.
PROJECTS = frozenset(
    {
        "drinking-fountains",
        "lift-corniche",
        "shaded-square-karma",
        "talking-lights",
        "book-bus",
        "playground-for-all",
    }
)
# A phone by day and a desk by night: together they meet every style there is.
# 320 px is also a page at 400 % zoom on a desk (WCAG 1.4.10).
SCREENS = {"phone": (320, 640, "light"), "desk": (1280, 900, "dark")}


def addresses(hub: RunningHub, language: str) -> list[str]:
    with urllib.request.urlopen(f"{hub.url}/sitemap.xml") as answer:
        found = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    paths = sorted({urlsplit(url).path for url in found if urlsplit(url).path.startswith(f"/{language}/")})
    assert len(paths) > 10, found
    paths = [path for path in paths if (parts := path.split("/"))[-3:-2] != ["projects"] or parts[-2] in PROJECTS]
    assert sum("/projects/" in path for path in paths) == len(PROJECTS), paths
    with urllib.request.urlopen(f"{hub.url}/{language}/{LOOKED_AT}") as answer:
        proposal = re.search(r"/budgets/our-budget/proposals/C-\d{4}-\d{6}/", answer.read().decode())
    assert proposal, "no proposal of the demo city was looked at"
    looked_at = f"/{language}{proposal[0]}"
    return [*paths, *(f"/{language}/{path}" for path in ALSO), looked_at, f"{looked_at}evaluation/"]


# French runs the way English does; its longer words show on the phone.
@pytest.mark.parametrize(
    ("language", "screen"),
    [("en", "phone"), ("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")],
)
def test_each_page_is_sound(hub: RunningHub, browser: Browser, language: str, screen: str) -> None:
    width, height, scheme = SCREENS[screen]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    strangers: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        if not request.url.startswith((hub.url, "data:")):
            strangers.append(request.url)

    page.on("request", note)
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type == "error" and "404" not in message.text else None
        ),
    )
    faults: list[str] = []
    for path in addresses(hub, language):
        response = page.goto(hub.url + path)
        assert response is not None
        expected = 404 if "no-such-page" in path else 200
        assert response.status == expected, f"{path}: {response.status}"
        try:
            assert_sound(page)
        except AssertionError as fault:
            faults.append(str(fault))
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, f"{path} needs one first heading"
        # A form that needs a token has an address of its own.
        if not any(part in path for part in ("comment/", "/account/", "/receipt/", "lights/report/")):
            assert not context.cookies(), f"{path} set a cookie for somebody who only reads"
        context.clear_cookies()
    assert not faults, "\n\n".join(faults)
    assert not strangers, f"asked somebody else: {strangers}"
    assert not complaints, complaints
    context.close()


def test_a_text_page_is_light(hub: RunningHub, browser: Browser) -> None:
    """The first view of a text page stays under 100 KB as transferred, nothing cached, Arabic letters included."""
    for language in ("en", "ar"):
        context = browser.new_context(viewport={"width": 360, "height": 780})
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(f"{hub.url}/{language}/documents/public-spaces/", wait_until="networkidle")
        assert 0 < sum(sizes) < 100_000, f"{language}: {sum(sizes):,.0f} bytes"
        context.close()


def test_the_language_switch_stays_on_the_same_page(hub: RunningHub, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{hub.url}/en/documents/public-spaces/clauses/sec_4__subsec_2/")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{hub.url}/fr/documents/public-spaces/clauses/sec_4__subsec_2/")
    page.get_by_role("link", name="العربية").click()
    expect(page).to_have_url(f"{hub.url}/ar/documents/public-spaces/clauses/sec_4__subsec_2/")


def test_the_keyboard_reaches_the_text_first(hub: RunningHub, page: Page) -> None:
    page.goto(f"{hub.url}/en/documents/public-spaces/")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("href", "#main")
    expect(focused).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('#main').contains(document.activeElement)")
