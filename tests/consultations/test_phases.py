"""The clock: half-open phases without gaps, told the same by Python and by SQL."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.enums import PhaseKind
from consultations.models.consultation import Consultation
from consultations.phases import Schedule, default_answer_due, is_open, phase_at, phases_of, schedule_of

OPENS = datetime(2026, 3, 1, 8, tzinfo=UTC)
CLOSES = datetime(2026, 5, 24, 22, tzinfo=UTC)
ANSWERED = datetime(2026, 7, 1, 9, tzinfo=UTC)
FOLLOWED = datetime(2026, 9, 1, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)

moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def schedules(draw):
    opens = draw(moments)
    closes = opens + draw(st.timedeltas(min_value=TICK, max_value=timedelta(days=900)))
    answered = draw(st.none() | moments)
    follow_up = draw(st.none() | moments)
    return Schedule(opens, closes, answered, follow_up)


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (OPENS - TICK, PhaseKind.ANNOUNCED),
        (OPENS, PhaseKind.OPEN),
        (CLOSES - TICK, PhaseKind.OPEN),
        (CLOSES, PhaseKind.ANALYSIS),
        (ANSWERED - TICK, PhaseKind.ANALYSIS),
        (ANSWERED, PhaseKind.OUTCOME),
        (FOLLOWED, PhaseKind.FOLLOW_UP),
    ],
)
def test_each_moment_belongs_to_the_phase_that_starts_with_it(now, kind):
    assert phase_at(Schedule(OPENS, CLOSES, ANSWERED, FOLLOWED), now) is kind


def test_without_a_report_the_analysis_goes_on():
    assert phase_at(Schedule(OPENS, CLOSES), CLOSES + timedelta(days=4000)) is PhaseKind.ANALYSIS


def test_a_report_dated_before_the_close_does_not_close_the_consultation():
    schedule = Schedule(OPENS, CLOSES, OPENS + TICK)
    assert is_open(schedule, CLOSES - TICK)
    assert phase_at(schedule, CLOSES) is PhaseKind.OUTCOME


@given(schedules(), moments)
def test_exactly_one_phase_holds_each_moment(schedule, now):
    holding = [
        phase.kind
        for phase in phases_of(schedule)
        if not (phase.starts_at is None and phase.kind is not PhaseKind.ANNOUNCED)
        and (phase.starts_at is None or phase.starts_at <= now)
        and (phase.ends_at is None or now < phase.ends_at)
    ]
    assert holding == [phase_at(schedule, now)]


@given(schedules(), moments, moments)
def test_time_never_runs_back(schedule, one, other):
    order = list(PhaseKind)
    earlier, later = sorted([one, other])
    assert order.index(phase_at(schedule, earlier)) <= order.index(phase_at(schedule, later))


@given(schedules(), moments)
def test_open_is_between_opening_and_close_and_nothing_else(schedule, now):
    assert is_open(schedule, now) == (schedule.opens_at <= now < schedule.closes_at)


@given(schedules(), moments, st.sampled_from([-11, -5, 0, 1, 14]))
def test_the_zone_in_which_a_moment_is_told_does_not_matter(schedule, now, hours):
    from datetime import timezone

    elsewhere = now.astimezone(timezone(timedelta(hours=hours)))
    assert phase_at(schedule, now) is phase_at(schedule, elsewhere)


def test_a_schedule_without_a_time_zone_or_upside_down_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Schedule(OPENS.replace(tzinfo=None), CLOSES)
    with pytest.raises(ValueError, match="opens before"):
        Schedule(CLOSES, OPENS)
    with pytest.raises(ValueError, match="opens before"):
        Schedule(OPENS, OPENS)


def test_the_answer_is_due_twelve_weeks_after_the_close():
    assert default_answer_due(CLOSES) - CLOSES == timedelta(weeks=12)


@pytest.mark.django_db
def test_sql_filters_say_the_same_as_the_phases():
    for number, (answered, _) in enumerate([(None, 0), (ANSWERED, 0)]):
        Consultation.objects.create(
            slug=f"c{number}",
            opens_at=OPENS,
            closes_at=CLOSES,
            answer_due_at=default_answer_due(CLOSES),
            answered_at=answered,
        )
    for now in (OPENS - TICK, OPENS, CLOSES - TICK, CLOSES, ANSWERED - TICK, ANSWERED, FOLLOWED):
        for name, kinds in {
            "announced": {PhaseKind.ANNOUNCED},
            "open": {PhaseKind.OPEN},
            "unanswered": {PhaseKind.ANALYSIS},
            "answered": {PhaseKind.OUTCOME, PhaseKind.FOLLOW_UP},
        }.items():
            in_sql = set(getattr(Consultation.objects.all(), name)(now))
            in_python = {one for one in Consultation.objects.all() if phase_at(schedule_of(one), now) in kinds}
            assert in_sql == in_python, (name, now)


def test_schedule_of_reads_any_record_with_the_dates():
    record = SimpleNamespace(opens_at=OPENS, closes_at=CLOSES, answered_at=None, follow_up_at=None)
    assert schedule_of(record) == Schedule(OPENS, CLOSES)
