"""The ballot in all its kinds and states, as axe judges it: a phone by day, a desk by night."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.a11y.conftest import Show
from tests.e2e.checks import assert_sound
from tests.factories.accounts import alice
from tests.factories.elections import open_vote, voter
from tests.participatory_budget.test_voting import form_of

pytestmark = pytest.mark.django_db
KINDS: dict[str, tuple[dict[str, Any], dict[str, Any], list[str]]] = {
    "approval": ({"max_length": 2}, {}, ["add:city-1", "add:city-2"]),
    "knapsack": ({}, {"within_money": True}, ["add:city-1", "add:city-2", "add:city-4"]),
    "points": ({"vote_type": "cumulative", "max_points": 2}, {}, ["more:city-1", "more:city-2"]),
    "ranked": ({"vote_type": "ordinal", "max_length": 3}, {}, ["add:city-1", "add:city-2"]),
    "one": ({"vote_type": "choose-1"}, {}, ["add:city-3"]),
}


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(("language", "screen"), [("en", "desk"), ("ar", "phone")])
def test_every_kind_of_ballot(show: Show, client: Client, language: str, screen: str, kind: str) -> None:
    card, rules, presses = KINDS[kind]
    budget = open_vote(card=card, projects=5, now=timezone.now(), **rules)
    client.force_login(voter(budget))
    base = f"/{language}/budgets/budget-2026/ballot/city/"
    pages = [show(base, screen), show(f"{base}check/", screen)]
    for press in presses:
        client.post(base, {"act": press})
    pages += [show(base, screen), show(f"{base}check/", screen)]
    pages += [show(f"{base}compare/?project=city-1&project=city-2", screen)]
    for page in pages:
        assert page.locator("h1").count() == 1
        assert_sound(page)


@pytest.mark.parametrize(("language", "screen"), [("en", "phone"), ("fr", "phone"), ("ar", "desk")])
def test_the_doors_and_the_receipt(show: Show, client: Client, language: str, screen: str) -> None:
    budget = open_vote(now=timezone.now())
    base = f"/{language}/budgets/budget-2026/ballot/"
    pages = [show(base, screen), show(f"{base}city/", screen)]
    client.force_login(alice())
    pages += [show(base, screen), show(f"{base}city/", screen)]
    client.force_login(voter(budget))
    pages.append(show(base, screen))
    client.post(f"{base}city/", {"act": "add:city-1"})
    form = form_of(client.get(f"{base}city/check/"))
    pages.append(show(client.post(f"{base}city/cast/", form), screen))
    pages += [show(base, screen), show(f"{base}city/", screen)]
    pages.append(show(client.post(f"{base}city/cast/", {"choice": "1:city-1"}), screen))
    client.force_login(voter(budget, district="south"))
    pages.append(show(f"{base}north/", screen))
    for page in pages:
        assert page.locator("h1").count() == 1
        assert_sound(page)
