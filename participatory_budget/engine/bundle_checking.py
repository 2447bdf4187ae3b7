"""Checks the bundle of an election without a database and without trust in whoever made it (docs/recount.md).

`script/verify_bundle.py` does the same with nothing but the standard library; tests keep the two of one mind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from hub.audit.engine.chain import VerificationError
from hub.audit.engine.signatures import decode, fingerprint, is_signed_by
from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.bundle_documents import Documents, read_documents
from participatory_budget.engine.bundle_reading import Bundle
from participatory_budget.engine.bundle_results import BallotsFound, check_results
from participatory_budget.engine.checkpoints import sealed_sha256, signed_message
from participatory_budget.engine.commitments import HEX64, commitment, leaf_bytes, written
from participatory_budget.engine.frozen import Document, envelope_in
from participatory_budget.engine.limits import problems
from participatory_budget.engine.merkle import EMPTY_ROOT, Tree


def check_bundle(path: Path, trusted: Collection[str]) -> Mapping[str, Any]:
    """Figures of what was checked; raises VerificationError with the first thing that is not as it should be."""
    with Bundle(path) as bundle:
        try:
            return _check(bundle, trusted)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
            raise VerificationError(f"{bundle.at}: it is not written as it should be") from error


def _check(bundle: Bundle, trusted: Collection[str]) -> Mapping[str, Any]:
    bundle.check_files()
    documents = read_documents(bundle)
    checkpoints = _Checkpoints(bundle, documents, trusted)
    log = _Log(bundle, documents, checkpoints)
    found = _openings(bundle, documents, log)
    recounted = check_results(bundle, documents, found)
    return {
        "election": documents.sha256,
        "amendments": len(documents.states) - 1,
        "ballots": log.size,
        "counting": sum(found.counting.values()),
        "opened": found.opened,
        "checkpoints": len(checkpoints.notes),
        "root": log.root,
        "recounted": recounted,
        "not_opened": sorted(found.small),
        "fingerprints": sorted(checkpoints.fingerprints),
        "key_compared": bool(trusted),
    }


class _Checkpoints:
    """Each one sealed, signed, and after the one before."""

    def __init__(self, bundle: Bundle, documents: Documents, trusted: Collection[str]) -> None:
        self.notes: list[Document] = []
        self.fingerprints: set[str] = set()
        for number, row in enumerate(bundle.records(names.CHECKPOINTS), start=1):
            note, name = row["note"], f"checkpoint {number}"
            if note["number"] != number:
                raise VerificationError(f"{name}: it is missing")
            if note["election"] != documents.sha256:
                raise VerificationError(f"{name}: it was made for another election")
            if sealed_sha256(note) != row["sealed_sha256"]:
                raise VerificationError(f"{name}: it is not what was sealed")
            _check_signature(name, row, trusted)
            if self.notes and (note["slot"] <= self.notes[-1]["slot"] or note["size"] < self.notes[-1]["size"]):
                raise VerificationError(f"{name}: it does not come after the one before")
            _check_amended(name, note, documents)
            self.fingerprints.add(row["fingerprint"])
            self.notes.append(note)
        if not self.notes or self.notes[-1]["slot"] != documents.in_force["closes_at"]:
            raise VerificationError(
                f"checkpoint {len(self.notes) + 1}: it is missing, the last one is not that of the close"
            )


def _check_amended(name: str, note: Document, documents: Documents) -> None:
    """What was amended before it is sealed with it: an amendment that is written or dated back later shows."""
    before = sum(made_at <= note["slot"] for _sha256, made_at in documents.amended)
    if note["amended"] not in [documents.sha256, *(sha256 for sha256, _made_at in documents.amended)][before:]:
        raise VerificationError(f"{name}: the amendments before it are not those that it was sealed with")


def _check_signature(name: str, row: Mapping[str, Any], trusted: Collection[str]) -> None:
    note, key = row["note"], decode(row["public_key"])
    if fingerprint(key) != row["fingerprint"]:
        raise VerificationError(f"{name}: its public key does not match its fingerprint")
    message = signed_message(
        election=note["election"], number=note["number"], slot=note["slot"], sealed=row["sealed_sha256"]
    )
    if not is_signed_by(key, decode(row["signature"]), message):
        raise VerificationError(f"{name}: its signature does not hold")
    if trusted and row["fingerprint"] not in trusted:
        raise VerificationError(f"{name}: it is signed with another key than the one given with --key")


class _Log:
    """Every leaf, and the root at the size of each checkpoint. `last` is where each tag stands last."""

    def __init__(self, bundle: Bundle, documents: Documents, checkpoints: _Checkpoints) -> None:
        self.last: dict[str, int] = {}
        self._tree, self._waiting, self._from = Tree(), list(checkpoints.notes), 0
        envelopes: dict[str, str] = {}
        known = {one["id"] for one in documents.in_force["envelopes"] if one["projects"]}
        seen: set[str] = set()
        self._check_roots()
        for position, row in enumerate(bundle.records(names.LOG)):
            name, tag = f"ballot {position}", row["tag"]
            if row["position"] != position:
                raise VerificationError(f"{name}: it is missing in the log, or not in its place")
            if not HEX64.fullmatch(row["commitment"]) or not HEX64.fullmatch(tag):
                raise VerificationError(f"{name}: its commitment or tag is not written as it should be")
            if row["envelope"] not in known:
                raise VerificationError(f"{name}: there is no such envelope to vote in")
            if row["commitment"] in seen:
                raise VerificationError(f"{name}: it stands in the log twice")
            if envelopes.setdefault(tag, row["envelope"]) != row["envelope"]:
                raise VerificationError(f"{name}: its tag is one of another envelope")
            seen.add(row["commitment"])
            self.last[tag] = position
            self._tree.add(leaf_bytes(commitment=row["commitment"], envelope=row["envelope"], tag=tag))
            self._check_roots()
        self.size, self.root = self._tree.size, self._tree.root().hex()
        if self._waiting:
            raise VerificationError(f"checkpoint {self._waiting[0]['number']}: the log breaks off before it")
        if self._from != self.size:
            raise VerificationError(f"ballot {self._from}: it stands in the log after the last checkpoint")
        self.by_envelope = dict.fromkeys(known, 0)
        for envelope in envelopes.values():
            self.by_envelope[envelope] += 1

    def _check_roots(self) -> None:
        while self._waiting and self._waiting[0]["size"] == self._tree.size:
            note = self._waiting.pop(0)
            root = self._tree.root() if self._tree.size else EMPTY_ROOT
            if root.hex() != note["root"]:
                raise VerificationError(
                    f"checkpoint {note['number']}: a ballot from {self._from} to {self._tree.size - 1} was changed, "
                    "dropped, added or moved"
                )
            self._from = self._tree.size


def _openings(bundle: Bundle, documents: Documents, log: _Log) -> BallotsFound:
    """Goes through log and openings side by side: the last ballot of each tag is opened, and no other one."""
    limit = documents.frozen["log"]["small_envelope"]
    small = {name for name, count in log.by_envelope.items() if count < limit}
    found = BallotsFound(counting=log.by_envelope, small=small)
    openings = bundle.records(names.OPENINGS)
    opening = next(openings, None)
    for row in bundle.records(names.LOG):
        position, name = row["position"], f"ballot {row['position']}"
        counts = log.last[row["tag"]] == position
        if opening is None or opening["position"] != position:
            if opening is not None and opening["position"] < position:
                break
            if counts and row["envelope"] not in small:
                raise VerificationError(f"{name}: it counts, and its opening is missing")
            continue
        if not counts:
            raise VerificationError(f"{name}: it was replaced by a later one, and must not be opened")
        if row["envelope"] in small:
            raise VerificationError(f"{name}: its envelope has too few ballots, and must not be opened")
        _check_opening(name, row, opening, documents)
        found.add(row["envelope"], tuple((code, number) for code, number in opening["choices"]))
        opening = next(openings, None)
    if opening is not None:
        raise VerificationError(f"ballot {opening['position']}: its opening is not in its place, or has no ballot")
    return found


def _check_opening(name: str, row: Mapping[str, Any], opening: Mapping[str, Any], documents: Documents) -> None:
    choices = [(code, number) for code, number in opening["choices"]]
    if any(type(code) is not str or type(number) is not int for code, number in choices):
        raise VerificationError(f"{name}: its choices are not written as they should be")
    computed = commitment(
        election=documents.sha256,
        envelope=row["envelope"],
        tag=row["tag"],
        choices=choices,
        nonce=opening["nonce"],
    )
    if computed != row["commitment"] or written(choices) != opening["choices"]:
        raise VerificationError(f"{name}: its opening does not match its commitment")
    # Some state that held during the vote must allow it: prices and projects may have changed since it was cast.
    for state in documents.states:
        part = envelope_in(state, row["envelope"])
        if part is not None and not problems(choices, part, state["rule_card"]):
            return
    raise VerificationError(f"{name}: it breaks the limits of the ballot")
