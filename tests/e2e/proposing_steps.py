"""What people do on the way of a proposal, one step a function; journeys put them together."""

from __future__ import annotations

import io
import json
import re
import time
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.e2e.checks import assert_fits, assert_sound
from tests.e2e.conftest import RunningHub
from tests.e2e.test_citizen import address_of, tab_to
from tests.e2e.test_thin_slice import PASSWORD

BUDGET = "budgets/our-budget/"
SUBJECT = "shade-and-water"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
PRESS = "main .actions button[name=action][value={}]"


@dataclass(frozen=True)
class Words:
    """What people type in one language. Buttons are found by name and address, never by these."""

    language: str
    title: str
    known: str  # a word of the title of a proposal that is there already and sounds alike
    description: str
    benefit: str
    place: str
    sum: str
    comment: str
    changed: str
    reason: str


ENGLISH = Words(
    "en",
    "Four more drinking fountains along the corniche",
    "drinking fountains",
    "There is one tap between the port and the lighthouse. Four fountains with a low basin would be enough.",
    "People who walk there in summer, and their dogs.",
    "From the ice-cream kiosk to the lighthouse",
    "12,500",
    "Please place one where the bus stops.",
    "Three fountains, because the fourth would stand on the railway's land.",
    "The land is ours and the pipes lie below the pavement.",
)
ARABIC = Words(
    "ar",
    "ظلّ ومقاعد في محطّة الحافلة أمام المستوصف",
    "محطّة الحافلة",
    "تقف العائلات في الشمس نصف ساعة. نقترح مظلّة ومقعدين بمسند وشجرتين.",
    "المرضى وكبار السنّ ومن يرافقهم.",
    "أمام باب المستوصف، من جهة الصيدليّة",
    "١٢٬٥٠٠",
    "نحتاج إلى مقعد ثالث لمن يرافق المرضى.",
    "مقعدان ومظلّة بلا أشجار، لأنّ الأنابيب تمرّ تحت الرصيف.",
    "الأرض ملك للبلديّة ولا شيء يمنع البناء.",
)


def photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 480), "#3a7d5c").save(written, "JPEG")
    return written.getvalue()


def press(page: Page, action: str, then: str | re.Pattern[str]) -> None:
    page.locator(PRESS.format(action)).click()
    page.wait_for_url(then)


def follow(page: Page, target: Locator) -> None:
    """A press that leads to another page, or to the same one anew; it is there when this returns."""
    with page.expect_navigation():
        target.click()


def at(step: str) -> re.Pattern[str]:
    return re.compile(rf"/proposals/new/[\w-]{{36}}/{step}/(\?then=check)?(#\w+)?$")


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"label.choice:has(input[name={name}][value={value}])").click()


def assert_sound_without(page: Page, script: bool) -> None:
    """axe itself is JavaScript: without it the width is what can be asked."""
    assert_sound(page) if script else assert_fits(page)


def made_by_services(hub: RunningHub, words: Words, *, supporters: int = 0, published: bool = False) -> dict[str, str]:
    """A proposal that was sent by somebody with a password, by the services that the pages use."""
    author = address_of("author")
    answers = {
        "title": f"{words.title} {time.time_ns() % 100_000}",
        "description": words.description,
        "benefit": words.benefit,
        "envelope": "the-whole-city",
        "category": SUBJECT,
        "place": words.place,
        "publish_as": "pseudonym",
        "author_name": "Zohra",
    }
    code = f"""
import json
from allauth.account.models import EmailAddress
from django.utils import timezone
from hub.accounts.models.user import User
from participatory_budget.engine.answers import STEPS
from participatory_budget.models.budget import Budget
from participatory_budget.services.drafting import save_step, start_draft
from participatory_budget.services.moderating import publish_proposal
from participatory_budget.services.proposing import send
from participatory_budget.services.supporting import give_support

def person(email, password=None):
    user = User.objects.create_user(email, password, pseudonym="Zohra", language={words.language!r})
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user

now, budget, author = timezone.now(), Budget.objects.get(slug="our-budget"), person({author!r}, {PASSWORD!r})
draft = start_draft(budget, author, language={words.language!r}, now=now)
for step in STEPS:
    draft = save_step(draft, step, {answers!r}, now=now)
made = send(draft, author, now=now)
if {published}:
    made = publish_proposal(made, actor=User.objects.get(email="moderator@example.org"), now=now)
for number in range({supporters}):
    give_support(made, actor=person(f"{{number}}.{author}"), now=now)
print(json.dumps({{"reference": made.reference, "title": made.title, "author": {author!r}, "budget": str(budget.pk)}}))
"""
    return dict(json.loads(hub.manage("shell", "-v0", "-c", code).strip().splitlines()[-1]))


def sign_up(page: Page, hub: RunningHub, email: str, name: str) -> None:
    """From the page for signing in; who is new follows the link below it."""
    assert_page_with(page, "input[name=login]")
    follow(page, page.locator("main a[href*='/account/signup/']"))
    page.fill("input[name=email]", email)
    page.fill("input[name=pseudonym]", name)
    page.locator("main form:has(input[name=pseudonym]) button[type=submit]").click()
    page.locator("input[name=code]").fill(hub.code_mailed_to(email))
    page.locator("main form.form-code button[type=submit]").click()


def assert_page_with(page: Page, selector: str) -> None:
    expect(page.locator(selector)).to_be_visible()


def point_with_the_keyboard(page: Page) -> None:
    """The middle of the map lies between two districts; some presses to the west is one of them."""
    tab_to(page, "[data-map-place]")
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-marker-icon")).to_be_focused()
    chosen = page.locator("input[name=envelope][value=hay-ennour]")
    for _ in range(12):
        if chosen.is_checked():
            break
        page.keyboard.press("ArrowLeft")
    expect(chosen).to_be_checked()


def point_with_a_tap(page: Page) -> None:
    """Where a drawn district is."""
    box = page.locator("path.proposal-map-district").nth(1).bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.7)
    expect(page.locator(".leaflet-marker-icon")).to_be_visible()
    expect(page.locator("input[name=envelope]:checked")).to_have_count(1)


def wait_for_mails(hub: RunningHub, email: str, number: int) -> list[object]:
    deadline = time.monotonic() + 30
    while len(found := hub.mails_to(email)) < number and time.monotonic() < deadline:
        time.sleep(0.3)
    return list(found)
