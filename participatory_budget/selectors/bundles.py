"""All that goes into the bundle of an election, out of the database. Nothing before the close."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from participatory_budget.engine.bundle_format import VERSION, Leaf, Opening, Source
from participatory_budget.engine.bundle_results import no_totals, results_of
from participatory_budget.engine.cast_pabulib import standing
from participatory_budget.engine.election import ElectionError
from participatory_budget.engine.explaining import number
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.stored_results import from_json
from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot
from participatory_budget.models.budget import Budget
from participatory_budget.models.count import Count
from participatory_budget.models.election import Amendment, ClosedElection
from participatory_budget.models.envelope import Envelope
from participatory_budget.selectors.ballot_log import CHUNK
from participatory_budget.selectors.cast_elections import (
    OwnElection,
    cast_in,
    counting_by_envelope,
    is_small,
    own_election,
    own_file_of,
)
from participatory_budget.selectors.counts import counts_of, rule_card_of


@dataclass(frozen=True)
class BundleFacts:
    """`etag` changes with anything that the bundle holds. `counts` by the short name of the envelope."""

    own: OwnElection
    amendments: list[Amendment]
    envelopes: dict[str, Envelope]
    counting: dict[str, int]
    counts: dict[str, Count]
    etag: str

    @property
    def parts(self) -> list[Document]:
        """What could be voted on."""
        return [one for one in self.own.document["envelopes"] if one["projects"]]

    @property
    def opened(self) -> list[str]:
        """Short names of the envelopes whose ballots are published one by one."""
        return [one["id"] for one in self.parts if not is_small(self.counting.get(one["id"], 0))]


def bundle_facts(budget: Budget) -> BundleFacts:
    """A constant number of queries. Raises ElectionError before the close, and until everything is counted."""
    own = own_election(budget)
    if own is None:
        raise ElectionError("no vote was held here", budget.slug)
    closed = ClosedElection.objects.get(budget=budget)
    amendments = list(Amendment.objects.filter(budget=budget).order_by("number"))
    envelopes = {one.slug: one for one in Envelope.objects.filter(budget=budget).select_related("budget")}
    by_id: dict[UUID, int] = dict(counting_by_envelope(budget))
    counting = {name: by_id[one.pk] for name, one in envelopes.items() if one.pk in by_id}
    found = counts_of(budget, rule_card_of(budget))
    counts = {name: found[one.pk] for name, one in envelopes.items() if one.pk in found}
    if missing := sorted(set(counting) - set(counts)):
        raise ElectionError("it is not counted yet", missing[0])
    state = [
        str(VERSION),
        own.frozen.sha256,
        closed.root,
        amendments[-1].sha256 if amendments else "",
        *(f"{name}:{one.inputs_sha256}:{one.result_sha256}" for name, one in sorted(counts.items())),
    ]
    etag = hashlib.sha256("\n".join(state).encode()).hexdigest()
    return BundleFacts(own, amendments, envelopes, counting, counts, etag)


def bundle_source(budget: Budget, facts: BundleFacts) -> Source:
    return Source(
        election=facts.own.frozen.document,
        election_sha256=facts.own.frozen.sha256,
        amendments=[one.document for one in facts.amendments],
        last_amendment=facts.amendments[-1].sha256 if facts.amendments else "",
        log=_log(budget),
        checkpoints=checkpoint_records(budget),
        openings=_openings([facts.envelopes[name].pk for name in facts.opened]),
        totals={one["id"]: _totals(one, facts) for one in facts.parts},
        results={name: results_of(from_json(one.result), one.inputs_sha256) for name, one in facts.counts.items()},
        pabulib={name: _file(facts, name) for name in facts.opened},
    )


def checkpoint_records(budget: Budget) -> Iterator[dict[str, Any]]:
    for one in Checkpoint.objects.filter(budget=budget).order_by("number").iterator(chunk_size=CHUNK):
        yield {
            "note": json.loads(one.note),
            "sealed_sha256": one.sealed_sha256,
            "fingerprint": one.fingerprint,
            "public_key": one.public_key,
            "signature": one.signature,
        }


def _log(budget: Budget) -> Iterator[Leaf]:
    rows = Ballot.objects.filter(budget=budget).order_by("position")
    found = rows.values_list("position", "commitment", "envelope__slug", "tag")
    return (Leaf(*one) for one in found.iterator(chunk_size=CHUNK))


def _openings(envelopes: list[UUID]) -> Iterator[Opening]:
    rows = OpenedBallot.objects.filter(envelope__in=envelopes).order_by("ballot__position")
    found = rows.values_list("ballot__position", "choices", "nonce").iterator(chunk_size=CHUNK)
    return (Opening(position, [(code, given) for code, given in choices], nonce) for position, choices, nonce in found)


def _totals(part: Document, facts: BundleFacts) -> dict[str, Any]:
    count = facts.counts.get(part["id"])
    if count is None:
        return no_totals(part)
    there = {one["id"] for one in standing(part)}
    return {
        "counting": facts.counting[part["id"]],
        "projects": {
            one.id: {"score": number(one.score), "voters": one.voters}
            for one in from_json(count.result).verdicts
            if one.id in there
        },
    }


def _file(facts: BundleFacts, name: str) -> Iterator[str]:
    """Read when it is written: one envelope at a time is in memory."""
    result = from_json(facts.counts[name].result)
    election = replace(cast_in(facts.envelopes[name], facts.own), budget=result.budget)
    yield from own_file_of(facts.envelopes[name], facts.own, election, result.selected)
