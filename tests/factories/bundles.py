"""Bundles of small elections without a database, and bundles that somebody has changed.

made = make_bundle(tmp_path / "a.zip")                              # three envelopes; the south is too small to open
changed = tampered(made, {"openings.jsonl": drop_line(2)})          # the manifest is made to fit again
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.audit.engine.signatures import fingerprint
from hub.audit.keys import public_bytes, public_text, sign
from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.bundle_format import Leaf, Opening, Source
from participatory_budget.engine.bundle_results import no_totals, recounted_election, results_of, totals_of
from participatory_budget.engine.bundle_writing import write_bundle
from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.cast_pabulib import (
    PROJECT_COLUMNS,
    CellWriter,
    meta_of,
    project_rows,
    vote_columns,
    vote_row,
)
from participatory_budget.engine.checkpoints import sealed_sha256, signed_message
from participatory_budget.engine.commitments import commitment, leaf_bytes
from participatory_budget.engine.counting import count
from participatory_budget.engine.election import Election
from participatory_budget.engine.frozen import amendment_sha256, election_sha256, envelope_in, in_force, text_of
from participatory_budget.engine.hashing import inputs_sha256
from participatory_budget.engine.merkle import Tree
from participatory_budget.engine.pabulib import write

Edit = Callable[[bytes], bytes | None]
SMALL = 5
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
COSTS = (3_000, 2_500, 1_000, 1_500)


@dataclass
class Plan:
    """What an election is made of; tests change parts of it."""

    rule: str = "equalshares/add1"
    ballot: str = "approval"
    threshold: str = "0"
    groups: Mapping[str, list[str]] = field(default_factory=dict)
    tie_keys: Sequence[str] = ("lower_cost", "id")
    people: Mapping[str, int] = field(default_factory=lambda: {"north": 8, "south": 3, "city": 12})
    amendments: Sequence[tuple[str, dict[str, Any]]] = (
        ("price", {"envelope": "city", "project": "city-2", "from": 2_500, "to": 2_600}),
        ("project_withdrawn", {"envelope": "city", "project": "city-4"}),
    )
    seed: int = 1
    key: Ed25519PrivateKey = KEY


def document(plan: Plan) -> dict[str, Any]:
    vote_type = "approval" if plan.ballot == "knapsack" else plan.ballot
    return {
        "format": "hub-election/1",
        "budget": "budget-2026",
        "uuid": "00000000-0000-4000-8000-000000000001",
        "currency": "EUR",
        "unit": 100,
        "opens_at": "2026-06-01T08:00:00.000000Z",
        "closes_at": "2026-06-15T18:00:00.000000Z",
        "rule_card": {
            "version": 1,
            "ballot": plan.ballot,
            "vote_type": vote_type,
            "rule": plan.rule,
            "threshold": plan.threshold,
            "min_length": 1,
            "max_length": 3,
            "max_points": 10 if vote_type == "cumulative" else None,
            "tie_keys": list(plan.tie_keys),
        },
        "eligibility": {"ways": ["desk"], "minimum_age": 16, "who_may_vote": {"en": "Everybody; jeder, كل مقيم"}},
        "log": {"checkpoint_minutes": 10, "appeal_days": 30, "small_envelope": SMALL},
        "envelopes": [
            {
                "id": name,
                "uuid": f"00000000-0000-4000-8000-00000000000{number}",
                "kind": "city" if name == "city" else "district",
                "amount": amount,
                "parent": None if name == "city" else "city",
                "leftover": "returns" if name == "city" else "parent",
                "names": {"en": name.title()},
                "projects": [
                    {
                        "id": f"{name}-{place}",
                        "title": f'Shade; "trees" {place}',
                        "language": "en",
                        "cost": cost,
                        "groups": list(plan.groups.get(f"{name}-{place}", [])),
                        "district": "",
                        "category": "",
                    }
                    for place, cost in enumerate(COSTS, start=1)
                ]
                if plan.people.get(name) is not None
                else [],
            }
            for number, (name, amount) in enumerate([("city", 6_000), ("north", 4_000), ("south", 3_000)], start=1)
        ],
    }


def make_bundle(path: Path, plan: Plan | None = None) -> Path:
    plan = plan or Plan()
    frozen = document(plan)
    sha256 = election_sha256(frozen)
    amendments = _amendments(plan, sha256)
    held = in_force(frozen, amendments)
    leaves, openings = _cast(plan, frozen, sha256)
    last = {one.tag: one.position for one in leaves}
    counting = [one for one in leaves if last[one.tag] == one.position]
    by_envelope = {
        part["id"]: [one for one in counting if one.envelope == part["id"]]
        for part in frozen["envelopes"]
        if part["projects"]
    }
    small = {name for name, rows in by_envelope.items() if len(rows) < SMALL}
    totals, results, files = {}, {}, {}
    left = sum(part["amount"] for part in frozen["envelopes"] if part["parent"] and not part["projects"])
    for name in sorted(by_envelope, key=lambda name: name == "city"):
        rows = sorted(by_envelope[name], key=lambda one: one.commitment)
        kinds = Counter(tuple(openings[one.position].choices) for one in rows)
        part = envelope_in(held, name)
        assert part is not None
        budget = part["amount"] + (left if name == "city" else 0)
        if not rows:
            left += budget
            totals[name] = no_totals(part)
            continue
        election = recounted_election(held, part, kinds, budget)
        result = count(election)
        left += budget - result.spent
        totals[name], results[name] = totals_of(election), results_of(result, inputs_sha256(election))
        if name not in small:
            files[name] = _file(held, part, election, result.selected, [openings[one.position] for one in rows])
    source = Source(
        election=text_of(frozen),
        election_sha256=sha256,
        amendments=[text_of(one) for one in amendments],
        last_amendment=amendment_sha256(amendments[-1]) if amendments else "",
        log=leaves,
        checkpoints=_checkpoints(plan, sha256, amendments, leaves),
        openings=[openings[one.position] for one in counting if one.envelope not in small],
        totals=totals,
        results=results,
        pabulib=files,
    )
    with path.open("wb") as handle:
        write_bundle(handle, source)
    return path


def _file(
    held: Mapping[str, Any],
    part: Mapping[str, Any],
    election: Election,
    selected: Sequence[str],
    rows: Sequence[Opening],
) -> list[str]:
    card = held["rule_card"]
    writer = CellWriter(part, card)
    return list(
        write(
            meta_of(held, part, election, sha256="ab" * 32),
            PROJECT_COLUMNS,
            project_rows(part, election, selected),
            ["voter_id", *vote_columns(card)],
            [vote_row(writer, one.position, one.choices) for one in rows],
        )
    )


def fingerprint_of(key: Ed25519PrivateKey) -> str:
    return fingerprint(public_bytes(key))


def tampered(path: Path, edits: Mapping[str, Edit], manifest: Mapping[str, Any] | None = None) -> Path:
    """A copy with some files edited (None: left out), and a manifest that fits it."""
    copy = path.with_name(f"{path.stem}-changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        said = json.loads(old.read(names.MANIFEST))
        for name in list(said["files"]):
            raw = old.read(name)
            edited = edits[name](raw) if name in edits else raw
            if edited is None:
                del said["files"][name]
                continue
            said["files"][name] = hashlib.sha256(edited).hexdigest()
            new.writestr(name, edited)
        new.writestr(names.MANIFEST, canonical({**said, **(manifest or {})}))
    return copy


def edit_record(change: Callable[[Any], None]) -> Edit:
    def edit(raw: bytes) -> bytes:
        record = json.loads(raw)
        change(record)
        return canonical(record)

    return edit


def edit_lines(change: Callable[[list[Any]], None]) -> Edit:
    def edit(raw: bytes) -> bytes:
        rows = [json.loads(line) for line in raw.splitlines()]
        change(rows)
        return b"".join(canonical(row) + b"\n" for row in rows)

    return edit


def member(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as bundle:
        return bundle.read(name)


def signed_checkpoint(note: dict[str, Any], key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    sealed = sealed_sha256(note)
    message = signed_message(election=note["election"], number=note["number"], slot=note["slot"], sealed=sealed)
    return {
        "note": note,
        "sealed_sha256": sealed,
        "fingerprint": fingerprint_of(key),
        "public_key": public_text(key),
        "signature": sign(key, message),
    }


def _amendments(plan: Plan, election: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    previous = election
    for number, (kind, change) in enumerate(plan.amendments, start=1):
        rows.append(
            {
                "format": "hub-amendment/1",
                "election": election,
                "number": number,
                "previous": previous,
                "kind": kind,
                "made_at": f"2026-06-0{number + 1}T10:00:00.000000Z",
                "reason": {"en": "The offer has expired."},
                "change": change,
            }
        )
        previous = amendment_sha256(rows[-1])
    return rows


def _cast(plan: Plan, frozen: Mapping[str, Any], election: str) -> tuple[list[Leaf], dict[int, Opening]]:
    """Everybody votes; every fourth person votes twice."""
    chance = random.Random(plan.seed)
    cast = [
        (envelope, hashlib.sha256(f"{envelope} {person}".encode()).hexdigest(), turn)
        for envelope, people in plan.people.items()
        for person in range(people)
        for turn in range(2 if person % 4 == 1 else 1)
    ]
    chance.shuffle(cast)
    leaves, openings = [], {}
    for position, (envelope, tag, _turn) in enumerate(cast):
        nonce = chance.randbytes(32).hex()
        chosen = _choices(plan, envelope, chance)
        mark = commitment(election=election, envelope=envelope, tag=tag, choices=chosen, nonce=nonce)
        leaves.append(Leaf(position, mark, envelope, tag))
        openings[position] = Opening(position, chosen, nonce)
    return leaves, openings


def _choices(plan: Plan, envelope: str, chance: random.Random) -> list[tuple[str, int]]:
    amount = {"city": 6_000, "north": 4_000, "south": 3_000}[envelope]
    codes = chance.sample([1, 2, 3, 4], chance.randint(1, 1 if plan.ballot == "choose-1" else 3))
    while plan.ballot == "knapsack" and sum(COSTS[code - 1] for code in codes) > amount:
        codes.pop()
    numbers = {"ordinal": range(1, 4), "cumulative": [chance.randint(1, 3) for _one in range(3)]}
    return sorted(
        (f"{envelope}-{code}", number) for code, number in zip(codes, numbers.get(plan.ballot, [1] * 3), strict=False)
    )


def _checkpoints(
    plan: Plan, election: str, amendments: Sequence[Mapping[str, Any]], leaves: Sequence[Leaf]
) -> list[dict[str, Any]]:
    """One before any ballot, one after each ten, one that adds nothing, one at the close."""
    sizes = [0, *range(10, len(leaves), 10), len(leaves), len(leaves)]
    tree, rows, roots = Tree(), [], {0: Tree().root()}
    for one in leaves:
        tree.add(leaf_bytes(commitment=one.commitment, envelope=one.envelope, tag=one.tag))
        roots[tree.size] = tree.root()
    for number, size in enumerate(sizes, start=1):
        is_last = number == len(sizes)
        slot = "2026-06-15T18:00:00.000000Z" if is_last else f"2026-06-01T{8 + number:02d}:00:00.000000Z"
        note = {
            "amended": [election, *(amendment_sha256(one) for one in amendments if one["made_at"] <= slot)][-1],
            "election": election,
            "number": number,
            "root": roots[size].hex(),
            "salt": base64.b16encode(bytes([number]) * 32).decode().lower(),
            "size": size,
            "slot": slot,
        }
        rows.append(signed_checkpoint(note, plan.key))
    return rows
