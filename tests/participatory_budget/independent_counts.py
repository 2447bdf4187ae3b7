"""Counts real elections with an engine that none of us wrote, and writes down what it says.

Not part of the suite and never imported by the hub: pabutools is GPL and asks for a proprietary solver, so it lives in
an environment of its own. To make the expected results again:

    python3 -m venv /tmp/independent && /tmp/independent/bin/pip install pabutools==1.2.3
    /tmp/independent/bin/python tests/participatory_budget/independent_counts.py ../shared/data/pabulib \
        > tests/participatory_budget/independent_counts.json

Where a file needs hundreds of raises, which take it hours, the first, some between and those around the last one are
written down instead: `independent_counts.py FILE 1 100 327 328 > independent_raises.json`.

It runs in exact fractions with utility = cost; ties go to the lower cost, then to the id, as ours do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares
from pabutools.tiebreaking import TieBreakingRule

TIES = TieBreakingRule(lambda instance, profile, project: (project.cost, project.name))
# It works with one project less per round for each ballot that it holds; larger files take it hours.
MOST_BALLOTS = 20_000


def counts_of(path: Path) -> dict[str, list[str]]:
    instance, profile = parse_pabulib(str(path))
    profile = profile.as_multiprofile()
    people = profile.num_ballots()

    def names(projects: object) -> list[str]:
        return sorted(project.name for project in projects)

    fixed = {"sat_class": Cost_Sat, "tie_breaking": TIES}
    whole = instance.budget_limit // people
    plain = method_of_equal_shares(instance, profile, **fixed)
    found = {
        "greedy": names(greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat, tie_breaking=TIES)),
        "equalshares": names(plain),
    }
    limit = instance.budget_limit
    for name, stop in (("equalshares/add1", False), ("equalshares/add1e", True)):
        best = plain
        step = 0
        while True:
            if len(best) == len(instance) or (stop and instance.is_exhaustive(best)):
                break
            step += 1
            instance.budget_limit = (whole + step) * people
            raised = method_of_equal_shares(instance, profile, **fixed)
            instance.budget_limit = limit
            if not instance.is_feasible(raised):
                break
            best = raised
        found[name] = names(best)
    return found


def raises_of(path: Path, steps: list[int]) -> dict[str, dict[str, object]]:
    """Equal Shares with each share raised by so many units of the currency, from the share in whole units."""
    instance, profile = parse_pabulib(str(path))
    profile = profile.as_multiprofile()
    limit, people, found = instance.budget_limit, profile.num_ballots(), {}
    for step in steps:
        instance.budget_limit = (limit // people + step) * people
        raised = method_of_equal_shares(instance, profile, sat_class=Cost_Sat, tie_breaking=TIES)
        instance.budget_limit = limit
        selected = sorted(project.name for project in raised)
        found[str(step)] = {"feasible": bool(instance.is_feasible(raised)), "selected": selected}
    return found


def main(folder: Path, steps: list[int]) -> None:
    if folder.is_file():
        print(json.dumps({folder.name: raises_of(folder, steps)}, indent=1, sort_keys=True))
        return
    results = {}
    for path in sorted(folder.glob("*.pb")):
        instance, profile = parse_pabulib(str(path))
        if instance.meta["vote_type"] in ("approval", "choose-1") and profile.num_ballots() <= MOST_BALLOTS:
            print(path.name, file=sys.stderr)
            results[path.name] = counts_of(path)
    print(json.dumps(results, indent=1, sort_keys=True))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(step) for step in sys.argv[2:]])
