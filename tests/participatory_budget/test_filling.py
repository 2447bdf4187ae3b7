"""What one press does to a ballot that is being filled in."""

from __future__ import annotations

from typing import Any

import pytest

from participatory_budget.engine.filling import (
    Act,
    Lack,
    Misfit,
    acted,
    choice_in,
    form_value,
    known,
    money_left,
    shuffled,
    typed,
)

PART: dict[str, Any] = {
    "amount": 100,
    "projects": [{"id": "a", "cost": 60}, {"id": "b", "cost": 50}, {"id": "c", "cost": 40, "withdrawn": True}],
}


def card(ballot: str, most: int | None = None, points: int | None = None) -> dict[str, Any]:
    return {"ballot": ballot, "min_length": None, "max_length": most, "max_points": points}


def test_adding_twice_is_adding_once_and_what_left_the_ballot_is_not_added() -> None:
    once = acted([], Act.ADD, "a", PART, card("approval"))
    assert once == [("a", 1)]
    assert acted(once, Act.ADD, "a", PART, card("approval")) == once
    assert acted(once, Act.ADD, "c", PART, card("approval")) == once
    assert acted(once, Act.ADD, "nobody", PART, card("approval")) == once


@pytest.mark.parametrize(
    ("rules", "choices", "act", "missing"),
    [
        (card("knapsack"), [("a", 1)], Act.ADD, Misfit(Lack.MONEY, 10)),
        (card("approval", most=1), [("a", 1)], Act.ADD, Misfit(Lack.PLACES, 1)),
        (card("ordinal", most=1), [("a", 1)], Act.ADD, Misfit(Lack.PLACES, 1)),
        (card("cumulative", points=2), [("a", 2)], Act.MORE, Misfit(Lack.POINTS, 2)),
    ],
    ids=["money", "places", "ranks", "points"],
)
def test_what_does_not_fit(rules: dict[str, Any], choices: list[tuple[str, int]], act: Act, missing: Misfit) -> None:
    assert acted(choices, act, "b", PART, rules) == missing


def test_the_only_choice_is_replaced() -> None:
    assert acted([("a", 1)], Act.ADD, "b", PART, card("choose-1")) == [("b", 1)]


def test_what_left_the_ballot_gives_its_money_back() -> None:
    assert money_left([("b", 1), ("c", 1)], PART) == 50


@pytest.mark.parametrize(
    ("numbers", "order"),
    [
        ({"a": 1, "b": 2, "c": 1}, "cab"),  # to the top
        ({"a": 3, "b": 2, "c": 3}, "bca"),  # to the end
        ({"a": 2, "b": 2, "c": 3}, "bac"),  # one down
        ({"a": 0, "b": 2, "c": 9}, "bc"),
        ({"a": 2}, "bac"),  # the others were not on the page
        ({}, "abc"),
    ],
    ids=["top", "end", "down", "off", "alone", "nothing"],
)
def test_typed_places_become_places_without_a_gap(numbers: dict[str, int], order: str) -> None:
    found = typed([("a", 1), ("b", 2), ("c", 3)], numbers, card("ordinal"))
    assert found == [(code, place) for place, code in enumerate(order, start=1)]


@pytest.mark.parametrize("code", ["7", "a:b", "1:2", "رمز", "with space"])
def test_a_choice_travels_through_a_form_whatever_its_code_looks_like(code: str) -> None:
    assert choice_in(form_value(code, 12)) == (code, 12)


@pytest.mark.parametrize("value", ["", "city", ":city", "1:", "x:city", "-1:city", "٣:city", "12345678:city"])
def test_what_no_form_of_ours_sends(value: str) -> None:
    assert choice_in(value) is None


def test_stored_choices_are_read_with_care() -> None:
    assert known([["a", 1], ["a", 2], ["gone", 1], ["b", "1"]], PART) == [("a", 1)]


def test_an_order_of_one_s_own() -> None:
    codes = [str(number) for number in range(30)]
    assert shuffled(codes, "alice") == shuffled(reversed(codes), "alice") != shuffled(codes, "dan")
    assert sorted(shuffled(codes, "alice")) == sorted(codes)
