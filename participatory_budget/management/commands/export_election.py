"""Writes the bundle of an election: everything with which anybody checks and recounts it (docs/recount.md)."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from hub.core.management.json_command import JsonCommand, Refusal
from hub.core.management.output_files import refuse_own_files
from participatory_budget.engine.election import ElectionError
from participatory_budget.models.budget import Budget
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.bundling import facts_after_close, write_to


class Command(JsonCommand):
    help = "Exports the bundle of a vote after its close; `verify` and script/verify_bundle.py check it."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="of the budget")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="replaced when it is complete")

    def perform(self, *, slug: str, out: Path, **options: Any) -> Mapping[str, Any]:
        budget = Budget.objects.filter(slug=slug).first()
        if budget is None:
            raise Refusal(f"there is no budget called {slug!r}", where="SLUG")
        refuse_own_files(out)
        try:
            facts = facts_after_close(budget, timezone.now())
            write_to(out, budget, facts)
        except (BudgetError, ElectionError) as error:
            raise Refusal(error.message, where=error.where) from error
        except OSError as error:
            raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
        return {
            "slug": slug,
            "file": str(out),
            "election": facts.own.frozen.sha256,
            "counting": sum(facts.counting.values()),
            "opened": facts.opened,
        }
