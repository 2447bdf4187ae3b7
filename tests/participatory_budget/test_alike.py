"""Which proposals are likely to be the same idea."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from hub.core.engine.folding import fold
from participatory_budget.engine.alike import alike_pairs, most_alike_to

SHADE = "Six trees and two benches for the market square where everybody waits for the bus in the sun"
SHADE_TOO = "Trees and benches for the market square where people wait for the bus"
LIBRARY = "Open the library of the old harbour on Sunday afternoons for children who read"
ARABIC = "أشجار ومقاعد في ساحة السوق حيث ينتظر الناس الحافلة"
ARABIC_TOO = "مقاعد وأشجار لساحة السوق، حيث ينتظر الناس الحافلة تحت الشمس"


def texts(*words: str) -> list[tuple[int, str]]:
    return [(number, fold(text)) for number, text in enumerate(words)]


def test_the_same_idea_in_other_words_is_found_and_another_idea_is_not():
    pairs = alike_pairs(texts(SHADE, LIBRARY, SHADE_TOO, ARABIC, ARABIC_TOO))
    assert {(pair.one, pair.other) for pair in pairs} == {(0, 2), (3, 4)}


def test_the_closest_comes_first_and_not_more_than_asked_for():
    pairs = alike_pairs(texts(SHADE, SHADE_TOO, SHADE, LIBRARY), most=2)
    assert (pairs[0].one, pairs[0].other) == (0, 2)
    assert pairs[0].likeness == 1
    assert len(pairs) == 2


def test_of_a_word_or_two_nothing_can_be_said():
    assert alike_pairs(texts("Trees", "Trees", "", "")) == []
    assert most_alike_to("trees", texts("trees")) == []


def test_those_closest_to_one_text():
    assert most_alike_to(fold(SHADE), texts(LIBRARY, SHADE_TOO, ARABIC)) == [1]


def test_of_a_thousand_texts_the_copies_are_found():
    dice = random.Random(7)
    words = [f"w{number}" for number in range(900)]
    many = [" ".join(dice.choices(words, k=60)) for _number in range(1000)]
    many[17], many[800] = f"{many[500]} and more", many[500]
    found = {(pair.one, pair.other) for pair in alike_pairs(list(enumerate(many)), most=5)}
    assert (500, 800) in found


def test_a_letter_that_a_thousand_sent_is_found_although_no_word_is_rare():
    assert len(alike_pairs([(number, fold(SHADE)) for number in range(1000)], most=20)) == 20


@given(st.lists(st.text(alphabet="abc ", max_size=30), max_size=12))
def test_each_pair_once_in_order_and_never_with_itself(found):
    pairs = alike_pairs(list(enumerate(found)))
    assert all(pair.one < pair.other and 0.5 <= pair.likeness <= 1 for pair in pairs)
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs)
    assert pairs == alike_pairs(list(enumerate(found)))
