"""The bundle of an election: whoever changes anything in it is found out, by both checkers, in the same words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.audit.engine.chain import VerificationError
from participatory_budget.engine.bundle_checking import check_bundle
from participatory_budget.engine.commitments import commitment
from tests.architecture.tree import ROOT
from tests.factories.bundles import (
    KEY,
    Edit,
    Plan,
    edit_lines,
    edit_record,
    fingerprint_of,
    make_bundle,
    member,
    signed_checkpoint,
    tampered,
)
from tests.participatory_budget.second_checker import verify

OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
TRUSTED = [fingerprint_of(KEY)]
SIGNIFICANT = ("election.json", "amendments.jsonl", "log.jsonl", "checkpoints.jsonl", "openings.jsonl", "totals.json")


def both(path: Path, trusted: list[str] | None = None) -> dict[str, Any]:
    """What both say; they must say the same."""
    trusted = TRUSTED if trusted is None else trusted
    second = verify(str(path), trusted)
    try:
        first: dict[str, Any] = {"ok": True, "checked": dict(check_bundle(path, trusted))}
    except VerificationError as error:
        first = {"ok": False, "first_failure": str(error)}
    assert {key: second.get(key) for key in first} == first
    return first


@pytest.mark.parametrize("ballot", ["approval", "knapsack", "cumulative", "ordinal", "choose-1"])
@pytest.mark.parametrize(
    "rule",
    [
        "greedy",
        "greedy-no-skip",
        "greedy-threshold",
        "equalshares",
        "equalshares/add1",
        "equalshares/add1e",
        "equalshares/add1u",
        "equalshares/add1-comparison",
    ],
)
def test_both_checkers_count_every_kind_of_ballot_by_every_rule_alike(tmp_path: Path, ballot: str, rule: str) -> None:
    for seed in range(3):
        threshold = "2.50" if seed == 1 else "0"
        plan = Plan(rule=rule, ballot=ballot, seed=seed, threshold=threshold)
        found = both(make_bundle(tmp_path / "a.zip", plan))
        assert found["ok"], found
        assert found["checked"]["recounted"] == ["city", "north"]
        assert found["checked"]["not_opened"] == ["south"]
        assert found["checked"]["counting"] == 23
        assert found["checked"]["opened"] == 20
        assert found["checked"]["ballots"] == 29


def test_groups_and_every_way_to_decide_a_tie(tmp_path: Path) -> None:
    groups = {"city-1": ["riverside"], "city-3": ["riverside", "school"], "north-2": ["school"], "north-3": ["school"]}
    for rule in ("greedy-exclusive", "greedy", "greedy-no-skip"):
        for keys in (["higher_cost"], ["more_voters", "file_order"], ["id"], ["lower_cost", "id"]):
            plan = Plan(rule=rule, groups=groups, tie_keys=keys, ballot="choose-1")
            assert both(make_bundle(tmp_path / "a.zip", plan))["ok"]


def test_the_same_election_is_the_same_bytes(tmp_path: Path) -> None:
    first, second = make_bundle(tmp_path / "a.zip"), make_bundle(tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()


def _set(line: int, key: str, value: Any) -> Edit:
    return edit_lines(lambda rows: rows[line].update({key: value}))


def _swap(one: int, other: int) -> Callable[[list[Any]], None]:
    def change(rows: list[Any]) -> None:
        rows[one], rows[other] = rows[other], rows[one]
        for place, row in enumerate(rows):
            row["position"] = place

    return change


def _drop(line: int) -> Callable[[list[Any]], None]:
    def change(rows: list[Any]) -> None:
        del rows[line]
        for place, row in enumerate(rows):
            if "position" in row:
                row["position"] = place

    return change


def _add(rows: list[Any]) -> None:
    rows.append({"position": len(rows), "commitment": "ab" * 32, "envelope": "city", "tag": "cd" * 32})


def _first_ballot_twice(rows: list[Any]) -> None:
    rows.insert(3, {**rows[0]})
    for place, row in enumerate(rows):
        row["position"] = place


def _price(record: Any) -> None:
    record["envelopes"][0]["projects"][0]["cost"] = 2_900


def _rule(record: Any) -> None:
    record["rule_card"]["rule"] = "greedy"


@pytest.mark.parametrize(
    ("name", "edit", "words"),
    [
        ("log.jsonl", _set(4, "commitment", "ab" * 32), "checkpoint 2: a ballot from 0 to 9 was changed"),
        ("log.jsonl", _set(14, "tag", "ab" * 32), "checkpoint 3: a ballot from 10 to 19 was changed"),
        ("log.jsonl", edit_lines(_drop(4)), "checkpoint 2: a ballot from 0 to 9 was changed, dropped, added or moved"),
        ("log.jsonl", edit_lines(_drop(28)), "checkpoint 4: the log breaks off before it"),
        ("log.jsonl", edit_lines(_add), "ballot 29: it stands in the log after the last checkpoint"),
        ("log.jsonl", edit_lines(_first_ballot_twice), "ballot 3: it stands in the log twice"),
        ("log.jsonl", edit_lines(_swap(3, 7)), "checkpoint 2: a ballot from 0 to 9 was changed"),
        ("log.jsonl", _set(4, "position", 5), "ballot 4: it is missing in the log, or not in its place"),
        ("log.jsonl", _set(4, "envelope", "west"), "ballot 4: there is no such envelope to vote in"),
        ("election.json", edit_record(_price), "project city-1: its price differs from the frozen one"),
        ("election.json", edit_record(_rule), "city.pb: its rule differs from the frozen one"),
        (
            "election.json",
            edit_record(lambda record: record["eligibility"].update(minimum_age=18)),
            "election.json: it is not what was frozen, its hash differs",
        ),
        (
            "amendments.jsonl",
            edit_lines(lambda rows: rows.pop(0)),
            "amendment 1: the one before it was changed or is missing",
        ),
        (
            "amendments.jsonl",
            edit_lines(lambda rows: rows.pop()),
            "amendments.jsonl: the last amendment was changed or is missing",
        ),
        (
            "amendments.jsonl",
            _set(0, "reason", {"en": "Another reason."}),
            "amendment 2: the one before it was changed or is missing",
        ),
        ("amendments.jsonl", _set(0, "reason", {}), "amendment 1: it has no reason"),
        (
            "checkpoints.jsonl",
            edit_lines(lambda rows: rows.pop()),
            "checkpoint 5: it is missing, the last one is not that of the close",
        ),
        ("checkpoints.jsonl", edit_lines(lambda rows: rows.pop(2)), "checkpoint 3: it is missing"),
        (
            "checkpoints.jsonl",
            edit_lines(lambda rows: rows[2]["note"].update(size=3)),
            "checkpoint 3: it is not what was sealed",
        ),
        (
            "checkpoints.jsonl",
            edit_lines(lambda rows: rows[2].update(signature=rows[1]["signature"])),
            "checkpoint 3: its signature does not hold",
        ),
        (
            "checkpoints.jsonl",
            edit_lines(lambda rows: rows[2].update(fingerprint="ab" * 32)),
            "checkpoint 3: its public key does not match its fingerprint",
        ),
        (
            "checkpoints.jsonl",
            edit_lines(lambda rows: rows.__setitem__(2, signed_checkpoint(rows[2]["note"], OTHER_KEY))),
            "checkpoint 3: it is signed with another key than the one given with --key",
        ),
        ("totals.json", edit_record(lambda one: one["city"].update(counting=11)), "envelope city: its total of count"),
        (
            "totals.json",
            edit_record(lambda one: one["city"]["projects"]["city-2"].update(score="9")),
            "project city-2: its total is not that of the ballots",
        ),
        (
            "totals.json",
            edit_record(lambda one: one["south"]["projects"]["south-2"].update(score="3")),
            "envelope south: the hash of the result is not that of the recount",
        ),
        (
            "results.json",
            edit_record(lambda one: one["city"]["selected"].reverse()),
            "envelope city: its winners are not those of the recount",
        ),
        (
            "results.json",
            edit_record(lambda one: one["north"].update(spent=1)),
            "envelope north: what was spent is not that of the recount",
        ),
        (
            "results.json",
            edit_record(lambda one: one["city"].update(budget=1)),
            "envelope city: it has another sum of money than was frozen and handed over",
        ),
        (
            "results.json",
            edit_record(lambda one: one["city"].update(rule="greedy")),
            "envelope city: it was counted by another rule than the frozen one",
        ),
        (
            "results.json",
            edit_record(lambda one: one["city"].update(inputs_sha256="ab" * 32)),
            "envelope city: the hash of what was counted is not that of the recount",
        ),
        (
            "city.pb",
            lambda raw: raw[: raw.rstrip().rindex(b"\n") + 1],
            "city.pb: it does not hold the ballots that were opened, or other terms",
        ),
        ("city.pb", lambda raw: raw.replace(b";26;", b";25;"), "project city-2: its price differs"),
        ("city.pb", lambda raw: raw.replace(b"rule;equalshares/add1", b"rule;greedy"), "city.pb: its rule differs"),
        ("city.pb", lambda raw: None, "city.pb: each envelope that was opened has one such file, no other"),
        ("README.txt", lambda raw: None, "manifest.json: it does not name README.txt"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)
def test_whatever_is_changed_is_named(tmp_path: Path, name: str, edit: Edit, words: str) -> None:
    found = both(tampered(make_bundle(tmp_path / "a.zip"), {name: edit}))
    assert not found["ok"]
    assert found["first_failure"].startswith(words)


def _openings(path: Path) -> list[Any]:
    return [json.loads(line) for line in member(path, "openings.jsonl").splitlines()]


def test_openings_that_were_changed_are_named(tmp_path: Path) -> None:
    made = make_bundle(tmp_path / "a.zip")
    rows = _openings(made)
    position = rows[5]["position"]

    def fails(change: Callable[[list[Any]], None]) -> str:
        found = both(tampered(made, {"openings.jsonl": edit_lines(change)}))
        return str(found["first_failure"])

    def other_choice(all_rows: list[Any]) -> None:
        code = all_rows[5]["choices"][0][0]
        all_rows[5]["choices"] = [[f"{code[:-1]}{'1' if code[-1] != '1' else '2'}", 1]]

    mismatch = f"ballot {position}: its opening does not match its commitment"
    assert fails(other_choice) == mismatch
    assert fails(lambda all_rows: all_rows[5].update(nonce="ab" * 32)) == mismatch
    assert fails(lambda all_rows: all_rows.pop(5)) == f"ballot {position}: it counts, and its opening is missing"
    assert "is not in its place" in fails(lambda all_rows: all_rows.append(all_rows[5]))
    assert fails(lambda all_rows: all_rows.reverse()).endswith("missing")
    nonces = [all_rows["nonce"] for all_rows in rows]
    assert fails(lambda all_rows: all_rows[5].update(nonce=nonces[6])) == mismatch


def test_a_ballot_that_was_replaced_stays_closed(tmp_path: Path) -> None:
    made = make_bundle(tmp_path / "a.zip")
    log = [json.loads(line) for line in member(made, "log.jsonl").splitlines()]
    tags = [row["tag"] for row in log]
    replaced = next(at for at, tag in enumerate(tags) if tags.count(tag) == 2 and tag in tags[at + 1 :])
    one = {"position": replaced, "choices": [["city-1", 1]], "nonce": "ab" * 32}

    def insert(rows: list[Any]) -> None:
        rows.append(one)
        rows.sort(key=lambda row: row["position"])

    found = both(tampered(made, {"openings.jsonl": edit_lines(insert)}))
    assert found["first_failure"] == f"ballot {replaced}: it was replaced by a later one, and must not be opened"
    of_small = next(
        row["position"] for row in log if row["envelope"] == "south" and row["tag"] not in tags[row["position"] + 1 :]
    )
    one["position"] = of_small
    found = both(tampered(made, {"openings.jsonl": edit_lines(insert)}))
    assert found["first_failure"] == f"ballot {of_small}: its envelope has too few ballots, and must not be opened"


def test_a_city_that_casts_a_ballot_over_the_limits_is_found_out(tmp_path: Path, monkeypatch: Any) -> None:
    """The commitment, the log and the signatures all fit: the ballot itself is against the rules."""
    from tests.factories import bundles

    choices = bundles._choices

    def over(plan: Plan, envelope: str, chance: Any) -> list[tuple[str, int]]:
        found = choices(plan, envelope, chance)
        return [(f"{envelope}-{number}", 1) for number in range(1, 5)] if envelope == "north" else found

    monkeypatch.setattr(bundles, "_choices", over)
    found = both(make_bundle(tmp_path / "a.zip"))
    assert found["first_failure"].endswith(": it breaks the limits of the ballot")


def test_a_changed_close_and_a_changed_rule_hold(tmp_path: Path) -> None:
    rule = {"from": {"rule": "equalshares/add1"}, "to": {"rule": "greedy", "threshold": "3", "tie_keys": ["id"]}}
    assert both(make_bundle(tmp_path / "a.zip", Plan(amendments=[("rule", rule)])))["ok"]
    assert both(make_bundle(tmp_path / "a.zip", Plan(amendments=[])))["ok"]
    earlier = {"from": "2026-06-15T18:00:00.000000Z", "to": "2026-06-14T18:00:00.000000Z"}
    found = both(make_bundle(tmp_path / "a.zip", Plan(amendments=[("close", earlier)])))
    assert found["first_failure"] == "amendment 1: a vote may close later, never earlier"
    wrong = {"envelope": "city", "project": "city-2", "from": 1, "to": 2}
    found = both(make_bundle(tmp_path / "a.zip", Plan(amendments=[("price", wrong)])))
    assert found["first_failure"] == "amendment 1: what it changes was not so before it"


def test_a_signature_by_another_key_holds_only_where_no_key_is_given(tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.zip", Plan(key=OTHER_KEY))
    assert both(path, [])["ok"]
    assert not both(path, [])["checked"]["key_compared"]
    assert both(path)["first_failure"].startswith("checkpoint 1: it is signed with another key")


def test_the_script_runs_alone(tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "a.zip")
    command = [sys.executable, "-I", "-S", str(ROOT / "script/verify_bundle.py"), str(path), "--key", TRUSTED[0]]
    good = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (good.returncode, json.loads(good.stdout)["ok"]) == (0, True), good.stderr
    bad = tampered(path, {"totals.json": edit_record(lambda one: one["city"].update(counting=11))})
    command[4] = str(bad)
    refused = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert refused.returncode == 1
    assert json.loads(refused.stdout) == {
        "ok": False,
        "first_failure": "envelope city: its total of counting ballots is wrong",
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_single_changed_byte_is_enough(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """With the manifest as it was, and with one that somebody made to fit."""
    folder = tmp_path_factory.mktemp("byte")
    made = make_bundle(folder / "a.zip")
    # The files that decide; of a Pabulib file only what is counted is compared.
    name = data.draw(st.sampled_from([*SIGNIFICANT, "city.pb", "README.txt"]))
    raw = member(made, name)
    place = data.draw(st.integers(0, len(raw) - 1))
    bit = data.draw(st.integers(0, 7))
    edited = raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]
    kept = json.loads(member(made, "manifest.json"))["files"]
    assert not both(tampered(made, {name: lambda _raw: edited}, {"files": kept}))["ok"]
    if name in SIGNIFICANT:
        assert not both(tampered(made, {name: lambda _raw: edited}))["ok"]


def test_nonsense_is_refused_and_nothing_breaks(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 nonsense")
    assert both(path)["first_failure"] == "the file is not a whole zip"
    made = make_bundle(tmp_path / "b.zip")
    for name in ("log.jsonl", "checkpoints.jsonl", "openings.jsonl", "amendments.jsonl"):
        assert not both(tampered(made, {name: lambda raw: b'{"position":0}\n'}))["ok"]
        assert not both(tampered(made, {name: lambda raw: b"[]\n"}))["ok"]
        assert not both(tampered(made, {name: lambda raw: raw[:-5]}))["ok"]
    for name in ("election.json", "totals.json", "results.json"):
        assert not both(tampered(made, {name: lambda raw: b"{}"}))["ok"]
        assert not both(tampered(made, {name: lambda raw: b" " + raw}))["ok"]


def test_commitments_bind_the_election(tmp_path: Path) -> None:
    """A ballot of one election is none of another: its hash is in the commitment."""
    facts: dict[str, Any] = {"envelope": "city", "tag": "ab" * 32, "choices": [("city-1", 1)], "nonce": "cd" * 32}
    assert commitment(election="01" * 32, **facts) != commitment(election="02" * 32, **facts)


def test_where_nobody_voted_the_money_is_left_over(tmp_path: Path) -> None:
    found = both(make_bundle(tmp_path / "a.zip", Plan(people={"city": 12, "north": 0})))
    assert found["ok"], found
    assert found["checked"]["not_opened"] == ["north"]
