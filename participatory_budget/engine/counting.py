"""The count: a pure function of frozen inputs. The same election and rule always give the same bytes."""

from __future__ import annotations

from participatory_budget.engine.election import Election, ElectionError
from participatory_budget.engine.results import Result, Verdict
from participatory_budget.engine.rules import RULES, Limits, rule_called

AUTO = "auto"


def names_known_rule(election: Election) -> bool:
    return election.rule in RULES


def count(election: Election, rule: str = AUTO) -> Result:
    """Counts by the rule that the election names (`auto`), or by another one for comparison.

    The election's own rule brings its own conditions: threshold and groups hold where the election has them. Another
    rule is counted as its name says, without them. An unknown rule is refused by name, never guessed.
    """
    name = election.rule if rule == AUTO else rule
    if rule == AUTO and not names_known_rule(election):
        raise ElectionError(f"the election names no rule that is known here: {election.rule!r}", "rule")
    counted = rule_called(name)
    own = name == election.rule
    limits = Limits(
        threshold=own and election.threshold > 0, exclusive=own and any(one.groups for one in election.projects)
    )
    outcome = counted(election, limits)
    chosen = set(outcome.selected)
    verdicts = tuple(
        Verdict(
            id=project.id,
            score=election.ballots.score(place),
            voters=election.ballots.voters(place),
            cost=project.cost,
            selected=place in chosen,
            why=outcome.why[place],
        )
        for place, project in enumerate(election.projects)
    )
    spent = sum(election.projects[place].cost for place in outcome.selected)
    if spent > election.budget:
        raise AssertionError(f"the rule {name!r} spent more than there is")
    return Result(
        rule=name,
        selected=tuple(election.projects[place].id for place in outcome.selected),
        spent=spent,
        budget=election.budget,
        verdicts=verdicts,
        ties=tuple(outcome.ties),
        compared=outcome.compared,
    )
