"""Ballots as the count needs them: equal ones once, with their number; by project, who chose it and how much.

A million ballots of ten choices are ten million pairs: numpy arrays, no object per ballot.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]

# One ballot: (place of the project, points), each project once, points above nothing.
Choices = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Ballots:
    """`weights[g]` people cast ballot g. `members[p]` are the ballots that chose project p, with `points[p]` points.

    Points are whole; where people could give halves, `scale` says how many of ours make one of theirs.
    """

    weights: IntArray
    members: tuple[IntArray, ...]
    points: tuple[IntArray, ...]
    scale: int = 1

    @property
    def people(self) -> int:
        """Ballots cast, empty ones as well: everyone has an equal share."""
        return int(self.weights.sum())

    def voters(self, project: int) -> int:
        """People who gave this project anything at all."""
        return int(self.weights[self.members[project]].sum())

    def score(self, project: int) -> Fraction:
        """Points of this project over all ballots."""
        return Fraction(int((self.weights[self.members[project]] * self.points[project]).sum()), self.scale)

    def kinds(self) -> Iterator[tuple[Choices, int]]:
        """The ballots written out again, each kind with its number, in the order in which they are kept."""
        chosen = np.repeat(np.arange(len(self.members)), [len(one) for one in self.members])
        group = np.concatenate(self.members) if self.members else chosen
        given = np.concatenate(self.points) if self.points else chosen
        order = np.lexsort((chosen, group))
        cuts = np.searchsorted(group[order], np.arange(len(self.weights) + 1))
        for kind, weight in enumerate(self.weights.tolist()):
            mine = order[cuts[kind] : cuts[kind + 1]]
            yield tuple(zip(chosen[mine].tolist(), given[mine].tolist(), strict=True)), weight


def group_ballots(ballots: Iterable[Sequence[tuple[int, int]]], projects: int, *, scale: int = 1) -> Ballots:
    """Equal ballots together, in an order that does not depend on the order in which they came.

    A ballot is kept as the bytes of its numbers: a tenth of what tuples take, and they sort alike.
    """
    counted: Counter[bytes] = Counter()
    for ballot in ballots:
        numbers = [number for pair in sorted(ballot) for number in pair]
        try:
            counted[struct.pack(f">{len(numbers)}I", *numbers)] += 1
        except struct.error as error:
            raise ValueError("points and places are whole numbers from nothing to four thousand million") from error
    kinds = sorted(counted)
    weights = np.fromiter((counted[kind] for kind in kinds), dtype=np.int64, count=len(kinds))
    lengths = np.fromiter((len(kind) // 8 for kind in kinds), dtype=np.int64, count=len(kinds))
    pairs = np.frombuffer(b"".join(kinds), dtype=">u4").reshape(-1, 2).astype(np.int64)
    group = np.repeat(np.arange(len(kinds)), lengths)
    return from_pairs(weights, group, pairs[:, 0], pairs[:, 1], projects, scale=scale)


def from_pairs(
    weights: IntArray, group: IntArray, chosen: IntArray, given: IntArray, projects: int, *, scale: int = 1
) -> Ballots:
    """From parallel arrays: ballot `group[k]` gave project `chosen[k]` so many points. Each pair stands there once."""
    order = np.argsort(chosen, kind="stable")
    cuts = np.searchsorted(chosen[order], np.arange(1, projects))
    return Ballots(
        weights=weights,
        members=tuple(np.split(group[order], cuts)) if projects else (),
        points=tuple(np.split(given[order], cuts)) if projects else (),
        scale=scale,
    )
