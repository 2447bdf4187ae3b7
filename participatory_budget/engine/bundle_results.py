"""Totals, results and Pabulib files of a bundle, against a recount of the opened ballots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from hub.audit.engine.chain import VerificationError
from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.bundle_documents import Documents, compare_with_file, pabulib_file
from participatory_budget.engine.bundle_reading import Bundle
from participatory_budget.engine.cast_pabulib import OwnBox, standing
from participatory_budget.engine.counting import count
from participatory_budget.engine.election import Election, ElectionError, TieKey
from participatory_budget.engine.explaining import number
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.hashing import inputs_sha256, result_sha256
from participatory_budget.engine.pabulib import election_of as election_of_file
from participatory_budget.engine.results import Reason, Result, Tie, Verdict, Why
from participatory_budget.enums import Leftover

Kind = tuple[tuple[str, int], ...]


@dataclass
class BallotsFound:
    """Counting ballots by envelope, and what those say that were opened; equal ones once, with their number."""

    counting: Mapping[str, int]
    small: set[str]
    kinds: dict[str, Counter[Kind]] = field(default_factory=dict)
    opened: int = 0

    def add(self, envelope: str, choices: Kind) -> None:
        self.kinds.setdefault(envelope, Counter())[choices] += 1
        self.opened += 1


def totals_of(election: Election) -> dict[str, Any]:
    """As totals.json has them."""
    ballots = election.ballots
    return {
        "counting": ballots.people,
        "projects": {
            one.id: {"score": number(ballots.score(place)), "voters": ballots.voters(place)}
            for place, one in enumerate(election.projects)
        },
    }


def no_totals(part: Document) -> dict[str, Any]:
    return {"counting": 0, "projects": {one["id"]: {"score": "0", "voters": 0} for one in standing(part)}}


def heir_of(part: Document) -> str:
    """Which other envelope has what this one leaves over."""
    return str(part["parent"]) if part["leftover"] == Leftover.PARENT and part["parent"] else ""


def recounted_election(document: Document, part: Document, kinds: Counter[Kind], budget: int) -> Election:
    """`budget` with what other envelopes left over."""
    box = OwnBox(document, part)
    for choices in kinds.elements():
        box.add(choices, "a ballot")
    return replace(box.election(), budget=budget)


def results_of(result: Result, inputs: str) -> dict[str, Any]:
    """As results.json has them."""
    return {
        "rule": result.rule,
        "selected": list(result.selected),
        "spent": result.spent,
        "budget": result.budget,
        "ties": [[list(tie.order), tie.decided_by] for tie in result.ties],
        "inputs_sha256": inputs,
        "result_sha256": result_sha256(result),
    }


def check_results(bundle: Bundle, documents: Documents, found: BallotsFound) -> list[str]:
    """Givers before receivers. Returns the envelopes that were counted again from their ballots."""
    totals, results = bundle.record(names.TOTALS), bundle.record(names.RESULTS)
    voted = set(found.counting)
    files = {names.pabulib_name(one) for one in voted - found.small}
    if (there := set(bundle.manifest["files"]) - set(names.ALWAYS)) != files:
        raise VerificationError(f"{min(there ^ files)}: each envelope that was opened has one such file, no other")
    # Where nobody voted nothing was counted, and nobody won.
    counted = {name for name, people in found.counting.items() if people}
    for name, rows, expected in ((names.TOTALS, totals, voted), (names.RESULTS, results, counted)):
        if set(rows) != expected:
            raise VerificationError(f"{name}: its envelopes are not those that were voted on")
    check = _Recount(bundle, documents, found, totals, results)
    for part in documents.in_force["envelopes"]:
        check.left_over(part["id"])
    return sorted(voted - found.small)


class _Recount:
    def __init__(
        self,
        bundle: Bundle,
        documents: Documents,
        found: BallotsFound,
        totals: Mapping[str, Any],
        results: Mapping[str, Any],
    ) -> None:
        self.bundle, self.found, self.totals, self.results = bundle, found, totals, results
        self.document = documents.in_force
        self.parts: dict[str, Document] = {one["id"]: one for one in self.document["envelopes"]}
        self._left: dict[str, int] = {}
        self._under_way: set[str] = set()

    def left_over(self, envelope: str) -> int:
        """What the envelope leaves over, once it and all that hand something to it are checked."""
        if envelope in self._left:
            return self._left[envelope]
        if envelope in self._under_way:
            raise VerificationError(f"envelope {envelope}: leftovers go round in a circle")
        self._under_way.add(envelope)
        givers = [name for name, part in self.parts.items() if heir_of(part) == envelope]
        budget = self.parts[envelope]["amount"] + sum(self.left_over(name) for name in givers)
        self._left[envelope] = budget - self._spent(envelope, budget)
        return self._left[envelope]

    def _spent(self, envelope: str, budget: int) -> int:
        self.bundle.at = f"envelope {envelope}"
        if not self.found.counting.get(envelope):
            return self._nothing(envelope)
        said = self.results[envelope]
        if said["budget"] != budget:
            raise VerificationError(f"envelope {envelope}: it has another sum of money than was frozen and handed over")
        if said["rule"] != self.document["rule_card"]["rule"]:
            raise VerificationError(f"envelope {envelope}: it was counted by another rule than the frozen one")
        if self.totals[envelope]["counting"] != self.found.counting[envelope]:
            raise VerificationError(f"envelope {envelope}: its total of counting ballots is wrong")
        if envelope in self.found.small:
            return self._check_small(envelope, said)
        election = recounted_election(self.document, self.parts[envelope], self.found.kinds[envelope], budget)
        self._check_totals(envelope, election)
        self._check_file(envelope, election)
        result = count(election)
        recounted = results_of(result, inputs_sha256(election))
        for name, words in _RESULT_WORDS.items():
            if said[name] != recounted[name]:
                raise VerificationError(f"envelope {envelope}: {words}")
        return result.spent

    def _nothing(self, envelope: str) -> int:
        """Nobody voted here, or nothing could be voted on: all of the money is left over."""
        if envelope in self.found.counting and self.totals[envelope] != no_totals(self.parts[envelope]):
            raise VerificationError(f"envelope {envelope}: its total of counting ballots is wrong")
        return 0

    def _check_totals(self, envelope: str, election: Election) -> None:
        said, counted = self.totals[envelope]["projects"], totals_of(election)["projects"]
        if set(said) != set(counted):
            raise VerificationError(f"envelope {envelope}: its totals are not those of the projects on the ballot")
        for project, figures in counted.items():
            if said[project] != figures:
                raise VerificationError(f"project {project}: its total is not that of the ballots")

    def _check_file(self, envelope: str, election: Election) -> None:
        name = names.pabulib_name(envelope)
        file = pabulib_file(self.bundle, name)
        compare_with_file(name, self.document, self.parts[envelope], file)
        # A file that is read gets the id as its last key, which changes nothing: no two projects share one.
        keys = election.tie_keys if TieKey.ID in election.tie_keys else (*election.tie_keys, TieKey.ID)
        try:
            same = file.terms.tie_keys == keys and inputs_sha256(election) == inputs_sha256(
                replace(election_of_file(file), tie_keys=election.tie_keys)
            )
        except ElectionError:
            same = False
        if not same:
            raise VerificationError(f"{name}: it does not hold the ballots that were opened, or other terms")

    def _check_small(self, envelope: str, said: Mapping[str, Any]) -> int:
        """Without ballots: what was published must agree with itself."""
        totals, chosen = self.totals[envelope]["projects"], list(said["selected"])
        projects = standing(self.parts[envelope])
        if set(totals) != {one["id"] for one in projects}:
            raise VerificationError(f"envelope {envelope}: its totals are not those of the projects on the ballot")
        result = Result(
            rule=said["rule"],
            selected=tuple(chosen),
            spent=sum(one["cost"] for one in projects if one["id"] in chosen),
            budget=said["budget"],
            verdicts=tuple(
                Verdict(
                    one["id"],
                    Fraction(totals[one["id"]]["score"]),
                    totals[one["id"]]["voters"],
                    one["cost"],
                    one["id"] in chosen,
                    Why(Reason.LOST_NO_SUPPORT),
                )
                for one in projects
            ),
            ties=tuple(Tie(tuple(order), key) for order, key in said["ties"]),
        )
        if any(one.voters > self.found.counting[envelope] or one.voters < 0 for one in result.verdicts):
            raise VerificationError(f"envelope {envelope}: a project has more voters than there are ballots")
        if said["spent"] != result.spent or not 0 <= result.spent <= result.budget:
            raise VerificationError(f"envelope {envelope}: {_RESULT_WORDS['spent']}")
        if said["result_sha256"] != result_sha256(result):
            raise VerificationError(f"envelope {envelope}: {_RESULT_WORDS['result_sha256']}")
        return result.spent


_RESULT_WORDS = {
    "selected": "its winners are not those of the recount",
    "spent": "what was spent is not that of the recount",
    "ties": "its ties are not those of the recount",
    "inputs_sha256": "the hash of what was counted is not that of the recount",
    "result_sha256": "the hash of the result is not that of the recount",
}
