"""A result as JSON that the database keeps, and back. Fractions stay exact: {"n": 5, "d": 2}."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from participatory_budget.engine.fairness import Fairness
from participatory_budget.engine.results import Reason, Result, Tie, Verdict, Why


def as_json(result: Result, served: Fairness | None = None, moved: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Money in whole smallest parts, as the count had it; `why` as reason and figures, so that pages find words.

    `served` says whom the result serves, `moved` which leftovers came from other envelopes and where the own one went
    (`received`: envelope and amount; `passed_on`); both are kept beside it and are no part of it.
    """
    return {
        **({"moved": dict(moved)} if moved else {}),
        "served": None
        if served is None
        else {
            "people": served.people,
            "with_a_win": served.with_a_win,
            "empty": served.empty,
            "chosen_money": served.chosen_money,
        },
        "rule": result.rule,
        "selected": list(result.selected),
        "spent": result.spent,
        "budget": result.budget,
        "projects": [
            {
                "id": one.id,
                "score": _out(one.score),
                "voters": one.voters,
                "cost": one.cost,
                "selected": one.selected,
                "reason": one.why.reason.value,
                "figures": {name: _out(value) for name, value in one.why.figures.items()},
            }
            for one in result.verdicts
        ],
        "ties": [{"projects": list(tie.order), "decided_by": tie.decided_by} for tie in result.ties],
        "compared": dict(result.compared),
    }


def from_json(kept: Mapping[str, Any]) -> Result:
    return Result(
        rule=kept["rule"],
        selected=tuple(kept["selected"]),
        spent=kept["spent"],
        budget=kept["budget"],
        verdicts=tuple(
            Verdict(
                id=one["id"],
                score=Fraction(_in(one["score"])),
                voters=one["voters"],
                cost=one["cost"],
                selected=one["selected"],
                why=Why(Reason(one["reason"]), {name: _in(value) for name, value in one["figures"].items()}),
            )
            for one in kept["projects"]
        ),
        ties=tuple(Tie(tuple(tie["projects"]), tie["decided_by"]) for tie in kept["ties"]),
        compared=dict(kept["compared"]),
    )


def received_from_json(kept: Mapping[str, Any]) -> dict[str, int]:
    """By the short name of the envelope that it came from; money that is part of the result's `budget`."""
    return {one["envelope"]: one["amount"] for one in kept.get("moved", {}).get("received", [])}


def passed_on_from_json(kept: Mapping[str, Any]) -> tuple[str, int]:
    """To which envelope, and how much; nobody and nothing where it stays or goes back to the city."""
    passed = kept.get("moved", {}).get("passed_on")
    return (passed["envelope"], passed["amount"]) if passed else ("", 0)


def served_from_json(kept: Mapping[str, Any]) -> Fairness | None:
    served = kept.get("served")
    return Fairness(**served, by_group={}) if served else None


def _out(value: int | str | Fraction) -> Any:
    if isinstance(value, Fraction):
        return {"n": value.numerator, "d": value.denominator}
    return value


def _in(value: Any) -> Any:
    return Fraction(value["n"], value["d"]) if isinstance(value, Mapping) else value
