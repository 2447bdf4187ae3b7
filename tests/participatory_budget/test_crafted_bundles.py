"""Bundles that somebody made to be read in two ways, or not to be read at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.frozen import election_sha256
from tests.factories import bundles
from tests.factories.bundles import Edit, Plan, make_bundle, member, tampered
from tests.participatory_budget.test_bundles import both


def test_a_name_twice_and_money_below_nothing_are_no_election(tmp_path: Path) -> None:
    """Though the hash of what was frozen fits."""
    made = make_bundle(tmp_path / "a.zip")

    def frozen(change: Callable[[list[dict[str, Any]]], None]) -> str:
        record = json.loads(member(made, "election.json"))
        change(record["envelopes"])
        edit: Edit = lambda _raw: canonical(record)  # noqa: E731
        return str(
            both(tampered(made, {"election.json": edit}, {"election": election_sha256(record)}))["first_failure"]
        )

    twice = "election.json: two envelopes, or two projects of one, have the same name"
    money = "election.json: a sum of money is not written as it should be"
    assert frozen(lambda rows: rows[1]["projects"].append({**rows[1]["projects"][0], "cost": 1})) == twice
    assert frozen(lambda rows: rows.append({**rows[2], "amount": 1})) == twice
    assert frozen(lambda rows: rows[0]["projects"][0].update(cost=-3_000)) == money
    assert frozen(lambda rows: rows[1].update(amount=-1)) == money
    assert frozen(lambda rows: rows[1].update(amount=1.5)) == money


def test_an_amendment_is_made_while_the_vote_runs(tmp_path: Path, monkeypatch: Any) -> None:
    amendments = bundles._amendments
    for made_at in ("2026-06-15T18:00:00.000000Z", "2026-05-31T10:00:00.000000Z"):

        def late(plan: Plan, election: str, made_at: str = made_at) -> list[dict[str, Any]]:
            return [{**one, "made_at": made_at} for one in amendments(plan, election)[:1]]

        monkeypatch.setattr(bundles, "_amendments", late)
        found = both(make_bundle(tmp_path / "a.zip"))
        assert found["first_failure"] == "amendment 1: it was not made while the vote ran"


def test_an_amendment_cannot_be_written_or_dated_back_later(tmp_path: Path, monkeypatch: Any) -> None:
    """Everything else of the bundle is made to fit it."""
    checkpoints, amendments = bundles._checkpoints, bundles._amendments
    words = "checkpoint {}: the amendments before it are not those that it was sealed with"

    def sealed_before(plan: Plan, election: str, rows: Any, leaves: Any) -> list[dict[str, Any]]:
        return checkpoints(plan, election, rows[:-1], leaves)

    monkeypatch.setattr(bundles, "_checkpoints", sealed_before)
    assert both(make_bundle(tmp_path / "a.zip"))["first_failure"] == words.format(5)

    def on_the_first_day(plan: Plan, election: str) -> list[dict[str, Any]]:
        return [{**one, "made_at": "2026-06-01T10:30:00.000000Z"} for one in amendments(plan, election)[:1]]

    monkeypatch.setattr(bundles, "_amendments", on_the_first_day)
    assert both(make_bundle(tmp_path / "a.zip"))["first_failure"] == words.format(3)


def test_a_second_manifest_and_a_bomb_are_refused(tmp_path: Path) -> None:
    made = make_bundle(tmp_path / "a.zip")
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as bundle:
        bundle.writestr("manifest.json", bundle.read("manifest.json"))
    assert both(made)["first_failure"] == "manifest.json: it is there more than once"
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as bundle, bundle.open("manifest.json", "w") as handle:
        for _piece in range(65):
            handle.write(b" " * (1 << 20))
    assert both(bomb)["first_failure"] == "manifest.json: it is too long"
    made = make_bundle(tmp_path / "a.zip")
    for name in ("log.jsonl", "checkpoints.jsonl"):
        long = both(tampered(made, {name: lambda raw: b" " * (3 << 20)}))
        assert long["first_failure"] == f"{name}, line 1: it is too long"
    for raw in (b'{"a":NaN}\n', b'{"a":1,"a":2}\n', b'{"a":' + b"9" * 5000 + b"}\n", b"[" * 100_000 + b"\n"):
        odd = both(tampered(made, {"amendments.jsonl": lambda _old, raw=raw: raw}))  # type: ignore[misc]
        assert odd["first_failure"] == "amendments.jsonl, line 1: it is not written as canonical JSON"
