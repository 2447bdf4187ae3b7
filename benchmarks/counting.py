#!/usr/bin/env python3
"""What counting costs as ballots grow: 10,000, 100,000 and a million ballots on 100 projects, by each rule.

    .venv/bin/python benchmarks/counting.py [--json] [--quick]

No database and no network. Ballots are synthetic: one to ten choices, popular projects chosen more often, and hardly
two ballots alike, which is the hardest case (real ballots repeat). Figures are ratios within one run. Each size and
rule has a process of its own, so its peak memory is its own; the time to make the ballots is not counted.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SIZES = (10_000, 100_000, 1_000_000)
RULES = ("greedy", "equalshares", "equalshares/add1", "inputs hash")
PROJECTS = 100


def election(people: int):
    import numpy as np

    from participatory_budget.engine.ballots import from_pairs
    from participatory_budget.engine.election import Election, Project, VoteType

    luck = np.random.default_rng(20261129)
    popularity = 1 / (1 + np.arange(PROJECTS)) ** 0.6
    # The highest of "chance over popularity" are a sample without repetition (Efraimidis and Spirakis 2006).
    chosen, group = [], []
    for start in range(0, people, 50_000):
        size = min(50_000, people - start)
        keys = luck.exponential(size=(size, PROJECTS)) / popularity
        count = luck.integers(1, 11, size=size)
        first = np.argpartition(keys, 10, axis=1)[:, :10]
        mask = np.arange(10) < count[:, None]
        chosen.append(first[mask].astype(np.int64))
        group.append((np.repeat(np.arange(size), 10).reshape(size, 10)[mask] + start).astype(np.int64))
    places = np.concatenate(chosen)
    ballots = from_pairs(
        np.ones(people, dtype=np.int64), np.concatenate(group), places, np.ones(len(places), dtype=np.int64), PROJECTS
    )
    costs = (luck.integers(20, 500, size=PROJECTS) * people * 100 // 1000).tolist()
    projects = tuple(Project(f"p{place:03}", int(cost)) for place, cost in enumerate(costs))
    return Election(projects, people * 10 * 100 // 2, ballots, VoteType.APPROVAL, "equalshares")


def measure(rule: str, people: int) -> dict[str, object]:
    from participatory_budget.engine.counting import count
    from participatory_budget.engine.hashing import inputs_sha256

    made = election(people)
    start = time.perf_counter()
    found: object
    if rule == "inputs hash":
        found = inputs_sha256(made)[:12]
    else:
        result = count(made, rule)
        found = f"{len(result.selected)} won"
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"rule": rule, "ballots": people, "seconds": round(seconds, 3), "memory_mb": memory, "found": found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="without the million")
    parser.add_argument("--one", nargs=2, metavar=("RULE", "BALLOTS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one[0], int(options.one[1]))))
        return
    rows = []
    for rule in RULES:
        first = None
        for people in SIZES[:2] if options.quick else SIZES:
            made = subprocess.run(  # noqa: S603 - ourselves
                [sys.executable, __file__, "--one", rule, str(people)], check=True, capture_output=True, text=True
            )
            row = json.loads(made.stdout)
            first = first or row["seconds"]
            row["ratio"] = round(row["seconds"] / first, 1)
            rows.append(row)
            if not options.json:
                print("{rule:<18}{ballots:>10}{seconds:>10} s  x {ratio:<7}{memory_mb:>6} MB  {found}".format(**row))
    if options.json:
        print(json.dumps({"counting": rows}))


if __name__ == "__main__":
    main()
