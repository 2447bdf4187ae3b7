"""How far the machine's labels and people's, or two readers', say the same. Figures are whole per mille; no dice.

A label is (contribution, theme). Intervals are Wilson's for a share, at 95 %. Labels of one contribution hang together,
so they count for less than as many labels of different ones: the number of observations is divided by the design
effect (how much more contributions differ than single labels by chance would; never under 1). Where everything agrees
there is nothing to estimate that from, and each contribution counts once.

The interval of F1 follows from that of j, the share of labels both gave among those either gave: F1 = 2j / (1 + j)
grows with j. The interval of kappa follows from that of plain agreement, with agreement by chance as it was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, sqrt

VERSION = "agreement/1"
_Z = 1.959963984540054  # 95 % of a normal distribution lie within as many standard deviations

Label = tuple[int, int]


@dataclass(frozen=True)
class Agreement:
    """Per mille; None where there is nothing to divide by. `f1_low` to `f1_high` is the 95 % interval."""

    both: int  # labels
    only_machine: int
    only_people: int
    precision: int | None
    recall: int | None
    f1: int | None
    f1_low: int | None
    f1_high: int | None


@dataclass(frozen=True)
class ReaderAgreement:
    """Per mille. Kappa is None when chance alone explains all: nobody gave, or everybody gave, every label."""

    contributions: int
    decisions: int
    share: int | None
    share_low: int | None
    share_high: int | None
    kappa: int | None
    kappa_low: int | None
    kappa_high: int | None


def agreement(machine: Collection[Label], people: Collection[Label]) -> Agreement:
    """Both about the same contributions: those people have read. What nobody read proves nothing."""
    ours, theirs = set(machine), set(people)
    both, either = ours & theirs, ours | theirs
    low, high = _interval(Counter(document for document, _ in both), Counter(document for document, _ in either))
    return Agreement(
        both=len(both),
        only_machine=len(ours - theirs),
        only_people=len(theirs - ours),
        precision=_per_mille(len(both), len(ours)),
        recall=_per_mille(len(both), len(theirs)),
        f1=_per_mille(2 * len(both), len(ours) + len(theirs)),
        f1_low=None if low is None else floor(1000 * 2 * low / (1 + low)),
        f1_high=None if high is None else ceil(1000 * 2 * high / (1 + high)),
    )


def reader_agreement(
    first: Collection[Label], second: Collection[Label], *, contributions: Iterable[int], themes: Iterable[int]
) -> ReaderAgreement:
    """Each of the contributions that both readers have read, and each theme, is one decision: yes or no."""
    read, headings = set(contributions), set(themes)
    one, two = (
        {(document, theme) for document, theme in labels if document in read and theme in headings}
        for labels in (first, second)
    )
    total = len(read) * len(headings)
    differ = Counter(document for document, _ in one ^ two)
    agreed = total - differ.total()
    counts = {document: len(headings) for document in read}
    low, high = _interval({document: len(headings) - differ[document] for document in read}, counts)
    by_chance = _chance(Fraction(len(one), total), Fraction(len(two), total)) if total else Fraction(1)
    settled = by_chance == 1
    kappa, *ends = (
        None if settled or seen is None else (Fraction(seen) - by_chance) / (1 - by_chance)
        for seen in (Fraction(agreed, total or 1), low, high)
    )
    return ReaderAgreement(
        contributions=len(read),
        decisions=total,
        share=_per_mille(agreed, total),
        share_low=None if low is None else floor(1000 * low),
        share_high=None if high is None else ceil(1000 * high),
        kappa=None if kappa is None else round(1000 * kappa),
        kappa_low=None if ends[0] is None else max(-1000, floor(1000 * ends[0])),
        kappa_high=None if ends[1] is None else min(1000, ceil(1000 * ends[1])),
    )


def _chance(one: Fraction, two: Fraction) -> Fraction:
    return one * two + (1 - one) * (1 - two)


def _per_mille(part: int, whole: int) -> int | None:
    return round(Fraction(1000 * part, whole)) if whole else None


def _interval(
    successes: Counter[int] | dict[int, int], counts: Counter[int] | dict[int, int]
) -> tuple[float | None, float | None]:
    """Wilson's for a share, of observations that come by contribution."""
    clusters = [(successes.get(document, 0), count) for document, count in sorted(counts.items()) if count]
    total = sum(count for _, count in clusters)
    if not total:
        return None, None
    share = Fraction(sum(success for success, _ in clusters), total)
    size = total / _design_effect(clusters, share, total)
    centre, square = float(share), _Z * _Z
    middle = (centre + square / (2 * size)) / (1 + square / size)
    half = _Z / (1 + square / size) * sqrt(centre * (1 - centre) / size + square / (4 * size * size))
    return max(0.0, middle - half) if share else 0.0, min(1.0, middle + half) if share != 1 else 1.0


def _design_effect(clusters: Collection[tuple[int, int]], share: Fraction, total: int) -> float:
    number = len(clusters)
    if share in (0, 1) or number < 2:
        return total / number
    spread = sum((success - share * count) ** 2 for success, count in clusters)
    return max(1.0, float(spread * number / (number - 1) / (total * share * (1 - share))))
