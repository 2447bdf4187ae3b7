"""A resident's way from a code in a letter to a receipt, and to the ballot in the published list after the close."""

from __future__ import annotations

import json
import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.checks import assert_fits, assert_sound
from tests.e2e.conftest import Opener, RunningHub
from tests.e2e.proposing_steps import PHONE, follow
from tests.e2e.test_citizen import tab_to
from tests.e2e.test_thin_slice import PASSWORD, sign_in

# What a browser makes of it does not depend on where it is kept.
pytestmark = pytest.mark.once

RECEIPT = re.compile(r"^([0-9a-f]{8} ){15}[0-9a-f]{8}$")

# A vote that runs, a resident with a password, and a code for whoever holds the letter.
RUNNING = """
import json
from django.utils import timezone
from hub.accounts.models.user import User
from participatory_budget.services.roll.codes import make_codes
from tests.factories.accounts import UserFactory
from tests.factories.elections import open_vote

now = timezone.now()
budget = open_vote(slug="vote-{number}", now=now, within_money=True)
budget.envelopes.filter(slug="city").update(amount=4_000_000)
resident = UserFactory(email="resident.{number}@example.com", password={password!r}, language={language!r})
made = make_codes(budget, actor=User.objects.get(email="officer@example.org"), now=now, number=1)
print(json.dumps({{"slug": budget.slug, "email": resident.email, "code": made.codes[0].code}}))
"""

# A vote that is over: sixty people chose, one of them twice.
CLOSED = """
import json
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from participatory_budget.services.counting import count_budget
from participatory_budget.services.voting.closing import close_election
from tests.factories.accounts import UserFactory
from tests.factories.elections import open_vote, vote, voter

# At once: the hub's own worker would close a vote whose time is over while people still vote in it.
whole = transaction.atomic()
whole.__enter__()
people = (UserFactory(email=f"{{one}}.{number}@example.com", password=None) for one in range(60))
before = timezone.now() - timedelta(days=25)
budget = open_vote(slug="voted-{number}", now=before)
first = voter(budget, next(people))
replaced = vote(first, budget, "city", ["city-2"], now=before)
receipt = vote(first, budget, "city", ["city-1", "city-3"], now=before)
for place, person in enumerate(people):
    vote(voter(budget, person), budget, "city", [f"city-{{1 + place % 3}}"], now=before)
close_election(budget, timezone.now())
count_budget(budget, now=timezone.now())
whole.__exit__(None, None, None)
made = {{"slug": budget.slug, "budget": str(budget.pk), "receipt": receipt.text(), "replaced": replaced.text()}}
print(json.dumps(made))
"""


def told(hub: RunningHub, code: str, language: str = "en") -> dict[str, str]:
    text = code.format(number=time.time_ns() % 10_000_000, password=PASSWORD, language=language)
    return dict(json.loads(hub.manage("shell", "-v0", "-c", text).strip().splitlines()[-1]))


def sound(page: Page, script: bool) -> None:
    """axe itself is JavaScript: without it the width is what can be asked."""
    assert_sound(page) if script else assert_fits(page)


@pytest.mark.parametrize(
    ("language", "script", "keyboard"),
    [
        pytest.param("en", True, True, id="en-keyboard"),
        pytest.param("ar", True, False, id="ar"),
        pytest.param("ar", False, False, id="ar-without-javascript"),
        pytest.param("fr", False, True, id="fr-keyboard-without-javascript"),
    ],
)
def test_a_resident_votes_and_keeps_a_receipt(
    hub: RunningHub, opened: Opener, language: str, script: bool, keyboard: bool
) -> None:
    made = told(hub, RUNNING, language)
    here = f"{hub.url}/{language}/budgets/{made['slug']}/"
    ballot = f"{here}ballot/city/"
    page = sign_in(
        opened(viewport=PHONE, java_script_enabled=script, locale=language).context, hub, made["email"], language
    )

    def press(target: str) -> None:
        if keyboard:
            # Projects stand in an order of chance: the next one may be further up.
            is_above = page.evaluate(
                # Where a page came back to one of its rows, Tab goes on from there, though nothing has the focus.
                """target => { const row = location.hash && document.getElementById(location.hash.slice(1));
                  const from = document.activeElement === document.body && row ? row : document.activeElement;
                  return !!(from.compareDocumentPosition(document.querySelector(target)) & 2) }""",
                target,
            )
            tab_to(page, target, key="Shift+Tab" if is_above else "Tab")
            page.keyboard.press("Enter")
        else:
            page.locator(target).first.click()

    def leads(target: str) -> None:
        with page.expect_navigation():
            press(target)

    def choose(code: str, *, is_in: bool) -> None:
        """One press; with JavaScript the page stays, without it the page comes back."""
        button = f"li.vote-row button[value='{'add' if is_in else 'remove'}:{code}']"
        press(button) if script else leads(button)
        expect(page.locator(f"li.vote-row button[value='{'remove' if is_in else 'add'}:{code}']")).to_be_visible()

    # --- from the budget's page to the ballot, by way of the code in the letter
    page.goto(here)
    sound(page, script)
    follow(page, page.locator("main a[href$='/ballot/']").first)
    sound(page, script)
    page.goto(f"{here}eligibility/?next={'/' + ballot.split('/', 3)[3]}")
    sound(page, script)
    page.fill("input[name=code], input[name=code-code]", "0000 0000 0000")
    leads("form[action$='/eligibility/code/'] button[type=submit]")
    expect(page.locator(".error-summary")).to_be_visible()
    sound(page, script)
    page.fill("input[name=code], input[name=code-code]", made["code"].lower())
    leads("form[action$='/eligibility/code/'] button[type=submit]")

    # --- the ballot: what fits, what does not, what is left
    page.goto(ballot)
    sound(page, script)
    choose("city-1", is_in=True)
    expect(page.locator("[data-ballot-state]")).to_be_visible()
    expect(page.locator("li.vote-row:has-text('city 2') button[disabled]")).to_be_visible()
    sound(page, script)
    choose("city-3", is_in=True)
    # It was kept as one went: another visit finds it.
    page.goto(f"{here}ballot/")
    sound(page, script)
    page.goto(ballot)
    expect(page.locator("li.vote-row-in")).to_have_count(2)

    # --- a last look, then cast
    leads("#cast")
    expect(page.locator(".vote-list li")).to_have_count(2)
    sound(page, script)
    leads("form[action$='/cast/'] button.btn")
    receipt = page.locator("#receipt").inner_text().strip()
    assert RECEIPT.fullmatch(" ".join(receipt.split())), receipt
    assert "/cast/" in page.url
    sound(page, script)

    # --- the receipt is known, and says no more before the close
    page.goto(f"{here}ballots/receipt/")
    sound(page, script)
    page.fill("textarea[name=receipt], input[name=receipt]", receipt.upper())
    leads("main form button[type=submit]")
    expect(page.locator(".log-found")).to_be_visible()
    expect(page.locator(".log-choices")).to_have_count(0)
    assert receipt.split()[0] not in page.url
    sound(page, script)

    # --- another ballot takes its place, with another receipt
    page.goto(ballot)
    expect(page.locator("li.vote-row-in")).to_have_count(0)
    choose("city-2", is_in=True)
    leads("#cast")
    leads("form[action$='/cast/'] button.btn")
    assert page.locator("#receipt").inner_text().split()[0] != receipt.split()[0]
    page.goto(f"{here}ballot/")
    expect(page.locator(".vote-state-cast").first).to_be_visible()
    sound(page, script)


@pytest.mark.parametrize(("language", "script"), [("en", True), ("ar", True), ("ar", False)])
def test_after_the_close_anybody_finds_what_was_cast(
    hub: RunningHub, opened: Opener, language: str, script: bool
) -> None:
    made = told(hub, CLOSED)
    here = f"{hub.url}/{language}/budgets/{made['slug']}/"
    page = opened(viewport=PHONE, java_script_enabled=script, locale=language)
    for address in ("results/", "ballots/", "ballots/list/?envelope=city", "rules/", "ballots/how/", "ballot/"):
        answer = page.goto(f"{here}{address}")
        assert answer, address
        assert answer.ok, address
        sound(page, script)
    assert page.context.cookies() == []

    for receipt, chosen in ((made["receipt"], 2), (made["replaced"], 0)):
        page.goto(f"{here}ballots/receipt/")
        page.fill("textarea[name=receipt], input[name=receipt]", receipt)
        follow(page, page.locator("main form button[type=submit]"))
        expect(page.locator(".log-found strong")).to_be_visible()
        expect(page.locator(".log-choices li")).to_have_count(chosen)
        sound(page, script)
