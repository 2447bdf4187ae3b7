"""From a won ballot to a finished project: an officer keeps its file, its page says how it stands, a resident follows,
goes to look and says what was to be seen. Residents on a phone, staff at a desk, in two languages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Opener, RunningHub
from tests.e2e.proposing_steps import DESK, PHONE, assert_sound_without, choose, follow, photo, sign_up
from tests.e2e.test_citizen import AS_LONG_AS_PEOPLE_TYPE, REFERENCE, SEND, address_of
from tests.e2e.test_moderator import assert_page
from tests.e2e.test_thin_slice import CITY_TIME, sign_in
from tests.e2e.test_voting import CLOSED, told
from tests.factories.residents import CAMERA, jpeg_with_gps

# What a browser makes of it does not depend on where it is kept.
pytestmark = pytest.mark.once

WEEKLY = "label.choice:has(input[name=rhythm][value=weekly])"


@dataclass(frozen=True)
class Words:
    """What people type in one language. Buttons are found by name and address, never by these."""

    language: str
    milestone: str
    note: str
    paid_for: str
    source: str
    sum: str
    alt: str
    headline: str
    news: str
    seen: str
    place: str


ENGLISH = Words(
    "en",
    "The four plane trees are planted",
    "The contractor has fenced off the north side.",
    "Four plane trees with their stakes",
    "Invoice 2026-114",
    "12,500",
    "A bare square with one lamp post",
    "The trees have arrived",
    "They stand in the yard of the parks office and are planted next week.",
    "Four trees stand there, and one bench is still missing.",
    "North side, by the bakery",
)
ARABIC = Words(
    "ar",
    "غُرست أشجار الدلب الأربع",
    "سيّج المقاول الجهة الشمالية.",
    "أربع أشجار دلب مع دعاماتها",
    "الفاتورة ٢٠٢٦-١١٤",
    "١٢٬٥٠٠",
    "ساحة خالية فيها عمود إنارة واحد",
    "وصلت الأشجار",
    "هي في ساحة إدارة الحدائق وتُغرس الأسبوع القادم.",
    "تقف هناك أربع أشجار، وما زال مقعد ناقصًا.",
    "الجهة الشمالية قرب المخبز",
)


def day(days: int) -> str:
    """As the browser's own control writes it; from today, where the city is."""
    return (datetime.now(CITY_TIME).date() + timedelta(days=days)).isoformat()


def take(officer: Page, step: str, values: dict[str, str], *, within: Locator | None = None) -> None:
    """One step of the desk: its link, its form, and back to the file, which says that it was kept."""
    follow(officer, (within or officer.locator("main, .content-wrapper").first).locator(f"a[href*='/{step}/']").first)
    assert_page(officer)
    for name, value in values.items():
        field = officer.locator(f"form.budget-form [name={name}]")
        if field.evaluate("e => e.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)
    keep(officer)


def keep(officer: Page) -> None:
    follow(officer, officer.locator("form.budget-form button[type=submit]"))
    expect(officer.locator("form.budget-form")).to_have_count(0)
    expect(officer.locator(".messages .success")).to_be_visible()
    assert_page(officer)


def pages_for_the_winners(officer: Page, hub: RunningHub, budget: str, slug: str) -> None:
    """From the list of what is carried out to the file of the first winner; then nothing is left to press."""
    officer.goto(f"{hub.url}/cms/budgets/{budget}/")
    follow(officer, officer.locator(f"a[href$='/budgets/{budget}/projects/']").first)
    assert_page(officer)
    make = officer.locator("form[action$='/projects/winners/'] button")
    follow(officer, make)
    expect(officer.locator("table.listing tbody tr")).not_to_have_count(0)
    expect(make).to_have_count(0)
    assert_page(officer)
    row = officer.locator("table.listing tbody tr", has=officer.locator(f"a[href*='/budgets/{slug}/']")).first
    follow(officer, row.locator("td.title a"))
    assert_page(officer)


def bring_up_to_date(officer: Page, words: Words) -> None:
    """Everything that the file holds, once."""
    code = words.language
    take(officer, "day", {"until": day(90)})
    take(officer, "milestone", {f"title_{code}": words.milestone, "planned_on": day(-10)})
    expect(officer.locator("#plan ~ .scroll .project-late")).to_have_count(1)
    take(officer, "stage", {"stage": "works", "on": day(0), f"note_{code}": words.note})
    paid = {f"title_{code}": words.paid_for, "source": words.source, "paid_on": day(0)}
    take(officer, "payment", {"amount": words.sum, **paid})

    follow(officer, officer.locator("a[href$='/photo/']"))
    officer.set_input_files("input[name=photo]", {"name": "it.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    officer.select_option("select[name=moment]", "before")
    # Without words for those who do not see it no photo is taken.
    follow(officer, officer.locator("form.budget-form button[type=submit]"))
    expect(officer.locator(".desk-errors")).to_be_visible()
    assert_page(officer)
    officer.set_input_files("input[name=photo]", {"name": "it.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    officer.fill(f"[name=alt_{code}]", words.alt)
    keep(officer)
    take(officer, "news", {f"title_{code}": words.headline, f"text_{code}": words.news})


def send_report(page: Page, words: Words, sound: Callable[[Page], None]) -> str:
    """With a photo that says where it was taken; the reference of the report."""
    follow(page, page.locator("#seen a[href$='/report/']"))
    sound(page)
    page.locator(SEND).click()  # nothing written yet
    expect(page.locator(".error-summary")).to_be_visible()
    sound(page)
    choose(page, "finished", "partly")
    choose(page, "as_promised", "yes")
    page.fill("textarea[name=comment]", words.seen)
    page.fill("input[name=place]", words.place)
    page.set_input_files("input[name=files]", {"name": "w.jpg", "mimeType": "image/jpeg", "buffer": jpeg_with_gps()})
    page.wait_for_timeout(AS_LONG_AS_PEOPLE_TYPE)
    page.locator(SEND).click()
    expect(page.locator(".receipt-reference")).to_have_text(REFERENCE)
    sound(page)
    return page.locator(".receipt-reference").inner_text()


@pytest.mark.parametrize(
    ("words", "script"),
    [
        pytest.param(ENGLISH, True, id="en"),
        pytest.param(ARABIC, True, id="ar"),
    ],
)
def test_from_a_won_ballot_to_a_finished_project(
    hub: RunningHub, opened: Opener, speaks: Callable[[str, str], None], words: Words, script: bool
) -> None:
    made = told(hub, CLOSED)
    here = f"{hub.url}/{words.language}/budgets/{made['slug']}/"
    # --- the officer makes the pages and fills the file of one
    speaks("officer", words.language)
    officer = sign_in(opened(viewport=DESK).context, hub, "officer@example.org", words.language)
    pages_for_the_winners(officer, hub, made["budget"], made["slug"])
    assert officer.locator("html").get_attribute("dir") == ("rtl" if words.language == "ar" else "ltr")
    desk = officer.url
    link = officer.locator(f"a[href*='/budgets/{made['slug']}/projects/']").first.get_attribute("href") or ""
    project = f"{here}projects/{link.rstrip('/').rsplit('/', 1)[-1]}/"
    bring_up_to_date(officer, words)

    # --- a resident comes from the results, and reads how it stands
    def sound(page: Page) -> None:
        assert_sound_without(page, script)

    page = opened(viewport=PHONE, java_script_enabled=script, locale=words.language)
    page.goto(f"{here}results/")
    sound(page)
    follow(page, page.locator(f".budget-became a[href='{project.removeprefix(hub.url)}']"))
    assert page.url == project
    late = page.locator(".project-plan .plan-late")
    expect(late).to_have_count(1)
    expect(late).to_contain_text(words.milestone)
    main = page.locator("main")
    for text in (words.note, words.paid_for, words.source, words.headline, words.news):
        expect(main).to_contain_text(text)
    expect(page.get_by_alt_text(words.alt)).to_be_visible()
    sound(page)
    assert page.context.cookies() == []
    for address in (f"{here}progress/", here, f"{project}reports/", f"{project}payments/", f"{project}updates/"):
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, address
        sound(page)

    # --- and follows it, in a letter a week
    page.goto(project)
    follow(page, page.locator(".project-actions a[href*='/following/project/']"))
    sound(page)
    follow(page, page.locator("main a.btn[href*='/account/login/']"))
    sign_up(page, hub, address_of("walker"), "Hédi")
    page.wait_for_url(re.compile("/following/project/"))
    page.locator(WEEKLY).click()
    follow(page, page.locator("main form:has(input[name=rhythm]) button[type=submit]").first)
    expect(page.locator("input[name=rhythm][value=weekly]")).to_be_checked()
    expect(page.locator("button[name=action][value=stop]")).to_be_visible()
    sound(page)

    # --- the project is not finished while a milestone is open; then it is
    officer.goto(desk)
    follow(officer, officer.locator("a[href$='/finish/']"))
    follow(officer, officer.locator("form.budget-form button[type=submit]"))
    expect(officer.locator(".desk-errors")).to_contain_text(words.milestone)
    assert_page(officer)
    officer.goto(desk)
    take(officer, "milestone-done", {"on": day(0)})
    take(officer, "finish", {"on": day(0)})

    # --- whoever went to look says so, and nobody reads it before a moderator did
    page.goto(project)
    expect(page.locator(".project-plan .plan-late")).to_have_count(0)
    expect(page.locator(".project-badges .tag-kept")).to_be_visible()
    sound(page)
    reference = send_report(page, words, sound)
    stranger = opened(viewport=PHONE, java_script_enabled=script, locale=words.language)
    stranger.goto(project)
    expect(stranger.locator("#seen")).not_to_contain_text(words.seen)
    moderator = sign_in(opened(viewport=DESK).context, hub, "moderator@example.org")
    moderator.goto(f"{hub.url}/cms/moderation/?queue=contributions.waiting&size=100")
    waiting = moderator.locator(f"article[aria-labelledby='{reference}']")
    for text in (words.seen, words.place):
        expect(waiting).to_contain_text(text)
    picture = urljoin(hub.url, waiting.locator(".queue-pictures img").get_attribute("src") or "")
    assert moderator.request.get(picture).ok
    assert stranger.request.get(picture).status == 404
    assert_page(moderator)
    follow(moderator, waiting.locator("button[value=approve]"))
    expect(waiting).to_have_count(0)

    # --- then everybody does, and the photo tells no more than what is to be seen
    stranger.reload()
    expect(stranger.locator(f"#{reference}")).to_have_count(1)
    report = stranger.locator(f".seen-item:has(#{reference})")
    for text in (words.seen, words.place):
        expect(report).to_contain_text(text)
    shown = urljoin(hub.url, report.locator(".seen-pictures img").get_attribute("src") or "")
    kept = stranger.request.get(shown).body()
    assert not dict(Image.open(io.BytesIO(kept)).getexif())
    assert b"Exif" not in kept
    assert CAMERA.encode() not in kept
    assert CAMERA.encode() in jpeg_with_gps()
    sound(stranger)
    assert stranger.context.cookies() == []

    # --- how satisfied: asked of those who are signed in, said to nobody
    page.goto(project)
    follow(page, page.locator("#seen a[href$='/satisfaction/']"))
    sound(page)
    choose(page, "answer", "rather")
    follow(page, page.locator("main form:has(input[name=answer]) button[type=submit]"))
    expect(page.locator(".notice-success")).to_be_visible()
    expect(page.locator("input[name=answer][value=rather]")).to_be_checked()
    sound(page)
    stranger.reload()
    expect(stranger.locator("#seen .seen-sums")).to_have_count(1)

    # --- the tracker says that it was kept
    stranger.locator(".masthead-fold > summary").click()
    follow(stranger, stranger.locator(".masthead-sheet a[href$='/promises/']"))
    sound(stranger)
    stranger.goto(f"{hub.url}/{words.language}/promises/?status=kept&sort=news")
    row = stranger.locator(f".tracker-row:has(a[href='{project.removeprefix(hub.url)}'])")
    expect(row.locator(".tag-kept")).to_be_visible()
    sound(stranger)
