"""Budgets for readers, as axe judges them: a phone by day, a desk by night."""

from __future__ import annotations

import pytest

from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.budgets import held_budget

pytestmark = pytest.mark.django_db
COSTS = {str(code): 1_000 * code for code in range(1, 26)}


# French runs the way English does; its longer words show on the phone.
@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
def test_budgets_for_the_public(show: Show, language: str, screen: str) -> None:
    held_budget(votes={code: 30 - int(code) for code in COSTS}, costs=COSTS)
    held_budget("unknown-rule", rule="unknown")
    base = f"/{language}/budgets/"
    for address in (
        base,
        f"{base}port-zeitoun/",
        f"{base}port-zeitoun/projects/",
        f"{base}port-zeitoun/projects/?q=zzz&category=parcs",
        f"{base}port-zeitoun/results/",
        f"{base}port-zeitoun/results/?rule=equalshares",
        f"{base}unknown-rule/",
        f"{base}unknown-rule/results/",
    ):
        page = show(address, screen)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        for details in page.locator("main details").all():
            details.locator("summary").click()
        assert_sound(page)
