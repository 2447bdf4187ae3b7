"""An election of our own in the words of Pabulib: for the count, and for the file that others count. Pure.

Both read the same cells, so that a result from the file is the result of the ballots. `document` is the frozen
election after its amendments, `envelope` a part of it (`engine.frozen`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from participatory_budget.engine.commitments import Choices
from participatory_budget.engine.election import Election, Project, TieKey, VoteType
from participatory_budget.engine.explaining import money, number
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.pabulib_ballots import BallotBox, BallotReader
from participatory_budget.engine.pabulib_terms import threshold_of

PROJECT_COLUMNS = (
    "project_id", "cost", "votes", "score", "name", "district", "category", "exclusive_groups", "selected",
)  # fmt: skip


def standing(envelope: Document) -> list[Document]:
    """Projects that are still on the ballot, in its order."""
    return [one for one in envelope["projects"] if not one.get("withdrawn")]


def vote_columns(card: Document) -> list[str]:
    return ["vote", "points"] if card["vote_type"] == VoteType.CUMULATIVE else ["vote"]


class CellWriter:
    """One opened ballot → the cells of its line. Projects that left the ballot leave it; places close up."""

    def __init__(self, envelope: Document, card: Document) -> None:
        self._standing = {one["id"] for one in standing(envelope)}
        self._type = VoteType(card["vote_type"])

    def cells(self, choices: Choices) -> list[str]:
        by = (lambda one: one[1]) if self._type is VoteType.ORDINAL else (lambda one: one[0])
        kept = [(code, points) for code, points in sorted(choices, key=by) if code in self._standing]
        codes = ",".join(code for code, _points in kept)
        if self._type is not VoteType.CUMULATIVE:
            return [codes]
        return [codes, ",".join(str(points) for _code, points in kept)]


class OwnBox:
    """Takes opened ballots one by one and hands the election over."""

    def __init__(self, document: Document, envelope: Document) -> None:
        card = document["rule_card"]
        self._document, self._envelope, self._card = document, envelope, card
        self._projects = standing(envelope)
        self._writer = CellWriter(envelope, card)
        vote_type = VoteType(card["vote_type"])
        places = {one["id"]: place for place, one in enumerate(self._projects)}
        self._reader = BallotReader(vote_columns(card), places, vote_type, card["max_length"])
        self._box = BallotBox(len(places), vote_type, card["max_length"])

    def add(self, choices: Choices, where: str) -> None:
        self._box.add(self._reader.read(self._writer.cells(choices), where))

    def election(self) -> Election:
        card = self._card
        return Election(
            projects=tuple(Project(one["id"], one["cost"], tuple(one["groups"])) for one in self._projects),
            budget=self._envelope["amount"],
            ballots=self._box.empty(),
            vote_type=VoteType(card["vote_type"]),
            rule=card["rule"],
            threshold=threshold_of(card["threshold"]),
            unit=self._document["unit"],
            tie_keys=tuple(TieKey(key) for key in card["tie_keys"]),
        )


def meta_of(document: Document, envelope: Document, election: Election, *, sha256: str) -> list[list[str]]:
    """`election` holds the money that was counted, with what other envelopes left over."""
    card = document["rule_card"]
    names: Mapping[str, str] = envelope["names"]
    language = next((code for code in ("en", "fr", "ar") if names.get(code)), next(iter(names), ""))
    limits = {"min_length": card["min_length"], "max_length": card["max_length"], "max_points": card["max_points"]}
    rows = {
        "description": names.get(language, envelope["id"]),
        "unit": document["budget"],
        "subunit": envelope["id"],
        "instance": _day(document["opens_at"])[-4:],
        "language": language,
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.ballots.people),
        "budget": money(election.budget, election.unit),
        "currency": document["currency"],
        "vote_type": election.vote_type.value,
        "rule": election.rule,
        "min_project_score_threshold": number(election.threshold),
        "tie_breaking": ",".join(key.value for key in election.tie_keys),
        "date_begin": _day(document["opens_at"]),
        "date_end": _day(document["closes_at"]),
        **{key: str(value) for key, value in limits.items() if value is not None},
        "election_sha256": sha256,
    }
    return [[key, value] for key, value in rows.items() if value]


def project_rows(envelope: Document, election: Election, selected: Collection[str]) -> list[list[str]]:
    won = set(selected)
    return [
        [
            one["id"],
            money(one["cost"], election.unit),
            str(election.ballots.voters(place)),
            number(election.ballots.score(place)),
            one["title"],
            one["district"],
            one["category"],
            ",".join(one["groups"]),
            str(int(one["id"] in won)),
        ]
        for place, one in enumerate(standing(envelope))
    ]


def vote_row(writer: CellWriter, position: int, choices: Sequence[tuple[str, int]]) -> list[str]:
    """The ballot is called by its place in the log: its opening is found there."""
    return [str(position), *writer.cells(choices)]


def _day(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%d.%m.%Y")
