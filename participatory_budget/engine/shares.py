"""The Method of Equal Shares with a given share for each person (Peters, Pierczyński, Skowron 2021, utility = cost).

Everyone has the same share of the money, spent only on projects that they chose. In each round that project is bought
whose supporters get most for their money: all pay the same price per point, and who has less pays all that is left.

Money is counted in floats, but nothing is decided by a rounding error: whatever comes closer than `NEAR` is worked out
again in exact fractions from the history of purchases (DESIGN §4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from participatory_budget.engine.election import Election
from participatory_budget.engine.results import Tie
from participatory_budget.engine.ties import break_tie

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]

NEAR = 1e-9
# Relative, and in parts of a share: far above any error of the floats, so that what is surer than this is sure.
_UNSURE = 1e-7
_DRIFT = 1e-11
_NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True)
class Purchase:
    """One round: which project, and the most that one supporter paid for one point."""

    place: int
    price: float
    left: int  # of the real budget; below nothing where the shares were raised


@dataclass(frozen=True)
class Shares:
    """What was bought with these shares, and what the supporters of the others had left, in smallest parts."""

    share: Fraction
    bought: tuple[Purchase, ...]
    spent: int
    behind: dict[int, int]  # rounded down
    ties: tuple[Tie, ...]

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(one.place for one in self.bought)


def equal_shares(election: Election, share: Fraction, allowed: frozenset[int]) -> Shares:
    """Buys among the `allowed` projects until the supporters of none of the others can pay for it."""
    return _Run(election, share).buy_all(allowed)


class _Run:
    def __init__(self, election: Election, share: Fraction) -> None:
        self.election = election
        self.ballots = election.ballots
        self.share = share
        self.money: FloatArray = np.full(len(self.ballots.weights), float(share))
        # The round in which a ballot's people spent the last of their share.
        self.gone = np.full(len(self.ballots.weights), _NEVER, dtype=np.int32)
        self.rounds: list[int] = []
        self.exact_prices: list[Fraction | None] = []
        self.paid: dict[int, npt.NDArray[np.integer]] = {}

    def buy_all(self, allowed: frozenset[int]) -> Shares:
        waiting = {place: 0.0 for place in sorted(allowed) if len(self.ballots.members[place])}
        bought: list[Purchase] = []
        ties: list[Tie] = []
        spent = 0
        while (best := self._best(waiting)) is not None:
            equal, price = best
            place = equal[0]
            if len(equal) > 1:
                order, tie = break_tie(self.election, equal)
                ties.append(tie)
                place = order[0]
                price, _doubt = self._price(place)
            del waiting[place]
            self._pay(place, price)
            spent += self.election.projects[place].cost
            bought.append(Purchase(place, price, self.election.budget - spent))
        behind = {
            place: self._behind(place)
            for place in sorted(allowed)
            if place not in set(self.rounds) and len(self.ballots.members[place])
        }
        return Shares(self.share, tuple(bought), spent, behind, tuple(ties))

    # Choosing -------------------------------------------------------------------------------------------------------

    def _best(self, waiting: dict[int, float]) -> tuple[list[int], float] | None:
        """The projects that give most for the money (several when exactly equal), and the price of the first.

        Money only shrinks, so a value found in an earlier round is a bound: what cannot be better is not looked at.
        """
        found: list[tuple[float, float, int]] = []
        best = math.inf
        for place, bound in sorted(waiting.items(), key=lambda one: (one[1], one[0])):
            if bound > best * (1 + 2 * _UNSURE):
                break
            price, doubt = self._price(place)
            if math.isinf(price):
                del waiting[place]
                continue
            # With utility = cost a point is worth the project's cost, whatever it is spent on.
            rate = price / self.election.projects[place].cost if self.election.projects[place].cost else 0.0
            waiting[place] = rate
            found.append((rate, doubt, place))
            best = min(best, rate)
        close = [(place, rate) for rate, doubt, place in found if rate <= best * (1 + max(NEAR, doubt)) + 1e-300]
        if not close:
            return None
        if len(close) == 1:
            place = close[0][0]
            return [place], close[0][1] * self.election.projects[place].cost
        return self._exactly_best([place for place, _rate in close])

    def _exactly_best(self, places: list[int]) -> tuple[list[int], float]:
        rates: dict[int, Fraction] = {}
        for place in places:
            cost = self.election.projects[place].cost
            rates[place] = self._exact_price(place, self._price(place)[0]) / cost if cost else Fraction(0)
        best = min(rates.values())
        equal = [place for place in places if rates[place] == best]
        return equal, float(best * self.election.projects[equal[0]].cost)

    def _supporters(self, place: int) -> tuple[IntArray, IntArray, FloatArray, IntArray]:
        """Ballots that chose the project and have money: which, points, money, people."""
        members = self.ballots.members[place]
        alive = self.gone[members] == _NEVER
        members = members[alive]
        return members, self.ballots.points[place][alive], self.money[members], self.ballots.weights[members]

    def _price(self, place: int) -> tuple[float, float]:
        """The most that a supporter pays per point (infinite when they have too little), and how unsure that is."""
        cost = self.election.projects[place].cost
        if not cost:
            return 0.0, 0.0
        members, points, money, weights = self._supporters(place)
        together = float(money @ weights)
        if together < cost * (1 - _UNSURE) or not len(members):
            return math.inf, 0.0
        if together < cost * (1 + _UNSURE) and self._exact_money(members, weights) < cost:
            return math.inf, 0.0
        rest, weighted = float(cost), weights * points
        shares = int(weighted.sum())
        waiting = np.ones(len(members), dtype=bool)
        while True:
            price = rest / shares
            poor = waiting & (money < price * points)
            if not poor.any():
                return price, 1e-13 * cost / rest if rest > 0 else NEAR
            waiting &= ~poor
            rest -= float(money[poor] @ weights[poor])
            shares -= int(weighted[poor].sum())
            if shares <= 0 or rest <= 0:
                return float((money / points).max()), _UNSURE

    def _pay(self, place: int, price: float) -> None:
        """Supporters pay; who has no more than is due is left with nothing, from this round on."""
        number = len(self.rounds)
        if not self.election.projects[place].cost:
            # A gift empties nobody's purse, not even one with nothing in it.
            self.rounds.append(place)
            self.exact_prices.append(Fraction(0))
            return
        members, points, money, _weights = self._supporters(place)
        due: FloatArray = np.multiply(price, points, dtype=np.float64)
        empty = money <= due
        unsure = self._unsure(money, due)
        exact: Fraction | None = None
        if unsure.any():
            exact = self._exact_price(place, price)
            kinds, which = self._kinds(members[unsure], points[unsure], number)
            verdict = np.array([held <= exact * given for held, given in kinds])
            empty[unsure] = verdict[which]
        self.rounds.append(place)
        self.exact_prices.append(exact)
        self.money[members] = np.where(empty, 0.0, np.maximum(money - due, 0.0))
        self.gone[members[empty]] = number

    # Exactly --------------------------------------------------------------------------------------------------------

    def _unsure(self, money: FloatArray, due: FloatArray) -> npt.NDArray[np.bool_]:
        """Where the floats cannot say which of the two is more."""
        return np.abs(money - due) <= _UNSURE * np.maximum(money, due) + _DRIFT * float(self.share)

    def _points_paid(self, number: int) -> npt.NDArray[np.integer]:
        """Points by ballot for the project of this round: what was paid is that times the price."""
        if number not in self.paid:
            place = self.rounds[number]
            points = self.ballots.points[place]
            paid = np.zeros(len(self.money), dtype=np.min_scalar_type(int(points.max())))
            paid[self.ballots.members[place]] = points
            self.paid[number] = paid
        return self.paid[number]

    def _exact_money(self, members: IntArray, weights: IntArray, before: int | None = None) -> Fraction:
        """What these people have together before a round. None of them has spent all before it."""
        total = int(weights.sum()) * self.share
        for number in range(len(self.rounds) if before is None else before):
            points = int(weights @ self._points_paid(number)[members])
            if points:
                total -= points * self._exact_price_of(number)
        return total

    def _exact_price_of(self, number: int) -> Fraction:
        """The price in a round that is over: who could not pay it is known by having spent all in it."""
        known = self.exact_prices[number]
        if known is None:
            place = self.rounds[number]
            members, points = self.ballots.members[place], self.ballots.points[place]
            poor, rich = self.gone[members] == number, self.gone[members] > number
            weights = self.ballots.weights[members]
            rest = self.election.projects[place].cost - self._exact_money(members[poor], weights[poor], number)
            shares = int(weights[rich] @ points[rich])
            # Where nobody has anything left, nobody's money depends on it any more.
            known = rest / shares if shares else Fraction(0)
            self.exact_prices[number] = known
        return known

    def _kinds(self, members: IntArray, points: IntArray, before: int) -> tuple[list[tuple[Fraction, int]], IntArray]:
        """Money and points of each kind of ballot (equal histories are one kind), and which kind each ballot is."""
        history = np.stack([points, *(self._points_paid(number)[members] for number in range(before))])
        kinds, which = np.unique(history, axis=1, return_inverse=True)
        prices = [self._exact_price_of(number) if kinds[number + 1].any() else Fraction(0) for number in range(before)]
        held = [
            self.share
            - sum((int(paid) * price for paid, price in zip(kind[1:], prices, strict=True) if paid), Fraction())
            for kind in kinds.T
        ]
        return [(money, int(kind[0])) for money, kind in zip(held, kinds.T, strict=True)], which.reshape(-1)

    def _exact_price(self, place: int, near: float) -> Fraction:
        """As `_price`, which gave `near`, in fractions."""
        while True:
            found = self._exact_price_around(place, near)
            if abs(float(found) - near) <= _UNSURE / 4 * near:
                return found
            near = float(found)

    def _exact_price_around(self, place: int, near: float) -> Fraction:
        """Who pays all and who pays the price is clear from the floats, but for those close to the border."""
        members, points, money, weights = self._supporters(place)
        due: FloatArray = np.multiply(near, points, dtype=np.float64)
        unsure = self._unsure(money, due)
        poor = ~unsure & (money < due)
        rest = self.election.projects[place].cost - self._exact_money(members[poor], weights[poor])
        shares = int(weights[~poor] @ points[~poor])
        price = rest / shares if shares else Fraction(0)
        kinds: list[tuple[Fraction, int]] = []
        people: list[int] = []
        if unsure.any():
            kinds, which = self._kinds(members[unsure], points[unsure], len(self.rounds))
            counted = np.zeros(len(kinds), dtype=np.int64)
            np.add.at(counted, which, weights[unsure])
            people = counted.tolist()
        ratio = Fraction(0)
        for ratio, given, number in sorted(
            (money / given, given, number) for (money, given), number in zip(kinds, people, strict=True)
        ):
            if ratio >= price:
                return price
            rest -= number * given * ratio
            shares -= number * given
            if not shares:
                return ratio
            price = rest / shares
        return price

    def _behind(self, place: int) -> int:
        _members, _points, money, weights = self._supporters(place)
        return math.floor(float(money @ weights) + NEAR)
