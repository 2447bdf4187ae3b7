"""What an address of the tracker finds, in which order, and what the figures rest on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hub.core.engine.folding import fold
from hub.promises.engine.followed import Followed
from hub.promises.engine.rates import Rate, on_budget, on_time
from hub.promises.engine.status import status_of
from hub.promises.engine.tracker_wish import TrackerWish
from hub.promises.enums import PromiseStatus

TODAY = date(2026, 4, 15)
DAY = timedelta(days=1)
PLAIN = Followed(
    uuid=UUID(int=1),
    kind="project",
    key="1",
    year=2025,
    titles={"fr": "Une école à l'ombre"},
    folded=fold("Une école à l'ombre ساحة مظللة"),
    body_key="parks",
    body_names={"en": "Parks"},
    district_key="north",
    district_names={"en": "North"},
    theme_key="",
    theme_names={},
    latitude=None,
    longitude=None,
    state="planned",
    status=PromiseStatus.PLANNED,
    promised_on=date(2025, 6, 1),
    first_due_on=None,
    due_on=None,
    started_on=None,
    kept_on=None,
    currency="EUR",
    first_cost=None,
    cost_planned=None,
    cost_spent=None,
    news_at=datetime(2026, 1, 1, tzinfo=UTC),
    url="/x/",
)


def one(
    number: int, state: str = "started", first: date | None = None, due: date | None = None, **told: object
) -> Followed:
    kept_on = told.pop("kept_on", None)
    due = due or first
    status = status_of(state, first_due_on=first, due_on=due, kept_on=kept_on, today=TODAY)  # type: ignore[arg-type]
    return replace(
        PLAIN,
        uuid=UUID(int=number),
        state=state,
        status=status,
        first_due_on=first,
        due_on=due,
        kept_on=kept_on,  # type: ignore[arg-type]
        **told,  # type: ignore[arg-type]
    )


LATE = one(2, first=TODAY - 9 * DAY)
LATER = one(3, first=TODAY - 90 * DAY, due=TODAY + 9 * DAY)
SOON = one(4, first=TODAY + 2 * DAY)
KEPT = one(5, "kept", TODAY - 9 * DAY, kept_on=TODAY - 9 * DAY)
KEPT_LATE = one(6, "kept", TODAY - 9 * DAY, kept_on=TODAY - 8 * DAY)
GIVEN_UP = one(7, "cancelled", TODAY - 9 * DAY)
ALL = [GIVEN_UP, KEPT, PLAIN, SOON, KEPT_LATE, LATER, LATE]


def found(**query: str) -> list[int]:
    wish = TrackerWish.read(query)
    return [row.uuid.int for row in wish.ordered(wish.found(ALL))]


def test_what_is_late_stands_first_and_what_is_over_last() -> None:
    assert found() == [2, 4, 3, 1, 6, 5, 7]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "late"}, {2}),
        ({"status": "kept_late"}, {6}),
        ({"late": "1"}, {2, 3, 6}),
        ({"q": "ECOLE"}, {1, 2, 3, 4, 5, 6, 7}),
        ({"q": "الساحة"}, {1, 2, 3, 4, 5, 6, 7}),
        ({"q": "school"}, set()),
        ({"q": "!!"}, set()),
        ({"district": "north", "year": "2025", "status": "kept"}, {5}),
        ({"district": "south"}, set()),
        ({"year": "\x00x"}, set()),
        ({"unknown": "x", "sort": "nonsense"}, {1, 2, 3, 4, 5, 6, 7}),
    ],
)
def test_filters_and_words_in_any_language(query: dict[str, str], expected: set[int]) -> None:
    assert set(found(**query)) == expected


def test_in_time_is_measured_by_the_first_day_and_says_of_how_many() -> None:
    # Kept in time; kept late, late, put off beyond a first day that is over: three more. Given up and undated: none.
    assert on_time(ALL, TODAY) == Rate(1, 4)
    assert on_time([SOON, PLAIN, GIVEN_UP], TODAY) == Rate(0, 0)


def test_a_share_needs_enough_to_rest_on() -> None:
    assert Rate(2, 4).share is None
    assert Rate(2, 5).share == 40


def test_within_budget_is_said_of_what_was_paid_for() -> None:
    money = {"first_cost": 100, "cost_planned": 150}
    within = replace(KEPT, **money, cost_spent=100)
    over = replace(KEPT, **money, cost_spent=101)
    over_already = replace(LATE, **money, cost_spent=120)
    unknown = replace(KEPT, **money, cost_spent=0)
    not_yet = replace(LATE, **money, cost_spent=50)
    assert on_budget([within, over, over_already, unknown, not_yet, PLAIN]) == Rate(1, 3)
