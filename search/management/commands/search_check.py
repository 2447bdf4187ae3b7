"""Compares the search index with the database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from hub.core.management.json_command import JsonCommand
from search.services.checking import check


class Command(JsonCommand):
    help = "Says whether people find what is public, as it is, and nothing else. Exits with 1 where they do not."
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put right what is wrong")

    def perform(self, *, repair: bool, **options: Any) -> Mapping[str, Any]:
        report = check(repair=repair, now=timezone.now())
        self._failed = not report.ok and not (repair and not report.left)
        return report.figures()

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if self._failed:
            # The result is printed as it is: this is no refusal.
            sys.exit(1)

    def describe(self, result: Mapping[str, Any]) -> str:
        figures = [f"{name}: {result[name]}" for name in ("missing", "outdated", "not_public", "repaired")]
        checked = [f"{kind}: {count} checked" for kind, count in result["checked"].items()]
        node = result["node"]
        wrong = any(result[name] for name in ("missing", "outdated", "not_public"))
        if result["ok"]:
            verdict = "All is in step."
        elif node and node["unreachable"] and not wrong:
            verdict = "The database's index is in step; the search node could not be looked at."
        else:
            verdict = "The index was not in step."
        return "\n".join([*checked, *figures, *_of_node(node), verdict])


def _of_node(node: Mapping[str, int] | None) -> list[str]:
    if node is None:
        return []
    if node["unreachable"]:
        return [
            "search node: not reachable; start it and run this again. "
            "Meanwhile the database answers, and what changes is kept for the node."
        ]
    return [f"search node: {name}: {node[name]}" for name in ("missing", "surplus", "different")]
