"""Cast ballots as the count needs them, and as a Pabulib file. Pure: a frozen election in force, and choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from participatory_budget.engine.commitments import Choices
from participatory_budget.engine.election import Election, ElectionError, Project, TieKey, VoteType
from participatory_budget.engine.explaining import money
from participatory_budget.engine.frozen import Document, envelope_in
from participatory_budget.engine.pabulib import write
from participatory_budget.engine.pabulib_ballots import BallotBox, Given
from participatory_budget.engine.pabulib_terms import threshold_of


def election_of(document: Document, envelope: str, ballots: Iterable[Choices], *, budget: int) -> Election:
    """`document` as it is in force; `budget` with what other envelopes left over.

    Projects that left the ballot are dropped from it: of a ranking, what stood below moves up.
    """
    card = document["rule_card"]
    projects = projects_of(document, envelope)
    vote_type = VoteType(card["vote_type"])
    places = {one["id"]: place for place, one in enumerate(projects)}
    box = BallotBox(len(projects), vote_type, card["max_length"])
    for choices in ballots:
        box.add(_given(choices, places, vote_type))
    return Election(
        projects=tuple(Project(one["id"], one["cost"], tuple(one["groups"])) for one in projects),
        budget=budget,
        ballots=box.empty(),
        vote_type=vote_type,
        rule=card["rule"],
        threshold=threshold_of(card["threshold"]),
        unit=document["unit"],
        tie_keys=tuple(TieKey(key) for key in card["tie_keys"]),
    )


def projects_of(document: Document, envelope: str) -> list[dict[str, Any]]:
    """What is still on the ballot, in its order."""
    part = envelope_in(document, envelope)
    if part is None:
        raise ElectionError("there is no such envelope", envelope)
    return [one for one in part["projects"] if not one.get("withdrawn")]


def heir_of(part: Document) -> str:
    """Which other envelope has what this one leaves over."""
    return str(part["parent"]) if part["leftover"] == "parent" and part["parent"] else ""


def pabulib_lines(
    document: Document, envelope: str, ballots: Sequence[Choices], *, budget: int, selected: Sequence[str]
) -> Iterator[str]:
    """`ballots` in the order of their commitments, which says nothing about who cast them or when."""
    card, projects = document["rule_card"], projects_of(document, envelope)
    known = {one["id"] for one in projects}
    points = card["vote_type"] == VoteType.CUMULATIVE
    unit = document["unit"]
    meta = [
        ["description", f"{document['budget']}/{envelope}"],
        ["num_projects", str(len(projects))],
        ["num_votes", str(len(ballots))],
        ["budget", money(budget, unit)],
        ["currency", document["currency"]],
        ["vote_type", card["vote_type"]],
        ["rule", card["rule"]],
        ["min_project_score_threshold", card["threshold"]],
        *([key, str(card[key])] for key in ("min_length", "max_length", "max_points") if card[key] is not None),
        ["tie_breaking", ",".join(card["tie_keys"])],
        ["date_begin", document["opens_at"][:10]],
        ["date_end", document["closes_at"][:10]],
    ]
    columns = ["project_id", "cost", "name", "category", "district", "exclusive_groups", "selected"]
    rows = [
        [
            one["id"],
            money(one["cost"], unit),
            one["title"],
            one["category"],
            one["district"],
            ",".join(one["groups"]),
            str(int(one["id"] in selected)),
        ]
        for one in projects
    ]
    kept = ([pair for pair in _in_order(choices, card) if pair[0] in known] for choices in ballots)
    votes = (
        [
            str(number),
            ",".join(code for code, _points in pairs),
            *([",".join(str(given) for _code, given in pairs)] if points else []),
        ]
        for number, pairs in enumerate(kept, start=1)
    )
    yield from write(meta, columns, rows, ["voter_id", "vote", *(["points"] if points else [])], votes)


def _in_order(choices: Choices, card: Document) -> list[tuple[str, int]]:
    """By place where people ranked, else by code."""
    ranked = card["vote_type"] == VoteType.ORDINAL
    return sorted(((code, number) for code, number in choices), key=lambda one: one[1] if ranked else one[0])


def _given(choices: Choices, places: dict[str, int], vote_type: VoteType) -> tuple[Given, ...]:
    kept = [(code, number) for code, number in choices if code in places]
    if vote_type is VoteType.ORDINAL:
        kept.sort(key=lambda one: one[1])
        return tuple((places[code], rank) for rank, (code, _place) in enumerate(kept))
    if vote_type is VoteType.CUMULATIVE:
        return tuple((places[code], Decimal(points)) for code, points in kept)
    return tuple((places[code], 1) for code, _one in kept)
