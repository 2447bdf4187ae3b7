"""From a published draft to a comment on one of its clauses to a public answer, in one browser session per person."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.checks import assert_sound
from tests.e2e.conftest import RunningHub

PASSWORD = "demo-hub-2026"
CITY_TIME = ZoneInfo("Africa/Tunis")


@dataclass(frozen=True)
class Words:
    """What people type in one language. Buttons are found by name and role, never by these."""

    language: str
    title: str
    clauses: tuple[tuple[str, str], ...]
    comment: str
    reason: str
    report: str


ENGLISH = Words(
    "en",
    "Draft rules for the harbour quay",
    (
        ("Purpose", "These rules say who may use the quay and when."),
        ("Night fishing", "Fishing from the quay is forbidden after ten at night."),
    ),
    "My father fishes after his shift. Midnight would do, if the lamps stay on.",
    "We set the hour to midnight, because the lamps burn until then.",
    "What you said about the quay",
)
ARABIC = Words(
    "ar",
    "مشروع قواعد رصيف الميناء",
    (
        ("الغرض", "تحدّد هذه القواعد من يحق له استعمال الرصيف ومتى."),
        ("الصيد ليلًا", "يُمنع الصيد من الرصيف بعد العاشرة ليلًا."),
    ),
    "والدي يصطاد بعد انتهاء عمله. منتصف الليل يكفي إن بقيت المصابيح مضاءة.",
    "جعلنا الساعة منتصف الليل لأن المصابيح تبقى مضاءة إلى ذلك الوقت.",
    "ما قلتم عن الرصيف",
)


def sign_in(context: BrowserContext, hub: RunningHub, email: str, language: str = "en") -> Page:
    """A page that is signed in with a password, through the form that people use."""
    page = context.new_page()
    page.goto(f"{hub.url}/{language}/account/login/?with=password")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/account/(?!login)"))
    return page


def write_and_publish_draft(page: Page, hub: RunningHub, words: Words, slug: str) -> None:
    """The officer writes two clauses in Wagtail's own editor and publishes."""
    index = json.loads(
        hub.manage(
            "shell",
            "-v0",
            "-c",
            "import json; from whitepapers.models.pages import DocumentIndexPage as D;"
            f"print(json.dumps(D.objects.get(locale__language_code='{words.language}').pk))",
        )
    )
    page.goto(f"{hub.url}/cms/pages/add/whitepapers/policydraftpage/{index}/")
    type_title(page, words.title)
    for position, (heading, text) in enumerate(words.clauses):
        # The first block is added by the menu of the empty stream, the next by the button below the one before.
        page.locator("#panel-child-content-body-content button.c-sf-add-button").nth(-1).click()
        page.locator(".w-combobox__option-row [id*=item], .w-combobox__option").filter(
            has=page.locator("svg.icon-list-ol, use[href='#icon-list-ol']")
        ).first.click()
        block = page.locator("[data-streamfield-child]").nth(position)
        block.locator(f"input[name='body-{position}-value-heading']").fill(heading)
        block.locator(".public-DraftEditor-content").first.click()
        page.keyboard.type(text)
        page.wait_for_timeout(600)  # Draftail hands what was typed to its form field after a pause
    page.locator("#tab-label-promote").click()
    page.fill("#id_slug", slug)
    publish_new_page(page)


def type_title(page: Page, title: str) -> None:
    """Key by key, once Wagtail's scripts are there: it makes the page's address out of the title as somebody types."""
    page.wait_for_function("() => window.wagtail?.app?.controllers.some((one) => one.identifier === 'w-sync')")
    page.locator("#id_title").press_sequentially(title)
    expect(page.locator("#id_slug")).not_to_have_value("")


def publish_new_page(page: Page) -> None:
    """Wagtail saves by itself half a second after a change; once it has made the page, this form is that page's.

    Pressed while it is being made, Publish would ask for a second page of the same name, and be refused.
    """
    for _ in range(40):
        # What was typed before its script was there, Wagtail takes for the page as it came, and saves nothing.
        if re.search(r"/cms/pages/\d+/edit/", page.url):
            break
        page.wait_for_timeout(250)
    page.wait_for_timeout(1_500)
    page.locator("[data-drilldown-menu-toggle], .w-dropdown__toggle").last.click()
    page.locator("button[name=action-publish]").click()
    try:
        page.wait_for_url(re.compile(r"/cms/pages/\d+/(?!add|edit)"), timeout=60_000)
    except PlaywrightTimeout:
        said = page.locator(".messages li, .error-message, [role=dialog]:visible").all_inner_texts()
        raise AssertionError(f"not published, at {page.url}: {[one for one in said if one.strip()]}") from None


def local_input(moment: datetime) -> str:
    return moment.astimezone(CITY_TIME).strftime("%Y-%m-%d %H:%M")


# On every database each language and each width once, all four pairs on the first.
@pytest.mark.parametrize(
    ("words", "width"),
    [
        pytest.param(ENGLISH, 360, marks=pytest.mark.once, id="en-360"),
        pytest.param(ENGLISH, 1280, id="en-1280"),
        pytest.param(ARABIC, 360, id="ar-360"),
        pytest.param(ARABIC, 1280, marks=pytest.mark.once, id="ar-1280"),
    ],
)
def test_from_a_draft_to_a_public_answer(hub: RunningHub, browser: Browser, words: Words, width: int) -> None:
    slug = f"quay-{words.language}-{width}" + os.environ.get("HUB_E2E_SUFFIX", "")
    words = replace(words, title=f"{words.title} {slug}", report=f"{words.report} {slug}")
    viewport = {"width": width, "height": 800}
    author = f"amira.{slug}@example.com"

    # --- the officer publishes a draft and opens a consultation on it
    officer = sign_in(browser.new_context(viewport={"width": 1280, "height": 900}), hub, "officer@example.org")
    write_and_publish_draft(officer, hub, words, slug)
    an_hour_ago = (datetime.now(CITY_TIME) - timedelta(hours=1)).isoformat(timespec="seconds")
    opened = json.loads(hub.manage("create_consultation", "--document", slug, "--opens", an_hour_ago, "--json"))
    assert opened["phase"] == "open"

    # --- a citizen reads it on her phone and comments on clause 2, with a code instead of a password
    citizen = browser.new_context(viewport=viewport).new_page()
    citizen.goto(f"{hub.url}/{words.language}/documents/{slug}/")
    expect(citizen.locator("h1")).to_have_text(words.title)
    assert citizen.locator("html").get_attribute("dir") == ("rtl" if words.language == "ar" else "ltr")
    assert_sound(citizen)
    citizen.locator("article a[href$='/comment/']").nth(1).click()
    expect(citizen.locator("main")).to_contain_text(words.clauses[1][1])
    assert_sound(citizen)
    citizen.locator("label", has=citizen.locator("input[name=position][value=support_with_changes]")).click()
    citizen.fill("textarea[name=comment]", words.comment)
    citizen.fill("input[name=email]", author)
    citizen.wait_for_timeout(3_500)  # a form that comes back faster than people type is not believed
    citizen.locator("form[data-draft-key] button[type=submit]").click()
    citizen.wait_for_url(re.compile("/confirm/"))
    assert_sound(citizen)
    citizen.fill("input[name=code]", hub.code_mailed_to(author))  # the sixth digit sends it
    receipt = citizen.locator("main").get_by_text(re.compile(r"C-\d{4}-\d{6}")).first
    expect(receipt).to_be_visible()
    reference = re.search(r"C-\d{4}-\d{6}", receipt.inner_text())[0]  # type: ignore[index]
    assert_sound(citizen)

    # --- the moderator reads and publishes it where it waits; the citizen finds it under the clause
    moderator = sign_in(browser.new_context(viewport={"width": 1280, "height": 900}), hub, "moderator@example.org")
    moderator.goto(f"{hub.url}/cms/moderation/")
    waiting = moderator.locator(f"form:has(input[name=item][value='{reference}'])")
    if not waiting.count():  # read after publication: it stands in the list of what nobody has read yet
        moderator.locator("nav a[href*='contributions.unread']").click()
    waiting.locator("button[value=approve]").click()
    expect(waiting).to_have_count(0)
    citizen.goto(f"{hub.url}/{words.language}/documents/{slug}/")
    citizen.locator("article a[href*='/clauses/']:not([href$='/comment/'])").nth(1).click()
    expect(citizen.locator("main")).to_contain_text(words.comment)
    expect(citizen.locator("main")).to_contain_text(reference)
    assert_sound(citizen)

    # --- the consultation closes; the moderator answers clause 2 and the officer publishes the report
    officer.goto(f"{hub.url}/cms/consultations/")
    officer.locator("tr", has_text=words.title).locator("a[href$='/dates/']").click()
    officer.fill("input[name=closes_at]", local_input(datetime.now(CITY_TIME) - timedelta(seconds=30)))
    officer.locator("form.plain-form button[type=submit]").click()
    officer.wait_for_url(re.compile(r"/cms/consultations/$"))
    moderator.goto(f"{hub.url}/cms/consultations/")
    moderator.locator("tr", has_text=words.title).locator("a[href$='/answers/']").click()
    moderator.locator("a[href*='?show=missing']").click()
    moderator.locator("table.listing td.title a").first.click()
    expect(moderator.locator("main, .nice-padding").first).to_contain_text(words.comment)
    moderator.check("input[name=decision][value=accepted]")
    moderator.fill(f"textarea[name=reason_{words.language}]", words.reason)
    moderator.locator(".answer-form form button[type=submit]").last.click()
    officer.goto(f"{hub.url}/cms/consultations/")
    officer.locator("tr", has_text=words.title).locator("td.title a").click()
    officer.locator("a[href*='outcomereportpage']").click()
    type_title(officer, words.report)
    officer.locator("#tab-label-promote").click()
    officer.fill("#id_slug", "report")
    publish_new_page(officer)

    # --- the report shows clause, count and answer, and her own trace page leads there
    citizen.goto(f"{hub.url}/{words.language}/consultations/{slug}/")
    citizen.locator("main .notice-success a").click()
    expect(citizen.locator("h1")).to_have_text(words.report)
    expect(citizen.locator("main")).to_contain_text(words.clauses[1][0])
    expect(citizen.locator("main")).to_contain_text(words.reason)
    assert_sound(citizen)
    citizen.goto(f"{hub.url}/{words.language}/c/{reference}/")
    expect(citizen.locator("main")).to_contain_text(words.reason)
    assert_sound(citizen)
