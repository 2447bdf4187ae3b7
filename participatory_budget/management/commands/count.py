"""Counts an election: by its own rule, which is kept, or by another one for comparison, which only reads."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from hub.core.management.json_command import JsonCommand, Refusal
from participatory_budget.engine.counting import AUTO
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.explaining import money, number, sentence
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.results import Result
from participatory_budget.reports.counted import CountedEnvelope, count_tree, tree_hashes
from participatory_budget.selectors.elections import budget_with_ballots
from participatory_budget.services.counting import keep_results, require_vote_over
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.closing import close_election


class Command(JsonCommand):
    help = (
        "Counts the election of a budget and prints who won, why, and the hashes of inputs and result. Several "
        "envelopes are counted together, with what one leaves over given to the next."
    )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="of the budget")
        parser.add_argument("--rule", default=AUTO, help="a rule by its name; auto is the one that the election names")
        parser.add_argument(
            "--envelope", default="", help="show and keep this one only, counted with what the others leave to it"
        )

    def perform(self, **options: Any) -> Mapping[str, Any]:
        budget = budget_with_ballots(options["slug"])
        if budget is None:
            raise Refusal(f"there is no budget with ballots called {options['slug']!r}", where="SLUG")
        now = timezone.now()
        try:
            require_vote_over(budget, now)
            close_election(budget, now)
            rows = count_tree(budget, options["rule"])
        except (ElectionError, BudgetError) as error:
            raise Refusal(error.message, where=error.where) from error
        shown = rows
        if options["envelope"]:
            shown = [one for one in rows if one.envelope.slug == options["envelope"] and one.was_voted_on]
            if not shown:
                raise Refusal(f"there is no envelope with ballots called {options['envelope']!r}", where="--envelope")
        if options["rule"] == AUTO:
            keep_results(shown)
        return _one(shown[0]) if len(shown) == 1 else _several(shown)

    def describe(self, result: Mapping[str, Any]) -> str:
        lines: list[str] = []
        for part in result.get("envelopes", [result]):
            name = f"{part['envelope']}: " if "envelope" in part else ""
            lines.append(f"{name}{part['rule']}: {part['spent']} of {part['budget']}")
            lines += [f"received {one['amount']} from {one['envelope']}" for one in part.get("received", [])]
            lines += [f"{one['id']}: {one['why']}" for one in part["projects"]]
            lines += [f"tie of {', '.join(tie['projects'])}: decided by {tie['decided_by']}" for tie in part["ties"]]
            if passed := part.get("passed_on"):
                lines.append(f"passed {passed['amount']} on to {passed['envelope']}")
        return "\n".join([*lines, f"inputs {result['inputs_sha256']}", f"result {result['result_sha256']}"])


def _one(row: CountedEnvelope) -> dict[str, Any]:
    return {**_shown(row.election, row.counted.result), **_moved(row)}


def _several(rows: Sequence[CountedEnvelope]) -> dict[str, Any]:
    """Sums over all envelopes, and each one in `envelopes`. Moved money is counted once: where it was put in."""
    unit = rows[0].election.unit
    parts = [{"envelope": one.envelope.slug, **_one(one)} for one in rows]
    inputs, outcome = tree_hashes(rows)
    return {
        "rule": rows[0].counted.result.rule,
        "selected": [code for one in rows for code in one.counted.result.selected],
        "spent": money(sum(one.counted.result.spent for one in rows), unit),
        "budget": money(sum(one.envelope.amount for one in rows), unit),
        "projects": [{**project, "envelope": part["envelope"]} for part in parts for project in part["projects"]],
        "ties": [{**tie, "envelope": part["envelope"]} for part in parts for tie in part["ties"]],
        "inputs_sha256": inputs,
        "result_sha256": outcome,
        "envelopes": parts,
    }


def _moved(row: CountedEnvelope) -> dict[str, Any]:
    unit, moved = row.election.unit, row.moved
    found: dict[str, Any] = {}
    if "received" in moved:
        found["received"] = [{**one, "amount": money(one["amount"], unit)} for one in moved["received"]]
    if passed := moved.get("passed_on"):
        found["passed_on"] = {**passed, "amount": money(passed["amount"], unit)}
    return found


def _shown(election: Election, result: Result) -> Mapping[str, Any]:
    return {
        "rule": result.rule,
        "selected": list(result.selected),
        "spent": money(result.spent, election.unit),
        "budget": money(result.budget, election.unit),
        "projects": [
            {
                "id": one.id,
                "score": number(one.score),
                "cost": money(one.cost, election.unit),
                "selected": one.selected,
                "why": sentence(one.why, election.unit),
            }
            for one in result.verdicts
        ],
        "ties": [{"projects": list(tie.order), "decided_by": tie.decided_by} for tie in result.ties],
        "inputs_sha256": inputs_sha256(election),
        "result_sha256": result_sha256(result),
    }
