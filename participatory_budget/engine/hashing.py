"""The hash of what went in and of what came out; anyone can compute both from published files (docs/counting.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from participatory_budget.engine.election import Election
from participatory_budget.engine.explaining import number
from participatory_budget.engine.results import Result

INPUTS_DOMAIN = b"hub-election-inputs/1\n"
RESULT_DOMAIN = b"hub-election-result/1\n"


def inputs_sha256(election: Election) -> str:
    """Over the election in canonical JSON, then one line for each kind of ballot: its number and its choices.

    The order in which ballots were cast does not matter: it is nobody's business.
    """
    digest = hashlib.sha256(INPUTS_DOMAIN)
    digest.update(
        _canonical(
            {
                "budget": election.budget,
                "unit": election.unit,
                "vote_type": election.vote_type.value,
                "rule": election.rule,
                "threshold": number(election.threshold),
                "tie_keys": [key.value for key in election.tie_keys],
                "points_scale": election.ballots.scale,
                "projects": [
                    {"id": one.id, "cost": one.cost, "groups": sorted(one.groups)} for one in election.projects
                ],
            }
        )
    )
    for choices, weight in election.ballots.kinds():
        digest.update(f"\n{weight}:".encode() + ",".join(f"{place}={given}" for place, given in choices).encode())
    return digest.hexdigest()


def result_sha256(result: Result) -> str:
    """Over rule, winners in order, money, scores and ties: what a recount must find again, byte for byte."""
    return hashlib.sha256(
        RESULT_DOMAIN
        + _canonical(
            {
                "rule": result.rule,
                "selected": list(result.selected),
                "spent": result.spent,
                "budget": result.budget,
                "scores": [[one.id, number(one.score), one.cost, one.selected] for one in result.verdicts],
                "ties": [[list(tie.order), tie.decided_by] for tie in result.ties],
            }
        )
    ).hexdigest()


def _canonical(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
