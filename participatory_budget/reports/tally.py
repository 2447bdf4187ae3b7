"""Figures that need every ballot: kept with a result, or worked out once and kept in the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.core.cache import cache

from participatory_budget.engine.counting import count
from participatory_budget.engine.fairness import figures
from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import as_json, from_json, served_from_json
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.elections import election_of

_KEPT_SECONDS = 30 * 24 * 3600
# Ballots times projects. More is not counted while a reader waits; the command `count` knows no such limit.
MOST_TO_COMPARE = 2_000_000


@dataclass(frozen=True)
class Tally:
    """`people` cast a ballot, `empty` of them chose nothing, `with_a_win` chose at least one of the winners."""

    people: int
    empty: int
    with_a_win: int
    chosen_money: int
    scores: Mapping[str, Fraction]


def kept_tally(kept: Mapping[str, Any]) -> Tally | None:
    """From the record of a result, which keeps these figures beside it; None where it does not."""
    served = served_from_json(kept)
    if served is None:
        return None
    scores = {one.id: one.score for one in from_json(kept).verdicts}
    return Tally(served.people, served.empty, served.with_a_win, served.chosen_money, scores)


def tally(envelope: Envelope, selected: Sequence[str], fingerprint: str) -> Tally:
    """`fingerprint` says which ballots and which winners: the key in the cache."""
    key = f"budget-tally:1:{envelope.pk}:{fingerprint}"
    kept = cache.get(key)
    if kept is None:
        election = election_of(envelope)
        found = figures(election, selected)
        scores = [(one.id, str(election.ballots.score(place))) for place, one in enumerate(election.projects)]
        kept = (found.people, found.empty, found.with_a_win, found.chosen_money, scores)
        cache.set(key, kept, _KEPT_SECONDS)
    people, empty, with_a_win, chosen_money, scores = kept
    return Tally(people, empty, with_a_win, chosen_money, {code: Fraction(score) for code, score in scores})


def counted_by(envelope: Envelope, rule: str, fingerprint: str, money: int) -> Result:
    """What another rule makes of the same ballots and `money`, with what the envelope received from others.

    It is not kept as a result; only the cache remembers it.
    """
    key = f"budget-what-if:1:{envelope.pk}:{fingerprint}:{rule}"
    kept = cache.get(key)
    if kept is None:
        kept = as_json(count(replace(election_of(envelope), budget=money), rule))
        cache.set(key, kept, _KEPT_SECONDS)
    return from_json(kept)
