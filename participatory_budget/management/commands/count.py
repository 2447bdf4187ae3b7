"""Counts an election: by its own rule, which is kept, or by another one for comparison, which only reads."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from typing import Any

from hub.core.management.json_command import JsonCommand, Refusal
from participatory_budget.engine.counting import AUTO, count
from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.explaining import money, number, sentence
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.results import Result
from participatory_budget.selectors.elections import election_of, imported_in
from participatory_budget.services.counting import keep_result


class Command(JsonCommand):
    help = "Counts the election of a budget and prints who won, why, and the hashes of inputs and result."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="of the budget")
        parser.add_argument("--rule", default=AUTO, help="a rule by its name; auto is the one that the election names")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        imported = imported_in(options["slug"])
        if imported is None:
            raise Refusal(f"there is no budget with ballots called {options['slug']!r}", where="SLUG")
        try:
            election = election_of(imported.envelope)
            result = count(election, options["rule"])
        except ElectionError as error:
            raise Refusal(error.message, where=error.where) from error
        if options["rule"] == AUTO:
            keep_result(imported.envelope, election, result)
        return _shown(election, result)

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [f"{result['rule']}: {result['spent']} of {result['budget']}"]
        lines += [f"{one['id']}: {one['why']}" for one in result["projects"]]
        lines += [f"tie of {', '.join(tie['projects'])}: decided by {tie['decided_by']}" for tie in result["ties"]]
        return "\n".join([*lines, f"inputs {result['inputs_sha256']}", f"result {result['result_sha256']}"])


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
