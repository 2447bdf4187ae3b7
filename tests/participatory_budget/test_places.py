"""Points and districts."""

import pytest

from participatory_budget.engine.places import degrees, inside, place_of
from tests.factories.proposals import NORTH

HOLE = {
    "type": "Polygon",
    "coordinates": [
        [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]],
        [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]],
    ],
}
ISLANDS = {
    "type": "MultiPolygon",
    "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 1]]], [[[5, 5], [6, 5], [6, 6], [5, 6]]]],
}


@pytest.mark.parametrize(
    ("outline", "latitude", "longitude", "answer"),
    [
        (NORTH, 36.1, 10.1, True),
        (NORTH, 36.3, 10.1, False),
        (NORTH, 10.1, 36.1, False),  # longitude stands first in GeoJSON
        (HOLE, 5, 5, False),
        (HOLE, 2, 2, True),
        (ISLANDS, 0.5, 0.5, True),
        (ISLANDS, 5.5, 5.5, True),  # rings that are not closed are read all the same
        (ISLANDS, 3, 3, False),
        ({}, 0, 0, False),
        ({"type": "Polygon", "coordinates": []}, 0, 0, False),
    ],
)
def test_inside(outline, latitude, longitude, answer):
    assert inside(outline, latitude, longitude) is answer


def test_the_first_that_holds_the_point():
    assert place_of([("quarter", HOLE), ("city", ISLANDS)], 0.5, 0.5) == "quarter"
    assert place_of([("quarter", {}), ("city", HOLE)], 0.5, 0.5) == "city"
    assert place_of([("north", NORTH)], 0.5, 0.5) is None


@pytest.mark.parametrize("text", ["", "nan", "inf", "91", "-90.1", "36,1", "x", "1e5"])
def test_what_is_no_latitude(text):
    assert degrees(text, 90) is None
