"""What two people read, and figures that always add up, whatever stands on the sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine.paper import FINDINGS, adds_up, differences, figures_of, reading, sum_of, whole_number

choices = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)).map(lambda found: list(found.items()))
readings = st.builds(reading, st.sampled_from(["valid", "blank", "spoiled"]), choices)


@given(st.lists(st.lists(st.sampled_from(FINDINGS))))
def test_every_sheet_is_in_one_column_and_batches_add_up(batches: list[list[str]]) -> None:
    figures = [figures_of(one) for one in batches]
    assert all(adds_up(one) for one in figures)
    total = sum_of(figures)
    assert adds_up(total)
    assert total["sheets"] == sum(len(one) for one in batches)
    assert total == figures_of([finding for one in batches for finding in one])


def test_a_finding_that_nobody_knows_is_no_sheet() -> None:
    with pytest.raises(ValueError, match="finding"):
        figures_of(["valid", "lost"])


@given(readings, readings)
def test_two_readings_are_the_same_or_their_differences_are_named(first, second) -> None:
    found = differences(first, second, same_person=True)
    assert (not found) == (first == second)
    assert differences(first, first, same_person=True) == []
    assert differences(first, first, same_person=False)[0].what == "person"
    swapped = differences(second, first, same_person=True)
    assert [(one.what, one.first, one.second) for one in found] == [
        (one.what, one.second, one.first) for one in swapped
    ]


@given(st.integers(0, 999_999_999), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_numbers_in_the_digits_of_any_script(number: int, digits: str) -> None:
    text = "".join(digits[int(one)] for one in str(number))
    assert whole_number(f" {text}\u200f") == number


@pytest.mark.parametrize("text", ["", " ", "-1", "1.5", "1a", "½", "²", "9" * 10])
def test_what_is_no_whole_number(text: str) -> None:
    assert whole_number(text) is None
