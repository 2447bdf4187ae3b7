"""What a first-time citizen, a person without a mouse and a person without JavaScript go through to be heard."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.checks import assert_fits, assert_sound
from tests.e2e.conftest import Opener, RunningHub

# They try the browser: what is written along the way, `test_thin_slice` and tests of each app try on every database.
pytestmark = pytest.mark.once

SEND = "form[data-draft-key] button[type=submit]"
CONFIRM = "form:has(input[name=code]) button[type=submit]"
REFERENCE = re.compile(r"C-\d{4}-\d{6}")
# A form that comes back faster than people type is not believed.
AS_LONG_AS_PEOPLE_TYPE = 3_300
# A clause of the consultation that is open in the demo city, after the language.
CLAUSE = "documents/public-spaces/clauses/sec_4__subsec_2/"
PHONE = {"width": 360, "height": 740}


def address_of(name: str) -> str:
    return f"{name}.{time.time_ns()}@example.com"


def fill(page: Page, *, text: str, email: str, position: str = "support") -> None:
    page.locator(f"label:has(input[name=position][value={position}])").click()
    page.fill("textarea[name=comment]", text)
    page.fill("input[name=email]", email)
    page.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)


def confirm(page: Page, code: str, *, script: bool = True) -> None:
    """With JavaScript the sixth digit sends the code."""
    page.fill("input[name=code]", code)
    if not script:
        page.locator(CONFIRM).click()


def tab_to(page: Page, target: str, *, most: int = 60, key: str = "Tab") -> None:
    """Press Tab until the focus is there; each stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(
            """() => { const e = document.activeElement, r = e.getBoundingClientRect();
              const outlined = (s) => parseFloat(s.outlineWidth) >= 2 && s.outlineStyle !== 'none';
              const shown = [e, e.closest('label') || e].some(x => outlined(getComputedStyle(x)));
              return {what: e.outerHTML.slice(0, 120), shown, inside: r.bottom > 0 && r.top < innerHeight} }"""
        )
        assert stop["shown"], f"the focus is not seen on {stop['what']}"
        assert stop["inside"], f"the focus is out of sight on {stop['what']}"
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
    raise AssertionError(f"{target} was not reached with {most} presses of Tab")


def test_a_comment_on_a_phone_in_arabic_without_javascript(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE, java_script_enabled=False, locale="ar")
    email, text = address_of("salma"), "نريد سببًا مكتوبًا لكل رفض، ومهلة للتظلّم."
    page.goto(f"{hub.url}/ar/{CLAUSE}")
    assert page.context.cookies() == []
    write = page.locator("main a[href$='/comment/']")
    expect(write).to_have_count(1)
    write.click()
    page.locator(SEND).click()  # nothing written yet
    expect(page.locator(".error-summary")).to_be_visible()
    fill(page, text=text, email=email)
    page.locator("summary", has_text="صياغة").click()
    wording = page.input_value("textarea[name=suggested_text]") + " ويُعلَّل كل رفض."
    page.fill("textarea[name=suggested_text]", wording)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/confirm/"))
    expect(page.locator("main")).to_contain_text(text)
    confirm(page, hub.code_mailed_to(email), script=False)
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    assert page.locator("main").locator("[dir=ltr]").count() == 0


def test_a_comment_with_the_keyboard_alone(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport={"width": 1440, "height": 900})
    email = address_of("kim")
    page.goto(f"{hub.url}/en/{CLAUSE.split('clauses/')[0]}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")

    # What was said opens beside the clause, takes the focus, and gives it back.
    eid = CLAUSE.rstrip("/").rsplit("/", 1)[1]
    tab_to(page, ".toc a[href='#sec_4']")  # the contents save the way through the first parts
    page.keyboard.press("Enter")
    tab_to(page, f"#{eid} .clause-number a")
    page.keyboard.press("Enter")
    expect(page.locator("[data-thread-slot] > .dialog-head .side-title")).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Escape")
    expect(page.locator(f"#{eid} .clause-number a")).to_be_focused()

    tab_to(page, f"#{eid} a[href$='/comment/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/comment/$"))
    tab_to(page, SEND)
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    assert_sound(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first thing that is missing
    expect(page.locator("textarea[name=comment]")).to_be_focused()
    page.keyboard.type("I cannot use a mouse, and I have something to say.")
    tab_to(page, "input[name=email]")
    page.keyboard.type(email)
    page.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)
    tab_to(page, SEND)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/confirm/"))
    code = hub.code_mailed_to(email)
    expect(page.locator("input[name=code]")).to_be_focused()
    page.keyboard.type(code)
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)


def test_the_menu_of_a_phone_and_the_colours_with_the_keyboard(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE)
    page.goto(f"{hub.url}/ar/")
    tab_to(page, ".masthead-fold > summary")
    page.keyboard.press("Enter")
    assert_fits(page)
    tab_to(page, ".masthead-sheet a[lang=fr]")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    tab_to(page, "input[name=hub-theme]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_wrong_code_an_old_code_and_the_right_one(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE)
    email = address_of("lina")
    page.goto(f"{hub.url}/fr/{CLAUSE}comment/")
    fill(page, text="Trente jours, par écrit.", email=email)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/confirm/"))
    first = hub.code_mailed_to(email)
    confirm(page, "000000" if first != "000000" else "111111")
    expect(page.locator("#refusal")).to_be_focused()
    assert_sound(page)
    page.locator("form:has(input[value=resend]) button").click()
    expect(page.locator("main [role=status]")).to_be_visible()
    second = hub.code_mailed_to(email, after=1)
    confirm(page, first)
    expect(page.locator("#refusal")).to_be_visible()
    confirm(page, f"{second[:3]} {second[3:]}")  # as people copy it
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    assert_sound(page)


def test_two_presses_send_one_comment(hub: RunningHub, opened: Opener) -> None:
    email = address_of("omar")
    # Without JavaScript nothing holds back the second press: the server has to know.
    page = opened(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{hub.url}/en/{CLAUSE}comment/")
    fill(page, text="Press me twice.", email=email)
    page.locator(SEND).dblclick()
    page.wait_for_url(re.compile("/confirm/"))
    page.fill("input[name=code]", hub.code_mailed_to(email))
    page.locator(CONFIRM).dblclick()
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    expect(page.locator("#refusal")).to_have_count(0)
    deadline = time.monotonic() + 20
    while len(hub.mails_to(email)) < 2 and time.monotonic() < deadline:
        time.sleep(0.3)
    page.wait_for_timeout(1_000)
    assert len(hub.mails_to(email)) == 2  # one code, one receipt: one comment


@pytest.mark.parametrize("script", [True, False], ids=["with-javascript", "without-javascript"])
def test_text_survives_a_lost_session(hub: RunningHub, opened: Opener, script: bool) -> None:
    text = "Écrit pendant une heure \N{EM DASH} à ne pas perdre. 🌳 لا تُضيّعوه"
    page = opened(viewport=PHONE, java_script_enabled=script)
    page.goto(f"{hub.url}/fr/{CLAUSE}comment/")
    fill(page, text=text, email=address_of("ines"), position="oppose")
    page.context.clear_cookies()
    page.locator(SEND).click()
    # Nothing that a browser keeps is needed to be heard.
    page.wait_for_url(re.compile("/confirm/"))
    expect(page.locator("main")).to_contain_text(text)
    if script:
        assert_sound(page)


def test_what_was_typed_waits_on_the_device_and_goes_when_it_has_arrived(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE, locale="ar")
    text, email = "نص طويل كُتب في القطار.", address_of("nour")
    address = f"{hub.url}/ar/{CLAUSE}comment/"
    page.goto(address)
    fill(page, text=text, email=email, position="oppose")
    page.reload()
    expect(page.locator("textarea[name=comment]")).to_have_value(text)
    expect(page.locator("input[name=position][value=oppose]")).to_be_checked()
    expect(page.locator("[data-draft-notice]")).to_be_visible()
    assert_sound(page)
    page.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/confirm/"))
    confirm(page, hub.code_mailed_to(email))
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    page.goto(address)
    expect(page.locator("textarea[name=comment]")).to_have_value("")
    assert text not in page.evaluate("JSON.stringify({...localStorage})")


def test_four_interactions_from_a_link_to_a_confirmed_comment(hub: RunningHub, opened: Opener) -> None:
    """Text, address, send, code: the form stands on the clause's own page."""
    page = opened(viewport=PHONE)
    email = address_of("yara")
    page.goto(f"{hub.url}/en/{CLAUSE}")
    expect(page.locator("textarea[name=comment]")).to_be_visible()
    assert page.context.cookies() == []  # reading, and even the form, sets none
    assert_sound(page)
    page.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)
    page.fill("textarea[name=comment]", "Written at the bus stop: thirty days are too short for a renewal.")  # 1
    page.fill("input[name=email]", email)  # 2
    page.locator(SEND).click()  # 3
    page.wait_for_url(re.compile("/confirm/"))
    page.fill("input[name=code]", hub.code_mailed_to(email))  # 4
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    assert_sound(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sentence_is_quoted_without_javascript(hub: RunningHub, opened: Opener, language: str) -> None:
    page = opened(viewport=PHONE, java_script_enabled=False)
    email = address_of("hedi")
    page.goto(f"{hub.url}/{language}/{CLAUSE}comment/")
    assert_fits(page)
    page.locator("[data-quote] summary").click()
    choice = page.locator("[data-quote] label.choice").nth(1)
    sentence = choice.inner_text().strip()
    choice.click()
    fill(page, text=f"{sentence[:12]} … ?", email=email)
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/confirm/"))
    assert_fits(page)
    confirm(page, hub.code_mailed_to(email), script=False)
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    assert_fits(page)


def test_words_are_quoted_by_marking_them(hub: RunningHub, opened: Opener) -> None:
    page = opened(viewport=PHONE)
    page.goto(f"{hub.url}/en/{CLAUSE}")
    expect(page.locator("textarea[name=comment]")).to_be_visible()
    words = page.evaluate(
        """() => { const text = document.querySelector("[data-clause-page] .clause-text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          let node; do node = walker.nextNode(); while (node && node.data.trim().length < 30);
          const start = node.data.search(/\\S/), range = document.createRange();
          range.setStart(node, start); range.setEnd(node, start + 20);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return getSelection().toString().trim() }"""
    )
    page.locator("[data-quote-button] button").click()
    expect(page.locator("input[name=quote][value=words]")).to_be_checked()
    expect(page.locator("[data-quote]")).to_contain_text(words)
    assert_sound(page)
    fill(page, text="What does this mean for us?", email=address_of("rym"), position="question")
    page.locator(SEND).click()
    page.wait_for_url(re.compile("/confirm/"))
    expect(page.locator("main")).to_contain_text(words)
