"""The log, the rules, receipts and published ballots, as axe judges them: while the vote runs, and after the close."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from participatory_budget.enums import AmendmentKind
from participatory_budget.services.voting.amending import amend
from participatory_budget.services.voting.logging import log_due
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.elections import open_vote, vote, voter
from tests.factories.evaluations import officer
from tests.participatory_budget.test_open_log import closed_budget

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize(
    ("language", "screen"), [("en", "desk"), ("en", "phone"), ("ar", "desk"), ("ar", "phone")]
)
NOBODY = " ".join(["0123abcd"] * 16)


def judged(page: Page, language: str) -> None:
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.locator("h1").count() == 1
    for details in page.locator("main details").all():
        details.locator("summary").click()
    assert_sound(page)


@BOTH
def test_before_the_vote_and_while_it_runs(show: Show, client: Client, language: str, screen: str) -> None:
    cache.clear()
    now = timezone.now()
    base = f"/{language}/budgets/budget-2026/"
    budget = open_vote(now=now)
    for address in ("ballots/", "ballots/how/", "ballots/receipt/", "rules/"):
        judged(show(f"{base}{address}", screen), language)

    receipt = vote(voter(budget), budget, "city", ["city-1"], now=now).text()
    for _one in range(5):
        vote(voter(budget), budget, "city", ["city-2"], now=now)
    pages = [show(client.post(f"{base}ballots/receipt/", {"receipt": one}), screen) for one in (receipt, NOBODY, "no")]
    log_due(budget, now + timedelta(hours=2))
    why, by = {"en": "The land was sold."}, officer()
    for kind, change in ((AmendmentKind.PROJECT_WITHDRAWN, {}), (AmendmentKind.PRICE, {"to": 3_100_000})):
        which = {"envelope": "city", "project": "city-1" if change else "city-3"}
        amend(budget, kind, {**which, **change}, why, actor=by, now=now)
    pages.append(show(client.post(f"{base}ballots/receipt/", {"receipt": receipt}), screen))
    pages += [show(f"{base}{address}", screen) for address in ("ballots/", "rules/")]
    for page in pages:
        judged(page, language)


@BOTH
def test_after_the_close(show: Show, client: Client, language: str, screen: str) -> None:
    cache.clear()
    budget, receipts = closed_budget()
    base = f"/{language}/budgets/{budget.slug}/"
    lists = ("envelope=city", f"envelope=city&start={receipts[1].commitment[:6]}", "envelope=city&start=zz")
    addresses = ["results/", "rules/", "ballots/", "ballots/how/", "ballots/receipt/", "ballot/"]
    for address in [*addresses, *(f"ballots/list/?{one}" for one in lists)]:
        judged(show(f"{base}{address}", screen), language)

    # One that counts, one that a later ballot replaced, one of a small envelope, one that nobody has, half of one.
    counts, replaced, small = receipts[1].text(), receipts[0].text(), receipts[-1].text()
    half = counts[: len(counts) // 2] + NOBODY[len(counts) // 2 :]
    found: list[Any] = [counts, replaced, small, NOBODY, half]
    for receipt in found:
        judged(show(client.post(f"{base}ballots/receipt/", {"receipt": receipt}), screen), language)
