"""How alike words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine.spelling import Known, alike, distance, one_mistake_away


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("water", "water", 0),
        ("watre", "water", 1),
        ("wter", "water", 1),
        ("waater", "water", 1),
        ("waxer", "water", 1),
        ("aqter", "water", 2),
        ("logmeent", "logement", 1),
        ("مدرصه", "مدرسه", 1),
        ("مدرهس", "مدرسه", 1),
        ("", "ab", 2),
        ("abcd", "badc", 2),
        ("abcd", "dcba", 3),
    ],
)
def test_letters_that_differ_are_counted(one: str, other: str, apart: int) -> None:
    assert distance(one, other, 2) == distance(other, one, 2) == apart


WORD = st.text("abcه", min_size=1, max_size=8)


@given(WORD, WORD)
def test_it_is_the_same_from_both_sides_and_none_for_the_same_word_only(one: str, other: str) -> None:
    assert distance(one, other, 2) == distance(other, one, 2)
    assert (distance(one, other, 2) == 0) is (one == other)


@given(st.text("abc", min_size=1, max_size=7), st.text("abc", min_size=1, max_size=7))
def test_what_is_one_mistake_away_is_looked_up(one: str, other: str) -> None:
    assert (other in set(one_mistake_away(one)) - {one}) is (distance(one, other, 1) == 1)


def known(*words: str, language: str = "en", entries: int = 1) -> list[Known]:
    return [Known(word, word, language, entries) for word in words]


def test_short_words_may_have_one_mistake_and_longer_ones_two() -> None:
    assert [each.word for each in alike("prak", known("park", "pork", "prick"), "en")] == ["park"]
    assert [each.word for each in alike("plyagruond", known("playground", "playing"), "en")] == ["playground"]
    assert alike("parks", known("barns"), "en") == []


def test_the_closest_then_the_readers_language_then_the_most_used_comes_first() -> None:
    words = [
        *known("playgrounds", entries=99),
        *known("playgroune", language="fr", entries=50),
        *known("playgroung", entries=2),
        *known("playgrount", entries=3),
    ]
    found = [each.word for each in alike("playgroun", words, "en")]
    assert found == ["playgrount", "playgroung", "playgroune", "playgrounds"]


def test_a_word_of_two_languages_is_offered_once_in_the_readers() -> None:
    found = alike("transprot", [*known("transport", language="fr", entries=9), *known("transport")], "en")
    assert [(each.word, each.language) for each in found] == [("transport", "en")]
    assert alike("transport", known("transport"), "en") == []
