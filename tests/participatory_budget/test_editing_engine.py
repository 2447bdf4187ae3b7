"""What the editor of budgets reads and compares: outlines, sums, the order of a calendar."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.engine.fingerprints import fingerprint
from participatory_budget.engine.outlines import MOST_POINTS, OutlineError, read_outline
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.enums import PhaseKind
from participatory_budget.forms.editing_base import typed_sum
from participatory_budget.phases import Phase, disorder

RING = [[10, 36], [10.1, 36], [10.1, 36.1], [10, 36]]
START = datetime(2026, 1, 1, tzinfo=UTC)


@given(amount=st.integers(0, 10**12), unit=st.sampled_from([1, 100, 1000]))
def test_a_sum_that_a_form_shows_is_read_as_the_same_sum(amount, unit):
    assert parse_money(typed_sum(amount, unit), unit) == amount


@pytest.mark.parametrize(
    "wrapped",
    [
        {"type": "Polygon", "coordinates": [RING]},
        {
            "type": "Feature",
            "properties": {"owner": "somebody"},
            "geometry": {"type": "Polygon", "coordinates": [RING]},
        },
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [RING]}}],
        },
    ],
)
def test_an_area_is_found_in_whatever_it_is_wrapped_and_nothing_else_is_kept(wrapped):
    assert read_outline(json.dumps(wrapped)) == {"type": "Polygon", "coordinates": [RING]}


def test_several_parts_and_holes_stay():
    found = read_outline(json.dumps({"type": "MultiPolygon", "coordinates": [[RING, RING], [RING]]}))
    assert [len(part) for part in found["coordinates"]] == [2, 1]


@pytest.mark.parametrize(
    ("outline", "code"),
    [
        ({"type": "FeatureCollection", "features": []}, "not_one_area"),
        ({"type": "Feature", "geometry": None}, "not_an_area"),
        ({"type": "LineString", "coordinates": RING}, "not_an_area"),
        ({"type": "Polygon", "coordinates": []}, "not_an_area"),
        ({"type": "Polygon", "coordinates": {"0": RING}}, "not_an_area"),
        ([], "not_an_area"),
        (7, "not_an_area"),
        ({"type": "Polygon", "coordinates": [RING[:3]]}, "ring_not_closed"),
        ({"type": "Polygon", "coordinates": [[["10", "36"]] * 4]}, "not_degrees"),
        ({"type": "Polygon", "coordinates": [[[True, False]] * 4]}, "not_degrees"),
        ({"type": "Polygon", "coordinates": [[[36, 100]] * 4]}, "not_degrees"),
        ({"type": "Polygon", "coordinates": [[[1, 2]] * (MOST_POINTS + 1)]}, "too_many_points"),
    ],
)
def test_what_is_no_area_is_refused_by_its_fault(outline, code):
    with pytest.raises(OutlineError) as error:
        read_outline(json.dumps(outline))
    assert error.value.code == code


def test_an_outline_that_is_too_large_is_not_even_read():
    with pytest.raises(OutlineError) as error:
        read_outline(" " * 1_000_001)
    assert error.value.code == "too_large"


def phase(kind: PhaseKind, start: int, end: int) -> Phase:
    return Phase(kind, START + timedelta(days=start), START + timedelta(days=end))


def test_only_proposals_and_supports_overlap():
    proposals = phase(PhaseKind.PROPOSALS, 0, 10)
    assert disorder([proposals, phase(PhaseKind.SUPPORTS, 5, 12), phase(PhaseKind.EVALUATION, 12, 20)]) == []
    assert disorder([phase(PhaseKind.EVALUATION, 10, 20), proposals]) == []
    found = disorder([proposals, phase(PhaseKind.EVALUATION, 9, 20)])
    assert [(one.earlier, one.later, one.overlaps) for one in found] == [
        (PhaseKind.PROPOSALS, PhaseKind.EVALUATION, True)
    ]
    backwards = disorder([phase(PhaseKind.SUPPORTS, -2, 12), proposals])
    assert [one.overlaps for one in backwards] == [False]


def test_a_fingerprint_does_not_depend_on_the_order_of_names():
    assert fingerprint({"a": 1, "b": "ب"}) == fingerprint({"b": "ب", "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": "1"})
