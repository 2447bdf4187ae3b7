"""A moderator's way from a pile of contributions to a public report: reading and coding with keys, answers to a
theme and to chosen contributions, what is still missing by name, and what the public and an author then see.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.checks import assert_sound
from tests.e2e.conftest import Opener, RunningHub
from tests.e2e.test_citizen import tab_to
from tests.e2e.test_thin_slice import CITY_TIME, publish_new_page, sign_in, type_title

# What a browser makes of it does not depend on where it is kept.
pytestmark = pytest.mark.once

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
DUE = "2031-03-01"


@dataclass(frozen=True)
class Words:
    """What people type in one language, and the few words by which the public page is judged."""

    language: str
    title: str
    clauses: tuple[str, str, str]
    said: tuple[str, str, str, str]
    theme: str
    chosen: str
    reason: str
    reason_to_chosen: str
    step: str
    gap: str
    report: str
    counted_under: str
    year_due: str


ENGLISH = Words(
    "en",
    "Rules for the old market hall",
    ("Opening hours", "Rents", "Night deliveries"),
    (
        "Open until nine, or nobody who works can shop.",
        "Nine is when my shift ends. Please stay open.",
        "My rent has doubled in two years.",
        "The lorries wake the whole street.",
    ),
    "Longer evenings",
    "Traders about their rents",
    "The hall stays open until nine on weekdays.",
    "Rents are frozen until a new scale is agreed.",
    "The new hours are put up at every door",
    "The noise survey is not finished; we answer by summer.",
    "What you said about the hall",
    "Counted under:",
    "2031",
)
ARABIC = Words(
    "ar",
    "قواعد السوق المغطاة القديمة",
    ("ساعات الفتح", "الإيجارات", "التسليم ليلًا"),
    (
        "افتحوا حتى التاسعة وإلا فلن يتسوّق من يعمل.",
        "ينتهي عملي في التاسعة. أبقوا السوق مفتوحة.",
        "تضاعف إيجار محلي في عامين.",
        "توقظ الشاحنات الشارع كله.",
    ),
    "أمسيات أطول",
    "التجار بشأن إيجاراتهم",
    "تبقى السوق مفتوحة حتى التاسعة في أيام الأسبوع.",
    "تُجمّد الإيجارات إلى أن يُتفق على سلّم جديد.",
    "تُعلّق الساعات الجديدة على كل باب",
    "لم تكتمل دراسة الضجيج، ونجيب قبل الصيف.",
    "ما قلتم عن السوق",
    "حُسبت ضمن:",
    "2031",
)


@dataclass
class Told:
    """A consultation that has closed and waits for answers; references in the order in which things were said."""

    slug: str
    title: str
    references: list[str]


def closed_consultation(hub: RunningHub, words: Words, name: str) -> Told:
    """A draft of three clauses, four contributions in, the last day past."""
    slug = f"{name}-{words.language}-{time.time_ns()}"
    title = f"{words.title} {slug}"
    draft = hub.data_dir / f"{slug}.md"
    draft.write_text(
        f"# {title}\n\n" + "".join(f"## {heading}\n\n{heading}: 18:00.\n\n" for heading in words.clauses),
        encoding="utf-8",
    )
    now = datetime.now(CITY_TIME)
    opens, closes = ((now - timedelta(days=days)).isoformat(timespec="seconds") for days in (40, 2))
    rows = [
        {
            "external_id": f"{slug}-{number}",
            "clause": str(clause),
            "body": body,
            "language": words.language,
            "received_at": (now - timedelta(days=20)).isoformat(timespec="seconds"),
            "state": "published",
        }
        for number, (clause, body) in enumerate(zip((1, 1, 2, 3), words.said, strict=True))
    ]
    letters = hub.data_dir / f"{slug}.jsonl"
    letters.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    commands = (
        ["import_document", str(draft), "--slug", slug, "--publish", "--language", words.language, "--json"],
        ["create_consultation", "--document", slug, "--opens", opens, "--closes", closes, "--json"],
        ["import_contributions", str(letters), "--consultation", slug, "--strict", "--json"],
    )
    # One process for all three: starting it takes longer than what they do.
    said = hub.manage(
        "shell", "-v0", "-c", f"from django.core.management import call_command as c\nfor one in {commands}: c(*one)"
    )
    told = json.loads(said.strip().splitlines()[-1])
    year, first = told["references"]["first"].rsplit("-", 1)
    return Told(slug, title, [f"{year}-{int(first) + number:06d}" for number in range(len(rows))])


def moderator_at(opened: Opener, hub: RunningHub, words: Words, told: Told, **options: object) -> Page:
    """Signed in and on the desk of the consultation. The editor's language is the account's."""
    page = sign_in(opened(viewport=DESK, **options).context, hub, "moderator@example.org")
    page.goto(f"{hub.url}/cms/consultations/")
    page.locator("tr", has_text=told.title).locator("td.title a").click()
    page.wait_for_url(re.compile(r"/consultations/[\w-]{36}/$"))
    return page


def item(page: Page, reference: str) -> Locator:
    return page.locator(f"#{reference}")


def assert_page(page: Page) -> None:
    """A page of the editor as it stands once its messages have come in."""
    page.wait_for_load_state()
    page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")
    assert_sound(page)


def go_to(page: Page, reference: str) -> None:
    """`j` until the contribution has the focus."""
    for _ in range(6):
        page.keyboard.press("j")
        if item(page, reference).evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{reference} was not reached with j")


def follow(page: Page, target: str, leads_to: str, *, key: str = "Tab") -> None:
    tab_to(page, target, key=key)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(leads_to))


def read_and_code(page: Page, words: Words, told: Told) -> None:
    """By keyboard alone, from the desk to the form in which chosen contributions are answered."""
    first, second, third, _last = told.references
    follow(page, "a[href$='/reading/']", "/reading/$")
    expect(page.locator("[data-item]")).to_have_count(4)
    go_to(page, first)
    page.keyboard.press("r")
    expect(item(page, first).locator("[data-act=read][value=unread]")).to_be_visible()
    expect(item(page, first).locator("[data-act=read]")).to_be_focused()

    follow(page, "a[href*='/themes/new/']", "/themes/new/", key="Shift+Tab")
    tab_to(page, f"#id_name_{words.language}")
    page.keyboard.type(words.theme)
    page.keyboard.press("Enter")
    expect(page.locator("table.listing")).to_contain_text(words.theme)
    follow(page, "a[href$='/reading/']", "/reading/$")
    for reference in (first, second):
        go_to(page, reference)
        page.keyboard.press("1")
        expect(item(page, reference).locator("[data-theme][aria-pressed=true]")).to_contain_text(words.theme)
    assert_page(page)

    go_to(page, third)
    page.keyboard.press("x")
    expect(item(page, third).locator("input[name=items]")).to_be_checked()
    page.keyboard.press("b")
    follow(page, "#many button[formaction$='/together/']", "/together/")
    tab_to(page, f"#id_title_{words.language}")
    page.keyboard.type(words.chosen)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/answers/chosen/"))


def give_answer(page: Page, words: Words, *, decision: str, reason: str, step: str = "") -> None:
    page.check(f"input[name=decision][value={decision}]")
    page.fill(f"textarea[name=reason_{words.language}]", reason)
    if step:
        page.locator("details:has(input[name=step_0_due]) > summary").click()
        page.fill("input[name=step_0_due]", DUE)
        page.fill(f"input[name=step_0_{words.language}]", step)
    assert_page(page)
    page.locator(".answer-form form:has(input[name=decision]) button[type=submit]:not([name])").click()
    page.wait_for_url(re.compile("/coverage/"))


def publish_report(page: Page, words: Words) -> None:
    page.locator("a[href*='outcomereportpage']").click()
    type_title(page, words.report)
    publish_new_page(page)


@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_from_reading_to_a_public_report(
    hub: RunningHub, opened: Opener, speaks: Callable[[str, str], None], words: Words
) -> None:
    told = closed_consultation(hub, words, "hall")
    speaks("moderator", words.language)

    # --- read, code and choose, without a mouse
    page = moderator_at(opened, hub, words, told)
    assert page.locator("html").get_attribute("dir") == ("rtl" if words.language == "ar" else "ltr")
    desk = page.url
    assert_page(page)
    read_and_code(page, words, told)
    expect(page.locator(".answer-grid")).to_contain_text(words.said[2])
    give_answer(page, words, decision="accepted_in_part", reason=words.reason_to_chosen)

    # --- answer the theme; what is missing is named, and only that
    page.locator("table.listing td.title a", has_text=words.theme).click()
    expect(page.locator(".answer-grid")).to_contain_text(words.said[0])
    expect(page.locator(".answer-grid")).to_contain_text(words.said[1])
    give_answer(page, words, decision="accepted", reason=words.reason, step=words.step)
    missing = page.locator(".readiness li")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text(words.clauses[2])
    assert_page(page)

    # --- no answer can be given yet: the city says why, in public
    missing.locator("a[href$='/gap/']").click()
    page.fill(f"textarea[name=text_{words.language}]", words.gap)
    assert_page(page)
    page.locator("form.plain-form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/coverage/"))
    expect(page.locator(".readiness li")).to_have_count(0)

    # --- the officer publishes
    officer = sign_in(opened(viewport=DESK).context, hub, "officer@example.org")
    officer.goto(desk)
    publish_report(officer, words)

    # --- the public on a phone: theme, answer, next step, gap
    public = opened(viewport=PHONE)
    public.goto(f"{hub.url}/{words.language}/consultations/{told.slug}/")
    public.locator("main .notice-success a").click()
    expect(public.locator("h1")).to_have_text(words.report)
    themes = public.locator("#themes").locator("xpath=ancestor-or-self::section[1]")
    expect(themes).to_contain_text(words.theme)
    expect(themes).to_contain_text(words.reason)
    main = public.locator("main")
    for text in (words.chosen, words.reason_to_chosen, words.step, words.year_due, words.gap):
        expect(main).to_contain_text(text)
    assert_sound(public)

    # --- an author: under what it was counted, and what came of it
    public.goto(f"{hub.url}/{words.language}/c/{told.references[0]}/")
    for text in (words.counted_under, words.theme, words.reason):
        expect(main).to_contain_text(text)
    assert_sound(public)
    public.goto(f"{hub.url}/{words.language}/c/{told.references[2]}/")
    expect(main).to_contain_text(words.reason_to_chosen)
    expect(main).not_to_contain_text(words.reason)


def test_reading_and_judging_without_javascript(hub: RunningHub, opened: Opener) -> None:
    words = ENGLISH
    told = closed_consultation(hub, words, "plain")
    page = moderator_at(opened, hub, words, told, java_script_enabled=False)
    page.locator("a[href$='/reading/']").first.click()
    first, second, third, _last = told.references
    item(page, first).locator("[data-act=read]").click()
    expect(item(page, first).locator("[data-act=read]")).to_have_attribute("value", "unread")

    # A theme of their own for two, then one of them loses it again.
    for reference in (first, second):
        item(page, reference).locator("input[name=items]").check()
    page.locator("#many button[formaction$='/own-theme/']").click()
    page.fill("#id_name_en", words.theme)
    page.locator("button[name=save]").click()
    for reference in (first, second):
        expect(item(page, reference).locator("[aria-pressed=true]")).to_contain_text(words.theme)
    item(page, second).locator("[aria-pressed=true]").click()
    expect(item(page, second).locator("[aria-pressed=false]")).to_contain_text(words.theme)
    item(page, third).locator("summary", has_text="note").click()
    item(page, third).locator("textarea").fill("Ask the traders.")
    item(page, third).locator("button[value=note]").click()
    expect(item(page, third)).to_contain_text("Ask the traders.")

    # One answer for a chosen one, in plain forms.
    item(page, third).locator("input[name=items]").check()
    page.locator("#many button[formaction$='/together/']").click()
    page.fill("#id_title_en", words.chosen)
    page.locator("button[name=save]").click()
    page.wait_for_url(re.compile("/answers/chosen/"))
    expect(page.locator(".answer-grid")).to_contain_text(words.said[2])
