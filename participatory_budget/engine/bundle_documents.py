"""The frozen election in a bundle, and the chain of its amendments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hub.audit.engine.chain import VerificationError
from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.bundle_reading import Bundle
from participatory_budget.engine.cast_pabulib import standing
from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.frozen import (
    AMENDMENT_FORMAT,
    ELECTION_FORMAT,
    Document,
    amendment_sha256,
    election_sha256,
    envelope_in,
    in_force,
)
from participatory_budget.engine.pabulib import PabulibFile, read


@dataclass(frozen=True)
class Documents:
    """`states` is what held one after the other: the frozen document, then after each amendment.

    `amended` are the hashes of the amendments with the time of each, in their order.
    """

    sha256: str
    states: list[dict[str, Any]]
    amended: list[tuple[str, str]]

    @property
    def frozen(self) -> dict[str, Any]:
        return self.states[0]

    @property
    def in_force(self) -> dict[str, Any]:
        return self.states[-1]


def read_documents(bundle: Bundle) -> Documents:
    document = bundle.record(names.ELECTION)
    sha256 = election_sha256(document)
    amendments = list(bundle.records(names.AMENDMENTS))
    if document["format"] != ELECTION_FORMAT or sha256 != bundle.manifest["election"]:
        _name_what_changed(bundle, document, amendments)
        raise VerificationError("election.json: it is not what was frozen, its hash differs")
    _check_terms("election.json", document)
    states, previous, amended = [document], sha256, []
    for number, amendment in enumerate(amendments, start=1):
        name = f"amendment {number}"
        bundle.at = name
        if amendment["number"] != number or amendment["previous"] != previous:
            raise VerificationError(f"{name}: the one before it was changed or is missing")
        if amendment["format"] != AMENDMENT_FORMAT or amendment["election"] != sha256:
            raise VerificationError(f"{name}: it was made for another election")
        if not any(amendment["reason"].values()):
            raise VerificationError(f"{name}: it has no reason")
        if not document["opens_at"] <= amendment["made_at"] < states[-1]["closes_at"]:
            raise VerificationError(f"{name}: it was not made while the vote ran")
        _check_change(name, states[-1], amendment)
        states.append(in_force(states[-1], [amendment]))
        _check_terms(name, states[-1])
        previous = amendment_sha256(amendment)
        amended.append((previous, amendment["made_at"]))
    last = previous if amendments else ""
    if last != bundle.manifest["last_amendment"]:
        raise VerificationError("amendments.jsonl: the last amendment was changed or is missing")
    return Documents(sha256, states, amended)


def _check_terms(name: str, state: Document) -> None:
    """One name means one thing, and money is whole and not below nothing: two readers never count differently."""
    for rows in (state["envelopes"], *(part["projects"] for part in state["envelopes"])):
        ids = [one["id"] for one in rows]
        if len(set(ids)) < len(ids):
            raise VerificationError(f"{name}: two envelopes, or two projects of one, have the same name")
    for part in state["envelopes"]:
        for figure in (part["amount"], *(one["cost"] for one in part["projects"])):
            if type(figure) is not int or figure < 0:
                raise VerificationError(f"{name}: a sum of money is not written as it should be")


def _check_change(name: str, before: Document, amendment: Document) -> None:
    """It changes what was so before it; the close moves to later only."""
    change = amendment["change"]
    held: Any = change.get("from")
    if amendment["kind"] == "close":
        held = before["closes_at"]
        if change["to"] <= held:
            raise VerificationError(f"{name}: a vote may close later, never earlier")
    elif amendment["kind"] == "rule":
        held = {key: before["rule_card"][key] for key in change["from"]}
        if not set(change["to"]) <= {"rule", "threshold", "tie_keys"}:
            raise VerificationError(f"{name}: it changes more than the rule of the count")
    elif amendment["kind"] in ("amount", "price"):
        part = envelope_in(before, change["envelope"]) or {}
        held = part["amount"] if amendment["kind"] == "amount" else _cost(part, change["project"])
    if held != change.get("from"):
        raise VerificationError(f"{name}: what it changes was not so before it")


def _cost(part: Document, project: str) -> int:
    return int(next(one["cost"] for one in part["projects"] if one["id"] == project))


def _name_what_changed(bundle: Bundle, document: Document, amendments: list[dict[str, Any]]) -> None:
    """Says which price or rule differs, where the bundle's own Pabulib files remember it."""
    changed = in_force(document, amendments)
    for name in sorted(bundle.manifest["files"]):
        if name.endswith(".pb") and (part := envelope_in(changed, name.removesuffix(".pb"))) is not None:
            compare_with_file(name, changed, part, pabulib_file(bundle, name))


def pabulib_file(bundle: Bundle, name: str) -> PabulibFile:
    """Its META and PROJECTS; the votes are read while it is open."""
    try:
        return read(bundle.stream(name))
    except ElectionError as error:
        raise VerificationError(f"{name}: it is not written as it should be") from error


def compare_with_file(name: str, document: Document, part: Document, file: PabulibFile) -> None:
    costs = {one["id"]: one["cost"] for one in standing(part)}
    for project in file.projects:
        if project.id in costs and project.cost != costs[project.id]:
            raise VerificationError(f"project {project.id}: its price differs from the frozen one")
    if set(costs) != {one.id for one in file.projects}:
        raise VerificationError(f"{name}: its projects are not those on the ballot")
    card = document["rule_card"]
    if file.terms.rule != card["rule"]:
        raise VerificationError(f"{name}: its rule differs from the frozen one")
