"""Tells everything to the search index anew, while people search."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from hub.core.management.json_command import JsonCommand, Refusal
from search.services import node as services_node
from search.services.rebuilding import rebuild


class Command(JsonCommand):
    help = "Builds the search index anew. Nothing is emptied: run again after an interruption, it comes to its end."
    # Batches are transactions of their own.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kind", help="only this kind, such as page")
        parser.add_argument("--node", action="store_true", help="also fill a new index of the search node, then use it")

    def perform(self, *, kind: str | None, node: bool, **options: Any) -> Mapping[str, Any]:
        if node and not services_node.node_configured():
            raise Refusal("SEARCH_URL names no search node", where="--node")
        now = timezone.now()
        try:
            rebuilt = rebuild([kind] if kind else None, now=now)
        except LookupError as error:
            raise Refusal(str(error), where="--kind") from error
        if node:
            services_node.rebuild_node(now)
        return {"entries": rebuilt.entries, "put_off": rebuilt.put_off}

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [f"{kind}: {count} entries" for kind, count in result["entries"].items()]
        if result["put_off"]:
            lines.append(f"{result['put_off']} changes could not be told; the log says why, and they are tried again")
        return "\n".join(lines)
