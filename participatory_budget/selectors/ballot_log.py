"""Reads of the log of ballots: its leaves in order, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max, OuterRef, QuerySet, Subquery

from participatory_budget.engine.commitments import leaf_bytes
from participatory_budget.engine.merkle import Tree
from participatory_budget.models.ballot_box import Ballot
from participatory_budget.models.budget import Budget

CHUNK = 2_000


def tree_of(budget: Budget) -> Tree:
    """The whole log; one query."""
    return grown(Tree(), budget)


def grown(tree: Tree, budget: Budget) -> Tree:
    """With what came into the log since; one query."""
    rows = Ballot.objects.filter(budget=budget, position__gte=tree.size).order_by("position")
    leaves = rows.values_list("commitment", "envelope__slug", "tag")
    for commitment, envelope, tag in leaves.iterator(chunk_size=CHUNK):
        tree.add(leaf_bytes(commitment=commitment, envelope=envelope, tag=tag))
    return tree


def next_position(budget: Budget) -> int:
    last = Ballot.objects.filter(budget=budget).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def counting_ballots(budget: Budget) -> QuerySet[Ballot]:
    """The last ballot of each tag, in the order of the log."""
    newest = Ballot.objects.filter(budget=OuterRef("budget"), tag=OuterRef("tag")).order_by("-turn").values("pk")
    return Ballot.objects.filter(budget=budget, pk=Subquery(newest[:1])).order_by("position")


def last_positions(budget: Budget) -> Iterator[int]:
    return counting_ballots(budget).values_list("position", flat=True).iterator(chunk_size=CHUNK)


def moment(text: str) -> datetime:
    """A time out of a frozen document."""
    return datetime.fromisoformat(text)


def closes_at(document: Mapping[str, Any]) -> datetime:
    """`document` is what holds now, amendments included."""
    return moment(document["closes_at"])
