"""The clock of a budget: half-open phases that may overlap or leave gaps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participatory_budget.enums import PhaseKind
from participatory_budget.phases import Phase, last_phase, next_phase, phase_at, phases_of, vote_ahead

moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
TICK = timedelta(microseconds=1)
OPENS = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 3, 15, 20, tzinfo=UTC)
VOTING = Phase(PhaseKind.VOTING, OPENS, CLOSES)


@st.composite
def phases(draw):
    kinds = draw(st.lists(st.sampled_from(list(PhaseKind)), unique=True, max_size=7))
    made = []
    for kind in kinds:
        start = draw(moments)
        made.append(Phase(kind, start, start + draw(st.timedeltas(min_value=TICK, max_value=timedelta(days=400)))))
    return phases_of(made)


@pytest.mark.parametrize(
    ("now", "found"), [(OPENS - TICK, None), (OPENS, VOTING), (CLOSES - TICK, VOTING), (CLOSES, None)]
)
def test_a_phase_starts_at_its_first_moment_and_is_over_at_its_last(now, found):
    assert phase_at([VOTING], now) == found


@given(phases(), moments)
def test_the_current_phase_holds_now_and_no_other_that_does_started_later(dated, now):
    current = phase_at(dated, now)
    holding = [one for one in dated if one.starts_at <= now < one.ends_at]
    assert (current is None) == (not holding)
    if current is not None:
        assert current in holding
        assert all(one.starts_at <= current.starts_at for one in holding)


@given(phases(), moments)
def test_next_and_last_stand_on_either_side_of_now(dated, now):
    coming, over = next_phase(dated, now), last_phase(dated, now)
    assert coming is None or coming.starts_at > now
    assert over is None or over.ends_at <= now
    assert (coming is None) == all(one.starts_at <= now for one in dated)


@given(phases(), moments)
def test_the_order_in_which_phases_are_told_does_not_matter(dated, now):
    assert phase_at(tuple(reversed(dated)), now) == phase_at(dated, now)


@given(phases(), moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=4000)))
def test_once_the_vote_is_over_it_stays_over(dated, now, later):
    assert vote_ahead(dated, now) or not vote_ahead(dated, now + later)


def test_a_vote_is_ahead_until_its_last_moment():
    assert vote_ahead([VOTING], OPENS - timedelta(days=900))
    assert vote_ahead([VOTING], CLOSES - TICK)
    assert not vote_ahead([VOTING], CLOSES)
    assert not vote_ahead([], OPENS)
