"""The file with which anybody recounts an election: names, records, and what a checkpoint signs (docs/recount.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participatory_budget.engine.commitments import Choices

FORMAT = "hub-election"
VERSION = 1
MANIFEST = "manifest.json"
ELECTION = "election.json"
AMENDMENTS = "amendments.jsonl"
LOG = "log.jsonl"
CHECKPOINTS = "checkpoints.jsonl"
OPENINGS = "openings.jsonl"
TOTALS = "totals.json"
RESULTS = "results.json"
README = "README.txt"
ALWAYS = (ELECTION, AMENDMENTS, LOG, CHECKPOINTS, OPENINGS, TOTALS, RESULTS, README)


@dataclass(frozen=True)
class Leaf:
    position: int
    commitment: str
    envelope: str
    tag: str


@dataclass(frozen=True)
class Opening:
    """What a counting ballot says."""

    position: int
    choices: Choices
    nonce: str


@dataclass(frozen=True)
class Source:
    """All that goes into a bundle. `log` and `openings` are read once, in the order of positions.

    `small` are the envelopes whose ballots stay closed; `pabulib` has the lines of a file for each other one.
    """

    election: str
    election_sha256: str
    amendments: Sequence[str]
    last_amendment: str
    log: Iterable[Leaf]
    checkpoints: Iterable[Mapping[str, Any]]
    openings: Iterable[Opening]
    totals: Mapping[str, Any]
    results: Mapping[str, Any]
    pabulib: Mapping[str, Iterable[str]]


def pabulib_name(envelope: str) -> str:
    return f"{envelope}.pb"
