"""Several envelopes: leftovers go where the rule card says, and never round in a circle."""

from __future__ import annotations

import pytest

from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.envelopes import Part, count_all
from tests.participatory_budget.elections import approve, election


def test_what_a_district_leaves_goes_to_the_city_before_the_city_is_counted() -> None:
    north = election([30, 80], [approve(0), approve(0, 1)], 100)
    city = election([170], [approve(0)], 100)
    found = count_all([Part("city", city), Part("north", north, "city")])
    assert list(found) == ["city", "north"]
    assert (found["north"].passed_on, found["north"].to) == (70, "city")
    assert (found["city"].received, found["city"].result.budget) == (70, 170)
    assert found["city"].result.selected == ("p0",)


def test_a_chain_is_counted_from_its_end_and_a_circle_is_refused() -> None:
    one = election([90], [approve(0)], 100)
    chain = count_all([Part("c", one), Part("a", one, "b"), Part("b", one, "c")])
    assert chain["b"].received == 10
    assert chain["c"].received == 20
    with pytest.raises(ElectionError, match="circle"):
        count_all([Part("a", one, "b"), Part("b", one, "a")])
    with pytest.raises(ElectionError, match="'nowhere'"):
        count_all([Part("a", one, "nowhere")])
