"""What a line of VOTES says, and the ballots of a whole election put together from such lines.

approval and choose-1: one point each. ordinal: `max_length` points to the first place and one less to each next.
cumulative: the column `points`, in the order of `vote`; decimals are allowed, nothing given is nothing chosen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from participatory_budget.engine.ballots import Ballots, group_ballots
from participatory_budget.engine.election import ElectionError, VoteType
from participatory_budget.engine.pabulib_terms import places_of

# Six digits before the point and six after, from a million people, still fit in 64 bits.
_POINTS = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6})?")

# Place of the project with its points, or with its rank where people ranked.
Given = tuple[int, int | Decimal]


class BallotReader:
    """Cells of one line → what was chosen. `places` says which project id stands where."""

    def __init__(
        self,
        columns: Sequence[str],
        places: Mapping[str, int],
        vote_type: VoteType,
        max_length: int | None,
        where: str = "",
    ) -> None:
        cumulative = vote_type is VoteType.CUMULATIVE
        column = places_of(columns, ("vote", "points") if cumulative else ("vote",), where)
        self._vote = column["vote"]
        self._points = column["points"] if cumulative else None
        self._places = places
        self._type = vote_type
        self._max_length = max_length
        # The same few pairs come back on every ballot: one object each keeps a million ballots small.
        self._pairs: dict[Given, Given] = {}

    def read(self, cells: Sequence[str], where: str) -> tuple[Given, ...]:
        text = cells[self._vote].strip()
        chosen = [self._place(code.strip(), where) for code in text.split(",")] if text else []
        if len(set(chosen)) != len(chosen):
            raise ElectionError("a project stands twice on the ballot", where)
        if self._type is VoteType.CHOOSE_ONE and len(chosen) > 1:
            raise ElectionError("the ballot chooses more than one project", where)
        if self._type is VoteType.ORDINAL and self._max_length is not None and len(chosen) > self._max_length:
            raise ElectionError("the ballot ranks more projects than max_length", where)
        given = [(place, points) for place, points in zip(chosen, self._values(cells, len(chosen), where), strict=True)]
        kept = given if self._points is None else [one for one in given if one[1] > 0]
        return tuple(self._pairs.setdefault(one, one) for one in kept)

    def _values(self, cells: Sequence[str], chosen: int, where: str) -> Sequence[int | Decimal]:
        if self._type is VoteType.ORDINAL:
            return range(chosen)
        if self._points is None:
            return [1] * chosen
        text = cells[self._points].strip()
        points = [part.strip() for part in text.split(",")] if text else []
        if len(points) != chosen:
            raise ElectionError(f"{chosen} projects, but {len(points)} points", where)
        for one in points:
            if not _POINTS.fullmatch(one):
                raise ElectionError(f"points are no number: {one[:40]!r}", where)
        return [Decimal(one) for one in points]

    def _place(self, code: str, where: str) -> int:
        place = self._places.get(code)
        if place is None:
            raise ElectionError(f"a vote for a project that is not there: {code[:40]!r}", where)
        return place


class BallotBox:
    """Gathers what a `BallotReader` read; equal ballots take the room of one."""

    def __init__(self, projects: int, vote_type: VoteType, max_length: int | None) -> None:
        self._projects = projects
        self._type = vote_type
        self._max_length = max_length
        self._kinds: Counter[tuple[Given, ...]] = Counter()

    def add(self, ballot: tuple[Given, ...]) -> None:
        # Ranks say the order; without that, two ways to write the same choice are one kind.
        self._kinds[ballot if self._type is VoteType.ORDINAL else tuple(sorted(ballot))] += 1

    def empty(self) -> Ballots:
        """Hands the ballots over; the box is empty afterwards."""
        pairs = {pair for kind in self._kinds for pair in kind}
        scale = 1
        if self._type is VoteType.ORDINAL:
            first = self._max_length or max((len(kind) for kind in self._kinds), default=0)
            whole = {pair: (pair[0], first - int(pair[1])) for pair in pairs}
        else:
            scale = 10 ** max((_decimals(points) for _place, points in pairs), default=0)
            whole = {pair: (pair[0], int(pair[1] * scale)) for pair in pairs}
        return group_ballots(self._written_out(whole), self._projects, scale=scale)

    def _written_out(self, whole: Mapping[Given, tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
        while self._kinds:
            kind, people = self._kinds.popitem()
            ballot = [whole[pair] for pair in kind]
            for _person in range(people):
                yield ballot


def _decimals(points: int | Decimal) -> int:
    exponent = Decimal(points).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
