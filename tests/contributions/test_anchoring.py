"""Quoted words: found again exactly in their own text; in a later one found exactly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.contributions.engine.anchoring import CONTEXT, Selector, find_words, locate, select, sentences
from hub.contributions.engine.similarity import most_alike

TEXTS = st.text(alphabet="ab .\nمن،€\U0001f600", min_size=1, max_size=120)
OTHER = "The gate opens at six. It closes at nine. The gate of the harbour opens at six on market days."


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@given(quoted())
def test_in_its_own_text_a_quote_is_found_where_it_was_taken(case: tuple[str, int, int]) -> None:
    text, start, end = case
    assert locate(text, select(text, start, end)) == (start, end)


@given(quoted(), TEXTS)
def test_in_another_text_the_very_words_are_found_or_nothing(case: tuple[str, int, int], later: str) -> None:
    text, start, end = case
    found = locate(later, select(text, start, end))
    if found is not None:
        assert later[found[0] : found[1]] == text[start:end]


@given(quoted(), st.text(alphabet="xyz ", max_size=60))
def test_words_put_in_front_move_the_quote(case: tuple[str, int, int], ahead: str) -> None:
    text, start, end = case
    # A long enough context on both sides: the place is never in doubt.
    text, start, end = f"{'<' * CONTEXT}{text}{'>' * CONTEXT}", start + CONTEXT, end + CONTEXT
    assert locate(ahead + text, select(text, start, end)) == (start + len(ahead), end + len(ahead))


@given(TEXTS)
def test_sentences_leave_out_nothing_but_white_space(text: str) -> None:
    kept, at = "", 0
    for start, end in sentences(text):
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        kept, at = kept + text[start:end], end
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OTHER, 3),
        ("Under Art. 4 no. 2 fees apply. They are small.", 2),
        ("See e.g. the annex. Version 2.1 holds.", 2),
        ("نعم. هل يكفي؟ لا!", 3),
        ("a) one\nb) two", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_people_end_them(text: str, expected: int) -> None:
    assert len(sentences(text)) == expected


def test_the_same_words_twice_are_told_apart_by_what_surrounds_them() -> None:
    at = OTHER.rindex("opens at six")
    wanted = select(OTHER, at, at + len("opens at six"))
    later = OTHER.replace("It closes at nine. ", "")
    assert locate(later, wanted) == (later.rindex("opens at six"), later.rindex("opens at six") + 12)


def test_when_nothing_tells_the_places_apart_there_is_no_answer() -> None:
    assert locate("one. one. one.", Selector("one", "quite another", "text around", 40, 43)) is None
    assert locate("", Selector("one", "", "", 0, 3)) is None


def test_a_short_word_alone_in_a_changed_text_is_not_taken_for_the_quote() -> None:
    wanted = select("Dogs shall stay outside.", 5, 10)
    assert locate("Every owner shall pay.", wanted) is None


def test_marked_words_are_found_by_what_stood_before_them() -> None:
    second = find_words(OTHER, "opens  at\nsix", "The gate of the harbour")
    assert second is not None
    assert second.start == OTHER.rindex("opens at six")
    assert find_words(OTHER, "opens at ten") is None
    assert find_words(OTHER, "   ") is None


def test_alike_are_texts_that_share_words_in_a_row() -> None:
    mine = "We need more benches with shade along the harbour for older people."
    others = [
        (1, "Please: more benches with shade along the harbour!"),
        (2, "Parking should cost less for people who live here and work in the port."),
        (3, "مزيدا من المقاعد المظللة على طول الميناء"),
        (4, mine),
    ]
    assert most_alike(mine, others, most=3) == [4, 1]
    assert most_alike("Yes.", others, most=3) == []
