"""Which clause of the new text is which clause of the old one.

Words decide, numbers only help: on a real bill the number alone pairs eleven of twelve provisions with another subject.
In order: the same words; similar words, best pair first; the same number where words still agree a little (always for a
person to confirm); what was cut in two or joined. The result has a row for every old and every new clause. Pure and
deterministic: the same two lists give the same rows.
"""

from __future__ import annotations

import difflib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whitepapers.engine.text import normalise

REVIEW_BELOW = 0.4  # texts that share fewer of their words are never paired without a person
_SURE = 0.6  # above this, similar words alone are enough
_HARDLY_CHANGED = 0.9  # from here on headings cannot hide another text
_CANDIDATES = 8
_EXACT = 4_000_000
_COVERED = 0.75  # share of a clause's words that must reappear for a split or a merger


@dataclass(frozen=True)
class Unit:
    """One clause as the mapping sees it. `subtree` is heading and text with everything below it."""

    key: str
    number: str
    heading: str
    text: str
    subtree: str
    parent: str | None
    words_below: str = ""  # text with everything below it, without any heading


@dataclass(frozen=True)
class Pair:
    """One row: `old` or `new` is None for a new or a removed clause; `score` is the share of common words, 0 to 1.

    `continues`: the new clause is the old one and keeps its identity; of a split or a merger one row at most says so.
    """

    old: str | None
    new: str | None
    status: str  # unchanged, edited, moved, renumbered, split, merged, removed, new
    score: float
    needs_review: bool
    continues: bool = False


def words(text: str) -> list[str]:
    return "".join(ch if ch.isalnum() else " " for ch in text.casefold()).split()


def word_ratio(old: Sequence[str], new: Sequence[str]) -> float:
    """difflib's ratio on words: 2 × words in common, in order, over all words."""
    if not old and not new:
        return 1.0
    # Whole parts of thousands of words: difflib's shortcut passes over very frequent words, and never says more.
    is_long = len(old) * len(new) > _EXACT
    return difflib.SequenceMatcher(None, old, new, autojunk=is_long).ratio()


def _upper_bound(old: Counter[str], new: Counter[str], total: int) -> float:
    return 2.0 * sum((old & new).values()) / total if total else 1.0


@dataclass
class _Side:
    units: Sequence[Unit]
    own: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, list[str]] = field(default_factory=dict)
    bags: dict[str, Counter[str]] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    by_key: dict[str, Unit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, unit in enumerate(self.units):
            self.own[unit.key] = f"{normalise(unit.heading)}\n{normalise(unit.text)}"
            self.tokens[unit.key] = words(unit.subtree)
            self.bags[unit.key] = Counter(self.tokens[unit.key])
            self.place[unit.key] = position
            self.by_key[unit.key] = unit


@dataclass
class Links:
    """Who continues whom: `matched` and `splits` go from the new key to the old one, `mergers` from the old to the new.

    `decided` holds keys of clauses about which a person has decided.
    """

    matched: dict[str, str] = field(default_factory=dict)
    splits: dict[str, str] = field(default_factory=dict)
    mergers: dict[str, str] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)


def map_clauses(old_units: Sequence[Unit], new_units: Sequence[Unit]) -> list[Pair]:
    """Rows in the order of the new text, then the old clauses that went, in their order."""
    return rows_of(old_units, new_units, propose(old_units, new_units))


def propose(old_units: Sequence[Unit], new_units: Sequence[Unit]) -> Links:
    old, new = _Side(old_units), _Side(new_units)
    matched: dict[str, str] = {}
    _match_same_words(old, new, matched)
    _match_similar(old, new, matched)
    _match_by_number(old, new, matched)
    return Links(matched, _splits(old, new, matched), _mergers(old, new, matched))


def rows_of(
    old_units: Sequence[Unit],
    new_units: Sequence[Unit],
    links: Links,
    *,
    scores: Mapping[tuple[str, str], float] | None = None,
) -> list[Pair]:
    """A row for every old and every new clause. `scores` of pairs that were compared before save comparing again."""
    return _rows(_Side(old_units), _Side(new_units), links, scores or {})


def _match_same_words(old: _Side, new: _Side, matched: dict[str, str]) -> None:
    """Equal texts, longest first; where a text stands in several places, its family and its order decide."""
    groups: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, position in ((old, 0), (new, 1)):
        for unit in side.units:
            whole = " ".join(side.tokens[unit.key])
            if whole:
                groups[(side.own[unit.key], whole)][position].append(unit.key)
    for olds, news in sorted(groups.values(), key=lambda g: -len(new.tokens[g[1][0]]) if g[1] else 0):
        if len(olds) == 1 and len(news) == 1:
            matched[news[0]] = olds[0]
        elif olds and news:
            _match_repeated(old, new, olds, news, matched)


def _match_repeated(old: _Side, new: _Side, olds: list[str], news: list[str], matched: dict[str, str]) -> None:
    def fit(old_key: str, new_key: str) -> tuple[int, int, int]:
        a, b = old.by_key[old_key], new.by_key[new_key]
        family = a.parent == b.parent is None or (b.parent is not None and matched.get(b.parent) == a.parent)
        return (int(family), int(a.number == b.number), -abs(old.place[old_key] - new.place[new_key]))

    free = set(olds)
    ranked = sorted(
        ((fit(o, n), o, n) for o in olds for n in news), key=lambda row: (row[0], row[1], row[2]), reverse=True
    )
    for _fit, old_key, new_key in ranked:
        if old_key in free and new_key not in matched:
            matched[new_key] = old_key
            free.discard(old_key)


def _match_similar(old: _Side, new: _Side, matched: dict[str, str]) -> None:
    taken = set(matched.values())
    free_old = [u.key for u in old.units if u.key not in taken]
    free_new = [u.key for u in new.units if u.key not in matched]
    scored: list[tuple[float, float, int, int, str, str]] = []
    for new_key in free_new:
        for old_key in _candidates(old, new, free_old, new_key):
            a, b = old.by_key[old_key], new.by_key[new_key]
            ratio = word_ratio(old.tokens[old_key], new.tokens[new_key])
            heading = word_ratio(words(a.heading), words(b.heading)) if a.heading and b.heading else 0.0
            if ratio < REVIEW_BELOW and not (heading >= 0.8 and ratio >= 0.2):
                continue
            family = b.parent is not None and matched.get(b.parent) == a.parent
            rank = ratio + 0.15 * heading + (0.05 if family else 0.0)
            scored.append((rank, ratio, -old.place[old_key], -new.place[new_key], old_key, new_key))
    for _rank, _ratio, _o, _n, old_key, new_key in sorted(scored, reverse=True):
        if new_key not in matched and old_key not in taken:
            matched[new_key] = old_key
            taken.add(old_key)


def _candidates(old: _Side, new: _Side, free_old: Iterable[str], new_key: str) -> list[str]:
    """The few old clauses that share the most telling words; the exact comparison is too slow for all pairs."""
    bag, length = new.bags[new_key], len(new.tokens[new_key])
    if not length:
        return []
    bounds = []
    for old_key in free_old:
        total = length + len(old.tokens[old_key])
        # Lengths alone bound the ratio: a clause ten times as long cannot share 40 % of all words.
        if 2.0 * min(length, len(old.tokens[old_key])) / total < 0.2:
            continue
        bound = _upper_bound(old.bags[old_key], bag, total)
        if bound >= 0.2:
            bounds.append((bound, -abs(old.place[old_key] - new.place[new_key]), old_key))
    bounds.sort(reverse=True)
    return [key for _bound, _near, key in bounds[:_CANDIDATES]]


def _match_by_number(old: _Side, new: _Side, matched: dict[str, str]) -> None:
    """Containers without words of their own follow their number and family; others only with words in common."""
    taken = set(matched.values())
    for unit in new.units:
        if unit.key in matched:
            continue
        for other in old.units:
            if other.key in taken or other.number != unit.number or not unit.number:
                continue
            same_family = (unit.parent is None and other.parent is None) or (
                unit.parent is not None and matched.get(unit.parent) == other.parent
            )
            ratio = word_ratio(old.tokens[other.key], new.tokens[unit.key])
            if same_family and ratio >= 0.25:
                matched[unit.key] = other.key
                taken.add(other.key)
                break


def _coverage(part: Counter[str], whole: Counter[str]) -> float:
    size = sum(part.values())
    return sum((part & whole).values()) / size if size else 0.0


def _neighbours(side: _Side, free: set[str], near: str) -> list[str]:
    place = side.place[near]
    return [u.key for u in side.units[max(0, place - 6) : place + 7] if u.key in free]


def _splits(old: _Side, new: _Side, matched: dict[str, str]) -> dict[str, str]:
    """New clauses whose words come from an old clause that went on as their neighbour: new key -> old key."""
    found: dict[str, str] = {}
    free = {u.key for u in new.units if u.key not in matched}
    for new_key, old_key in matched.items():
        lost = old.bags[old_key] - new.bags[new_key]
        if sum(lost.values()) < 5:
            continue
        for other in _neighbours(new, free, new_key):
            if sum(new.bags[other].values()) >= 5 and _coverage(new.bags[other], lost) >= _COVERED:
                found[other] = old_key
                lost -= new.bags[other]
                free.discard(other)
    return found


def _mergers(old: _Side, new: _Side, matched: dict[str, str]) -> dict[str, str]:
    """Old clauses whose words were taken into a neighbour that went on: old key -> new key."""
    found: dict[str, str] = {}
    taken = set(matched.values())
    free = {u.key for u in old.units if u.key not in taken}
    for new_key, old_key in matched.items():
        gained = new.bags[new_key] - old.bags[old_key]
        if sum(gained.values()) < 5:
            continue
        for other in _neighbours(old, free, old_key):
            if sum(old.bags[other].values()) >= 5 and _coverage(old.bags[other], gained) >= _COVERED:
                found[other] = new_key
                gained -= old.bags[other]
                free.discard(other)
    return found


def _rows(old: _Side, new: _Side, links: Links, scores: Mapping[tuple[str, str], float]) -> list[Pair]:
    matched, decided = links.matched, links.decided
    moved = _out_of_order(old, new, matched)
    split_from, merged_into = set(links.splits.values()), set(links.mergers.values())
    rows: list[Pair] = []
    for unit in new.units:
        if unit.key in links.splits:
            origin = links.splits[unit.key]
            score = _coverage(new.bags[unit.key], old.bags[origin])
            rows.append(Pair(origin, unit.key, "split", _rounded(score), unit.key not in decided))
        elif unit.key in matched:
            rows.append(_pair(old, new, links, unit, moved, split_from, merged_into, scores))
        else:
            rows.append(Pair(None, unit.key, "new", 0.0, False))
    kept = set(matched.values())
    for unit in old.units:
        if unit.key in links.mergers:
            score = _coverage(old.bags[unit.key], new.bags[links.mergers[unit.key]])
            rows.append(Pair(unit.key, links.mergers[unit.key], "merged", _rounded(score), unit.key not in decided))
        elif unit.key not in kept:
            rows.append(Pair(unit.key, None, "removed", 0.0, False))
    return rows


def _pair(
    old: _Side,
    new: _Side,
    links: Links,
    unit: Unit,
    moved: set[str],
    split_from: set[str],
    merged_into: set[str],
    scores: Mapping[tuple[str, str], float],
) -> Pair:
    old_key = links.matched[unit.key]
    before = old.by_key[old_key]
    score = scores.get((old_key, unit.key))
    if score is None:
        score = word_ratio(old.tokens[old_key], new.tokens[unit.key])
    same = old.own[old_key] == new.own[unit.key]
    if old_key in split_from:
        status = "split"
    elif unit.key in merged_into:
        status = "merged"
    elif not same:
        status = "edited"
    elif unit.key in moved:
        status = "moved"
    else:
        status = "renumbered" if before.number != unit.number else "unchanged"
    unsure = (not same and score < _SURE) or _is_another_text(before, unit, score)
    needs_review = score < REVIEW_BELOW or unsure or status in {"split", "merged"}
    return Pair(
        old_key, unit.key, status, _rounded(score), needs_review and unit.key not in links.decided, continues=True
    )


def _is_another_text(old: Unit, new: Unit, score: float) -> bool:
    """The same heading over other words makes two texts look alike that are not."""
    if score >= _HARDLY_CHANGED or old.words_below == new.words_below:
        return False
    return word_ratio(old.words_below.split(), new.words_below.split()) < REVIEW_BELOW


def _rounded(score: float) -> float:
    # Rounding up must not lift 0.3999 to the review line.
    return math.floor(score * 10_000) / 10_000


def _out_of_order(old: _Side, new: _Side, matched: dict[str, str]) -> set[str]:
    """New clauses that changed family or left the longest run of clauses that kept their order."""
    order = [(old.place[matched[u.key]], u.key) for u in new.units if u.key in matched]
    tails: list[int] = []
    links: list[int] = []
    previous: list[int] = [-1] * len(order)
    for index, (place, _key) in enumerate(order):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if tails[middle] < place:
                low = middle + 1
            else:
                high = middle
        if low == len(tails):
            tails.append(place)
            links.append(index)
        else:
            tails[low], links[low] = place, index
        previous[index] = links[low - 1] if low else -1
    stays: set[str] = set()
    index = links[-1] if links else -1
    while index >= 0:
        stays.add(order[index][1])
        index = previous[index]
    changed_family = {
        u.key
        for u in new.units
        if u.key in matched
        and u.parent is not None
        and matched.get(u.parent) != old.by_key[matched[u.key]].parent
        and u.parent in matched
    }
    return {key for _place, key in order if key not in stays} | changed_family
