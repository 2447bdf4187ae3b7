"""Numbers and codes as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine.identities import (
    ALPHABET,
    MistypedCodeError,
    code_hash,
    identity_hash,
    new_code,
    normalised,
    read_code,
)

KEY, OTHER_KEY = "aa" * 32, "bb" * 32


@pytest.mark.parametrize(
    "typed",
    [
        "AB123456",
        "ab 123 456",
        "AB-123.456",
        "ab١٢٣٤٥٦",
        "AB۱۲۳۴۵۶",
        "ＡＢ１２３４５６",
        "\u200fAB\u00a0123\u2011456",
        "ab/123456",
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "AB123456"
    assert identity_hash(KEY, typed) == identity_hash(KEY, "AB123456")


def test_a_hash_says_nothing_in_another_budget_and_too_little_is_no_number() -> None:
    assert identity_hash(KEY, "AB123456") != identity_hash(OTHER_KEY, "AB123456")
    assert identity_hash(KEY, " - . ") == identity_hash(KEY, "12") == ""


def test_a_code_is_printed_in_groups_and_read_with_its_usual_misreadings() -> None:
    for _time in range(50):
        code = new_code()
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert read_code(typed) == code.replace("-", "")
        assert code_hash(KEY, typed) == code_hash(KEY, code) != code_hash(OTHER_KEY, code)


@given(st.integers(0, 11), st.integers(0, 31))
def test_one_wrong_character_is_seen(place: int, letter: int) -> None:
    code = new_code().replace("-", "")
    wrong = code[:place] + ALPHABET[letter] + code[place + 1 :]
    if wrong != code:
        with pytest.raises(MistypedCodeError):
            read_code(wrong)


@given(st.integers(0, 10))
def test_two_characters_that_changed_places_are_seen(place: int) -> None:
    code = new_code().replace("-", "")
    wrong = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if wrong != code:
        with pytest.raises(MistypedCodeError):
            read_code(wrong)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 12, "0" * 13, "٪" * 12])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(MistypedCodeError):
        read_code(typed)
