"""Budgets with an election that was held: a small file is imported and counted, and pages are published, as in life.

    budget = held_budget(votes={"1": 5, "2": 3}, costs={"1": 60, "2": 50}, money=100)

`votes` says how many people chose this project alone. Without a known rule nothing is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from participatory_budget.enums import EnvelopeKind, Leftover
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.publishing import publish_budget_pages, publish_imported_pages
from participatory_budget.services.importing import import_election

NOW = datetime(2026, 4, 15, 10, tzinfo=UTC)
COSTS = {"1": 60_000, "2": 50_000, "3": 30_000}
VOTES = {"1": 5, "2": 3, "3": 1}


def pabulib(
    votes: Mapping[str, int], costs: Mapping[str, int], money: int, rule: str, meta: Mapping[str, Any] | None = None
) -> bytes:
    head: dict[str, Any] = {
        "description": "Budget of Port Zeitoun",
        "country": "Nowhere",
        "unit": "Port Zeitoun",
        "instance": "2025",
        "num_projects": len(costs),
        "num_votes": sum(votes.values()),
        "budget": money,
        "vote_type": "approval",
        "rule": rule,
        "date_begin": "01.03.2025",
        "date_end": "15.03.2025",
        "currency": "EUR",
        "language": "fr",
        **(meta or {}),
    }
    lines = ["META", "key;value", *(f"{key};{value}" for key, value in head.items())]
    lines += ["PROJECTS", "project_id;cost;votes;name;category;subunit"]
    lines += [
        f"{code};{cost};{votes.get(code, 0)};Projet {code};{'parcs' if int(code) % 2 else 'écoles'};"
        f"{'Nord' if int(code) % 3 else 'Sud'}"
        for code, cost in costs.items()
    ]
    lines += ["VOTES", "voter_id;vote"]
    ballots = [code for code, people in votes.items() for _one in range(people)]
    lines += [f"{number};{code}" for number, code in enumerate(ballots)]
    return ("\n".join(lines) + "\n").encode()


def held_budget(
    slug: str = "port-zeitoun",
    *,
    votes: Mapping[str, int] = VOTES,
    costs: Mapping[str, int] = COSTS,
    money: int = 100_000,
    rule: str = "greedy",
    now: datetime = NOW,
    **meta: Any,
) -> Budget:
    found = import_election(BytesIO(pabulib(votes, costs, money, rule, meta)), slug, now=now)
    publish_imported_pages(found.election, actor=None)
    return found.envelope.budget


def budget_of_three(slug: str = "three", *, now: datetime = NOW) -> Budget:
    """A city with two districts that leave it what they do not need; voted on, not counted.

    North, 50,000: the first project (30,000) wins, the second (25,000) does not fit: 20,000 are left. South, 30,000:
    its only project takes all. The city has 40,000 of its own; its only project costs 60,000.
    """
    files = {
        "city": pabulib({"1": 4}, {"1": 60_000}, 40_000, ""),
        "north": pabulib({"1": 5, "2": 3}, {"1": 30_000, "2": 25_000}, 50_000, ""),
        "south": pabulib({"1": 2}, {"1": 30_000}, 30_000, ""),
    }
    budget: Budget | None = None
    city: Envelope | None = None
    for order, (name, file) in enumerate(files.items()):
        envelope = import_election(BytesIO(file), slug if city is None else f"{slug}-{name}", now=now).envelope
        if city is None:
            budget, city = envelope.budget, envelope
        else:
            envelope.budget, envelope.parent, envelope.leftover = city.budget, city, Leftover.PARENT
            envelope.kind = EnvelopeKind.DISTRICT
        envelope.slug, envelope.order = name, order
        envelope.save()
        envelope.names.update(name=name.title(), language="en")
    if budget is None:
        raise AssertionError("there is a first file")
    RuleCard.objects.create(budget=budget, version=2, vote_type="approval", rule="greedy", made_at=now)
    publish_budget_pages(budget, title="Three envelopes", actor=None)
    return budget
