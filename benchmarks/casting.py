#!/usr/bin/env python3
"""What a vote costs as ballots come in: casting one at 100, 10,000 and 100,000 ballots, a batch, the close, the count.

    .venv/bin/python benchmarks/casting.py [--quick] [--json]

The ballots in between are put into the box as casting leaves them (sealed, under tags of their own), since only the
rate is measured by casting through the service. One process casts, one after the other. Everything happens in a
throw-away database; figures are ratios within one run. `--quick` stops at 10,000.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (100, 10_000, 100_000)
QUICK = (100, 1_000, 10_000)
PROJECTS = 20
CAST = 200


def measure(sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    import logging
    import warnings

    import django

    import tests.settings  # noqa: F401 chooses a data folder of its own, which goes when this ends

    warnings.simplefilter("ignore")
    django.setup()
    logging.disable(logging.INFO)
    from django.test.utils import setup_test_environment

    from benchmarks.throw_away import use_throw_away_database

    setup_test_environment()
    use_throw_away_database()
    return [row for size in sizes for row in _one_vote(size)]


def _one_vote(size: int) -> list[dict[str, Any]]:
    """A vote of its own for each size: so many ballots are in the log, then some are cast, logged, closed, counted."""
    from participatory_budget.models.budget import BudgetPhase
    from participatory_budget.services.counting import count_budget
    from participatory_budget.services.voting.closing import close_election
    from participatory_budget.services.voting.freezing import ensure_frozen
    from participatory_budget.services.voting.logging import log_due
    from tests.factories.elections import open_vote, vote, voter
    from tests.factories.proposals import NOW

    budget = open_vote(slug=f"casting-{size}", projects=PROJECTS)
    ensure_frozen(budget, NOW)
    _fill(budget, size)
    filling = _timed(lambda: log_due(budget, NOW))
    people = [voter(budget) for _ in range(CAST)]
    envelope = "city"
    casting = _timed(lambda: [vote(one, budget, envelope, ["city-1", "city-2", "city-5"]) for one in people])
    batch = _timed(lambda: log_due(budget, NOW + timedelta(minutes=10)))
    end = BudgetPhase.objects.get(budget=budget, kind="voting").ends_at
    close = _timed(lambda: close_election(budget, end))
    count = _timed(lambda: count_budget(budget, now=end))
    figures = {
        "cast one": (casting / CAST, 1),
        "batch of all": (filling, size),
        f"batch of {CAST}": (batch, CAST),
        "close and open": (close, size + CAST),
        "count": (count, size + CAST),
    }
    return [
        {"step": step, "ballots": size, "seconds": seconds, "per_second": round(of / seconds)}
        for step, (seconds, of) in figures.items()
    ]


def _fill(budget: Any, size: int) -> None:
    import random
    from uuid import uuid4

    from participatory_budget.engine.commitments import commitment, new_nonce, voter_tag
    from participatory_budget.engine.sealing import seal
    from participatory_budget.models.ballot_box import WaitingBallot
    from participatory_budget.models.election import ElectionKey, FrozenElection

    luck = random.Random(20261129)  # noqa: S311 - the same ballots in every run
    key, frozen = ElectionKey.objects.get(budget=budget), FrozenElection.objects.get(budget=budget)
    envelope = budget.envelopes.get(slug="city")
    rows = []
    for _ in range(size):
        tag = voter_tag(key.voter_key, str(uuid4()), str(envelope.pk))
        choices = [(f"city-{number}", 1) for number in luck.sample(range(1, PROJECTS + 1), luck.randint(1, 6))]
        nonce = new_nonce()
        made = commitment(election=frozen.sha256, envelope="city", tag=tag, choices=choices, nonce=nonce)
        sealed = seal(key.box_key, bound_to=made, choices=choices, nonce=nonce)
        rows.append(WaitingBallot(budget=budget, envelope=envelope, tag=tag, turn=1, commitment=made, sealed=sealed))
    WaitingBallot.objects.bulk_create(rows, batch_size=500)


def _timed(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    rows = measure(QUICK if options.quick else SIZES)
    smallest = {row["step"]: row["seconds"] for row in reversed(rows)}
    for row in rows:
        row["ratio"] = round(row["seconds"] / smallest[row["step"]], 2)
    if options.json:
        print(json.dumps({"benchmark": "casting", "rows": rows}))
        return
    print(f"{'step':<18}{'ballots':>10}{'ms':>11}{'ratio':>9}{'ballots/s':>12}")
    for row in sorted(rows, key=lambda one: list(smallest).index(one["step"])):
        milliseconds = 1000 * row["seconds"]
        print(
            f"{row['step']:<18}{row['ballots']:>10,}{milliseconds:>11.1f}{row['ratio']:>9.2f}{row['per_second']:>12,}"
        )


if __name__ == "__main__":
    main()
