"""Small elections for tests, and Equal Shares as the paper writes it: one person after the other, in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from participatory_budget.engine.ballots import group_ballots
from participatory_budget.engine.election import Election, Project, TieKey, VoteType

Ballot = list[tuple[int, int]]


def election(
    costs: Sequence[int],
    ballots: Sequence[Ballot],
    budget: int,
    *,
    rule: str = "greedy",
    threshold: int = 0,
    groups: dict[int, tuple[str, ...]] | None = None,
    unit: int = 1,
    tie_keys: tuple[TieKey, ...] = (TieKey.LOWER_COST, TieKey.ID),
) -> Election:
    """Projects are called p0, p1, …; money is whole units unless `unit` says otherwise."""
    return Election(
        projects=tuple(Project(f"p{place}", cost, (groups or {}).get(place, ())) for place, cost in enumerate(costs)),
        budget=budget,
        ballots=group_ballots(ballots, len(costs)),
        vote_type=VoteType.APPROVAL,
        rule=rule,
        threshold=Fraction(threshold),
        unit=unit,
        tie_keys=tie_keys,
    )


def approve(*places: int) -> Ballot:
    return [(place, 1) for place in places]


@st.composite
def elections(draw: st.DrawFn, *, most_points: int = 1) -> Election:
    """Up to six projects and twelve ballots, with few different prices, so that ties are common."""
    projects = draw(st.integers(1, 6))
    costs = draw(st.lists(st.sampled_from([0, 1, 2, 3, 5, 6, 10, 12, 30]), min_size=projects, max_size=projects))
    points = st.integers(1, most_points)
    ballot = st.dictionaries(st.integers(0, projects - 1), points, max_size=projects).map(lambda one: list(one.items()))
    ballots = draw(st.lists(ballot, max_size=12))
    # No rule of its own: each is counted as its name says.
    return election(costs, ballots, draw(st.integers(0, 60)), threshold=draw(st.integers(0, 4)), rule="")


def people_of(made: Election) -> list[dict[int, int]]:
    return [dict(choices) for choices, number in made.ballots.kinds() for _one in range(number)]


def equal_shares_by_hand(made: Election, share: Fraction) -> list[str]:
    """The definition, without any of the engine's short cuts."""
    people = people_of(made)
    money = [share for _one in people]
    bought: list[str] = []
    while True:
        offers = []
        for place, project in enumerate(made.projects):
            backers = [one for one, ballot in enumerate(people) if place in ballot]
            if project.id in bought or not backers or sum(money[one] for one in backers) < project.cost:
                continue
            price = _price(project.cost, [(money[one], people[one][place]) for one in backers])
            rate = price / project.cost if project.cost else Fraction(0)
            offers.append((rate, project.cost, project.id, place, price, backers))
        if not offers:
            return bought
        _rate, _cost, name, place, price, backers = min(offers)
        bought.append(name)
        for one in backers:
            money[one] -= min(money[one], price * people[one][place])


def _price(cost: int, backers: list[tuple[Fraction, int]]) -> Fraction:
    """The smallest price per point at which the backers together pay the cost, each no more than there is."""
    rest, points = Fraction(cost), sum(given for _money, given in backers)
    for money, given in sorted(backers, key=lambda one: one[0] / one[1]):
        if money / given >= rest / points:
            return rest / points
        rest -= money
        points -= given
        if not points:
            return money / given
    raise AssertionError("the backers have enough")
