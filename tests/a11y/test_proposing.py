"""Writing a proposal, as axe judges it and as a keyboard meets the map."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from participatory_budget.models.proposal_draft import ProposalDraft
from participatory_budget.services.changing import change
from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice
from tests.factories.proposals import open_budget, proposal

pytestmark = pytest.mark.django_db
IDEA = {"title": "Trees on the square", "description": "Six trees."}


@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("fr", "phone"), ("ar", "phone"), ("ar", "desk")])
def test_every_page_of_proposing(show: Show, client: Client, language: str, screen: str) -> None:
    now = timezone.now()
    budget, person = open_budget(now=now), alice()
    one = proposal(budget, author=person, now=now, title="Trees for the square")
    change(one, {**IDEA, "benefit": ""}, actor=person, now=now)
    client.force_login(person)
    base = f"/{language}/budgets/budget-2026/proposals/"
    draft = client.post(f"{base}new/")["Location"].removesuffix("idea/")
    pages = [show(f"{draft}idea/", screen)]
    client.post(f"{draft}idea/", IDEA)
    client.post(f"{draft}place/", {"latitude": "36.1", "longitude": "10.1", "place": "Market"})
    pages += [show(f"{draft}{step}/", screen) for step in ("people", "place", "money", "check", "discard")]
    pages.append(show(client.post(f"{draft}check/", {"action": "send"}), screen))
    pages += [show(f"{base}{one.reference}/{action}/", screen) for action in ("change", "withdraw", "history")]
    pages.append(show(f"{base}new/", screen))
    for page in pages:
        assert page.locator("h1").count() == 1
        assert_sound(page)


def test_the_point_can_be_set_and_moved_by_keyboard(show: Show, client: Client) -> None:
    open_budget(now=timezone.now())
    draft = client.post("/en/budgets/budget-2026/proposals/new/")["Location"].removesuffix("idea/")
    page = show(f"{draft}place/", "desk")
    page.locator("[data-map-place]").press("Enter")
    before = float(page.locator("#id_longitude").input_value())
    page.locator(".proposal-map-pin").press("ArrowRight")
    assert float(page.locator("#id_longitude").input_value()) > before
    for _press in range(12):
        page.locator(".proposal-map-pin").press("Shift+ArrowLeft")
        page.locator(".proposal-map-pin").press("Shift+ArrowDown")
        if page.locator("input[name=envelope]:checked").count():
            break
    assert page.locator("input[name=envelope]:checked").input_value() == "north"
    assert "North" in page.locator("[data-map-note]").inner_text()
    page.locator("[data-map-remove]").press("Enter")
    assert page.locator("#id_latitude").input_value() == ""
    assert ProposalDraft.objects.get().answers == {}
