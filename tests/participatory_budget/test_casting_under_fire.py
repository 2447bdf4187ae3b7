"""64 people vote and vote again while web servers, worker and database are killed without a word.

Every ballot that was acknowledged is in the log exactly once, of each person the last one counts, none counts twice.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.participatory_budget.under_fire.hub import Hub, killed
from tests.participatory_budget.under_fire.machines import hub_under_fire  # noqa: F401 the fixture `hub`
from tests.participatory_budget.under_fire.person import CHOICES, Person

# Its hubs have databases of their own; the suite's is asked for the migrated file only.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PEOPLE = 64
BALLOTS = 3  # each
# After so many ballots again and again somebody pulls the plug, of one after the other and of several at once.
KILLS = {
    "sqlite": [("web0",), ("worker",), ("web1",), ("web0", "worker"), ("web0", "web1", "worker")],
    "postgresql": [("web0",), ("database",), ("worker", "web1"), ("database",), ("web0", "web1", "worker", "database")],
}


def test_every_acknowledged_ballot_counts_once(hub: Hub) -> None:
    hub.prepare("--static")
    opened = hub.ask("open", str(PEOPLE))
    hub.started = opened["started"]
    hub.start("web0", "web1", "worker")
    people = [Person(session, hub.ports, number) for number, session in enumerate(opened["sessions"])]
    vote_while_things_die(hub, people)
    for name in ("web0", "web1", "worker"):
        hub.kill(name)
    close_while_it_dies(hub)
    compare(hub.ask("report"), people)


def vote_while_things_die(hub: Hub, people: list[Person]) -> None:
    over = threading.Event()
    plan = KILLS["postgresql" if hub.cluster else "sqlite"]
    # All may send at first and after each strike; what is left is more than they can send before the last one.
    share = PEOPLE * (BALLOTS - 1) // len(plan)
    allowed = threading.Semaphore(PEOPLE)

    def votes(person: Person) -> None:
        for _ in range(BALLOTS):
            allowed.acquire()
            person.cast()

    def kills() -> int:
        struck = 0
        try:
            for place, names in enumerate(plan, start=1):
                while not over.is_set() and sum(len(one.ballots) for one in people) < share * place:
                    time.sleep(0.05)
                struck += not over.is_set()
                for name in names:
                    hub.kill(name)
                allowed.release(share)
                hub.start(*names)
        finally:
            allowed.release(PEOPLE * BALLOTS)
        return struck

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        killer = pool.submit(kills)
        voting = [pool.submit(votes, one) for one in people]
        try:
            for one in voting:
                one.result()
        finally:
            over.set()
        assert killer.result() == len(plan)


def close_while_it_dies(hub: Hub) -> None:
    """The close is cut off several times, and each time begun anew; the last one may end."""
    for pause in (0.0, 0.05, 0.2):
        process = hub.begin("close", "0")
        assert process.stdout
        process.stdout.readline()
        time.sleep(pause)
        killed(process)
    if hub.cluster:
        hub.kill("database")
        hub.start("database")
    for minute in ("60", "120"):
        assert hub.ask("close", minute)["failed"] == []


def compare(found: dict[str, Any], people: list[Person]) -> None:
    acknowledged = Counter(ballot.commitment for one in people for ballot in one.ballots)
    assert acknowledged.total() == PEOPLE * BALLOTS
    assert found["waiting"] == 0
    assert Counter(found["log"]) == acknowledged
    assert set(acknowledged.values()) == {1}
    assert found["positions"] == list(range(len(found["log"])))
    assert found["root_holds"]
    numbers, sizes, roots = zip(*found["checkpoints"], strict=True)
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert list(sizes) == sorted(sizes)
    assert all(roots)
    assert len(numbers) > 1  # batches went into the log while people voted
    last = {one.ballots[-1].commitment: one.ballots[-1].choices for one in people}
    assert {commitment: tuple(code for code, _n in choices) for commitment, choices in found["opened"]} == last
    assert len(found["opened"]) == found["counting"] == found["people"] == found["tags"] == PEOPLE
    assert found["acceptances"] == PEOPLE
    chosen = Counter(code for choices in last.values() for code in choices)
    assert found["scores"] == {code: chosen[code] for code in CHOICES}
