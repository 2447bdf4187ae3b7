"""Contributions that two people coded, each without seeing the other's themes, and how far they say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from consultations.engine.standing import Said, latest_words
from consultations.enums import ThemeState
from consultations.models.coding import Reading
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme
from consultations.selectors.coded import counts_for_themes, said, theme_roots

_SOME = 1000


@dataclass(frozen=True)
class Pair:
    """What each of the two said first; themes that they differ on, and those of them that nobody has settled."""

    comment: int
    first: frozenset[UUID]
    second: frozenset[UUID]
    open: frozenset[UUID]


@dataclass(frozen=True)
class SecondReading:
    """Per mille, over every (contribution, theme): did both say yes, or both say no? None without any."""

    contributions: int
    decisions: int
    share: int | None
    kappa: int | None = None  # not computed here yet
    differing: tuple[int, ...] = ()  # contributions with a difference that nobody has settled


def second_reading(consultation: Consultation) -> SecondReading:
    """Four queries and one for each thousand contributions that two people coded."""
    themes = dict(
        Theme.objects.filter(consultation=consultation)
        .exclude(state=ThemeState.MERGED)
        .values_list("uuid", "created_at")
    )
    pairs = pairs_of(consultation, themes)
    decisions = len(pairs) * len(themes)
    differences = sum(len(pair.first ^ pair.second) for pair in pairs)
    share = round(Fraction(1000 * (decisions - differences), decisions)) if decisions else None
    differing = tuple(pair.comment for pair in pairs if pair.open)
    return SecondReading(len(pairs), decisions, share, differing=differing)


def pairs_of(consultation: Consultation, themes: Mapping[UUID, datetime]) -> list[Pair]:
    """The first two who finished, for each contribution that two or more did."""
    finished: dict[int, list[tuple[int, datetime]]] = {}
    rows = (
        Reading.objects.filter(
            counts_for_themes("comment__"),
            comment__hub_thread__clause_thread__consultation=consultation,
            coded_at__isnull=False,
            reader__isnull=False,
        )
        .order_by("comment", "coded_at", "pk")
        .values_list("comment", "reader", "coded_at")
    )
    for comment, reader, coded_at in rows:
        if coded_at is not None:
            finished.setdefault(comment, []).append((reader, coded_at))
    twice = {comment: readers[:2] for comment, readers in finished.items() if len(readers) > 1}
    roots, keys = theme_roots(consultation), sorted(twice)
    words: dict[tuple[int, UUID], list[Said]] = {}
    for start in range(0, len(keys), _SOME):
        words |= latest_words(said(keys[start : start + _SOME]), roots)
    by_comment: dict[int, dict[UUID, list[Said]]] = {}
    for (comment, theme), found in words.items():
        by_comment.setdefault(comment, {})[theme] = found
    return [_pair(comment, twice[comment], by_comment.get(comment, {}), themes) for comment in keys]


def _pair(
    comment: int,
    readers: list[tuple[int, datetime]],
    words: Mapping[UUID, list[Said]],
    themes: Mapping[UUID, datetime],
) -> Pair:
    sides: tuple[set[UUID], set[UUID]] = (set(), set())
    open_ones = set()
    for theme, rows in words.items():
        if theme not in themes:
            continue
        by_reader = {row.reader: row for row in rows}
        first, second = (_first_word(by_reader.get(reader), coded_at, themes[theme]) for reader, coded_at in readers)
        # Whoever settles writes over their own first word. What both agree on needs no settling, so they had differed:
        # where that is a guess it makes the agreement look smaller, never greater.
        if first is None:
            first = not second
        if second is None:
            second = not first
        for side, belongs in zip(sides, (first, second), strict=True):
            if belongs:
                side.add(theme)
        if first != second and not any(row.settles for row in rows):
            open_ones.add(theme)
    return Pair(comment, frozenset(sides[0]), frozenset(sides[1]), frozenset(open_ones))


def _first_word(row: Said | None, coded_at: datetime, created_at: datetime) -> bool | None:
    """Before this reader saw the other's themes; None where it was written over."""
    if row is None or created_at > coded_at:
        return False  # said nothing of it, or could not have: the theme is younger
    return None if row.settles else row.belongs
