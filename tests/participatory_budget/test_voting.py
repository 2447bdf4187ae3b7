"""A resident votes, without any script: each kind of ballot is filled in, looked at once more and cast."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from hub.accounts.models.user import User
from participatory_budget.engine.commitments import new_nonce, receipt_from
from participatory_budget.engine.sealing import unseal
from participatory_budget.models.ballot_box import WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ElectionKey
from participatory_budget.models.roll import Acceptance
from tests.factories.accounts import alice
from tests.factories.elections import open_vote, vote, voter

pytestmark = pytest.mark.django_db
BASE = "/en/budgets/budget-2026/ballot/"
CITY = f"{BASE}city/"


def text_of(response: HttpResponse) -> str:
    """Words as a reader meets them."""
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def form_of(response: HttpResponse) -> dict[str, Any]:
    """What the check page's form would send."""
    source = response.content.decode()
    return {
        "nonce": re.findall(r'name="nonce" value="([0-9a-f]{64})"', source)[0],
        "choice": [html.unescape(one) for one in re.findall(r'name="choice" value="([^"]*)"', source)],
    }


def receipt_on(response: HttpResponse) -> str:
    found = re.search(r'id="receipt"[^>]*>(.*?)</p>', response.content.decode(), re.DOTALL)
    assert found, response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def cast_choices(budget: Budget) -> list[tuple[str, int]]:
    """What the newest ballot says, opened with the key of the box."""
    ballot = WaitingBallot.objects.order_by("-turn")[0]
    key = ElectionKey.objects.get(budget=budget)
    return unseal(key.box_key, ballot.sealed, bound_to=ballot.commitment)[0]


def sign_in(client: Client, budget: Budget, **place: Any) -> User:
    person = voter(budget, alice(), **place)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("card", "rules", "presses", "cast"),
    [
        ({}, {}, ["add:city-1", "add:city-2", "remove:city-1"], [("city-2", 1)]),
        ({}, {"within_money": True}, ["add:city-1", "add:city-3"], [("city-1", 1), ("city-3", 1)]),
        (
            {"vote_type": "cumulative", "max_points": 5},
            {},
            ["more:city-1", "more:city-1", "more:city-2", "less:city-1"],
            [("city-1", 1), ("city-2", 1)],
        ),
        (
            {"vote_type": "ordinal", "max_length": 3},
            {},
            ["add:city-3", "add:city-1", "add:city-2", "up:city-2", "down:city-3"],
            [("city-1", 3), ("city-2", 1), ("city-3", 2)],
        ),
        ({"vote_type": "choose-1"}, {}, ["add:city-1", "add:city-2"], [("city-2", 1)]),
    ],
    ids=["approval", "knapsack", "points", "ranked", "one"],
)
def test_each_kind_of_ballot_is_filled_in_and_cast(
    client: Client, card: dict[str, Any], rules: dict[str, Any], presses: list[str], cast: list[tuple[str, int]]
) -> None:
    budget = open_vote(card=card, now=timezone.now(), **rules)
    sign_in(client, budget)
    assert "Not cast yet. Nothing is chosen yet." in text_of(client.get(CITY))
    for press in presses:
        page = client.get(CITY)
        seen = re.findall(r'name="seen" value="([^"]*)"', page.content.decode())[0]
        answer = client.post(CITY, {"act": press, "seen": seen})
        assert answer.status_code == 302, text_of(answer)
        assert "changed" not in answer["Location"]
    assert "Not cast yet. Saved at" in text_of(client.get(CITY))
    answer = client.post(f"{CITY}cast/", form_of(client.get(f"{CITY}check/")))
    assert answer.status_code == 200, text_of(answer)
    assert receipt_from(receipt_on(answer)) is not None
    assert cast_choices(budget) == cast
    assert not Basket.objects.exists()
    assert "Cast on" in text_of(client.get(BASE))


def test_numbers_can_be_typed_and_saved(client: Client) -> None:
    budget = open_vote(card={"vote_type": "cumulative", "max_points": 5}, now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "save", "number:city-1": "3", "number:city-2": "", "number:city-3": "2"})
    assert Basket.objects.get().choices == [["city-1", 3], ["city-3", 2]]
    refused = client.post(CITY, {"act": "save", "number:city-1": "two"})
    assert refused.status_code == 422
    assert "Not saved: one of the numbers is not a whole number." in text_of(refused)
    answer = client.post(CITY, {"act": "check", "number:city-1": "9", "seen": ""})
    assert answer["Location"] == f"{CITY}check/"


def test_places_can_be_typed(client: Client) -> None:
    budget = open_vote(card={"vote_type": "ordinal", "max_length": 3}, now=timezone.now())
    sign_in(client, budget)
    for press in ("add:city-1", "add:city-2", "add:city-3"):
        client.post(CITY, {"act": press})
    client.post(CITY, {"act": "save", "number:city-1": "1", "number:city-2": "2", "number:city-3": "1"})
    assert sorted(Basket.objects.get().choices, key=lambda one: one[1]) == [["city-3", 1], ["city-1", 2], ["city-2", 3]]


def test_what_does_not_fit_says_why(client: Client) -> None:
    budget = open_vote(now=timezone.now(), within_money=True, projects=4)
    budget.envelopes.filter(slug="city").update(amount=6_000_000)
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    client.post(CITY, {"act": "add:city-2"})
    page = text_of(client.get(CITY))
    assert "Choose within 60,000 EUR" in page.replace("\xa0", " ")
    assert "Needs 5,000 EUR more than you have left" in page.replace("\xa0", " ")
    assert "2 projects · 55,000 EUR of 60,000 EUR" in page.replace("\xa0", " ")
    refused = client.post(CITY, {"act": "add:city-3"})
    assert refused.status_code == 422
    assert "Not added: Needs 5,000 EUR more than you have left." in text_of(refused).replace("\xa0", " ")
    assert len(Basket.objects.get().choices) == 2


def test_a_second_press_of_the_button_shows_the_same_receipt(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    form = form_of(client.get(f"{CITY}check/"))
    first, again = client.post(f"{CITY}cast/", form), client.post(f"{CITY}cast/", form)
    assert receipt_on(first) == receipt_on(again)
    assert WaitingBallot.objects.count() == Acceptance.objects.count() == 1


def test_a_new_form_is_a_new_ballot(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    for code in ("city-1", "city-2"):
        client.post(CITY, {"act": f"add:{code}"})
        client.post(f"{CITY}cast/", form_of(client.get(f"{CITY}check/")))
    assert WaitingBallot.objects.count() == 2
    assert cast_choices(budget) == [("city-2", 1)]


def test_the_page_of_ballots_tells_how_each_stands(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    person = sign_in(client, budget)
    page = text_of(client.get(BASE))
    assert "The first ballot that you cast in a district decides" in page
    assert "North" in page
    assert "South" in page
    vote(person, budget, "north", ["north-1"], now=timezone.now())
    Acceptance.objects.create(
        entry=Acceptance.objects.get().entry, envelope=budget.envelopes.get(slug="city"), last_day="2026-04-12",
        on_paper=True,
    )  # fmt: skip
    page = text_of(client.get(BASE))
    assert "South" not in page
    assert "You can change it until" in page
    assert "You voted on paper." in page


def test_what_stands_in_the_way_is_said_with_a_way_on(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    page = client.get(CITY)
    assert "Sign in to vote" in text_of(page)
    assert f"?next={CITY.replace('/', '%2F')}" in page.content.decode()
    client.force_login(alice())
    page = client.get(CITY)
    assert "show that you may" in text_of(page)
    assert "/en/budgets/budget-2026/eligibility/?next=" in page.content.decode()
    assert client.post(CITY, {"act": "add:city-1"}).status_code == 403
    assert client.post(f"{CITY}cast/", {"nonce": new_nonce(), "choice": "1:city-1"}).status_code == 403
    client.force_login(voter(budget, district="north"))
    assert "You vote in another district" in text_of(client.get(f"{BASE}south/"))
    assert client.post(f"{BASE}south/cast/", {"nonce": new_nonce(), "choice": "1:south-1"}).status_code == 403
    assert not WaitingBallot.objects.exists()
    assert not Basket.objects.exists()


@pytest.mark.parametrize(("phase", "words"), [("evaluation", "You can vote from"), ("results", "Voting ended on")])
def test_before_and_after_the_vote(client: Client, phase: str, words: str) -> None:
    budget = open_vote(phase, now=timezone.now())
    sign_in(client, budget)
    for address in (BASE, CITY, f"{CITY}check/", f"{CITY}compare/"):
        assert words in text_of(client.get(address))
    late = client.post(f"{CITY}cast/", {"nonce": new_nonce(), "choice": "1:city-1"})
    assert late.status_code == 409
    assert "What you sent just now was not accepted." in text_of(late)
    assert client.post(CITY, {"act": "add:city-1"}).status_code == 409
    assert not Basket.objects.exists()


def test_a_form_of_somebody_else_s_making_is_refused_in_words(client: Client) -> None:
    budget = open_vote(now=timezone.now())
    sign_in(client, budget)
    client.post(CITY, {"act": "add:city-1"})
    for form in (
        {"choice": "1:city-1"},
        {"choice": "city-1", "nonce": new_nonce()},
        {"choice": "1:city-1", "nonce": "x"},
    ):
        answer = client.post(f"{CITY}cast/", form)
        assert answer.status_code == 400
        assert "Nothing was cast: the form was incomplete." in text_of(answer)
    empty = client.post(f"{CITY}cast/", {"nonce": new_nonce()})
    assert empty.status_code == 422
    assert Basket.objects.get().choices == [["city-1", 1]]


def test_an_older_form_sent_once_more_is_not_said_to_count(client: Client) -> None:
    sign_in(client, open_vote(now=timezone.now()))
    first = {"nonce": new_nonce(), "choice": "1:city-1"}
    one = client.post(f"{CITY}cast/", first)
    client.post(f"{CITY}cast/", {"nonce": new_nonce(), "choice": "1:city-2"})
    again = client.post(f"{CITY}cast/", first)
    assert receipt_on(again) == receipt_on(one)
    assert "It counts." in text_of(one)
    assert "A later ballot of yours counts" in text_of(again)
    assert "It counts." not in text_of(again)
    assert WaitingBallot.objects.count() == 2
