"""Followers are told of three versions while workers are killed without a word: in the fan-out, in rounds of digests
and among letters. Everybody gets each letter, and no letter is written twice.

One window is known (hub/notifications/services/delivery.py): a worker that is killed after the mail server took a
letter and before that was written down leaves the letter to be sent again, with the same Message-ID. So letters are
told apart by it, and no more of them may come twice than workers were killed.
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest

from tests.notifications.under_fire.inside import WORKERS
from tests.participatory_budget.under_fire.hub import Hub, killed
from tests.participatory_budget.under_fire.machines import hub_under_fire  # noqa: F401 the fixture `hub`

# Its hub has a database of its own; the suite's is asked for the migrated file only.
pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.parametrize("hub", ["sqlite"], indirect=True)]
PEOPLE = 16  # in each rhythm
VERSIONS = 3
HOUR = timedelta(hours=1)
ROWS, LETTERS = 'INTO "notifications_outbox"', 'UPDATE "notifications_outbox"'
# What the workers are about to ask when they are killed, and the how manieth time.
AT_ONCE = [(ROWS, 1), ('UPDATE "notifications_news"', 1), (ROWS, 3), ('UPDATE "notifications_news"', 4), (ROWS, 2)]
ROUNDS = [(ROWS, 1), ('UPDATE "notifications_digest"', 1), (ROWS, 2), ('UPDATE "notifications_digest"', 2)]
AMONG_LETTERS = [(LETTERS, 1), (LETTERS, 2), (LETTERS, 9), (LETTERS, 14)]


@dataclass
class Workshop:
    """Where workers are started and killed; its clock goes on an hour from one life to the next."""

    process: subprocess.Popen[str]
    now: datetime
    lives: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, step: str, **values: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"step": step, **values}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the workshop ended"
        found: dict[str, Any] = json.loads(line)
        return found

    def live(self, word: str = "", count: int = 0) -> dict[str, Any]:
        self.lives.append(self.ask("live", word=word, count=count, at=self.now.isoformat()))
        self.now += HOUR
        return self.lives[-1]

    def finish(self) -> None:
        """What a killed worker held may have to wait for the next look of the clock."""
        assert any(self.live()["struck"] for _life in range(3)), self.lives[-1]


@pytest.fixture
def workshop(hub: Hub) -> Iterator[Workshop]:
    hub.inside = "tests.notifications.under_fire.inside"
    hub.prepare()
    process = hub.begin()
    try:
        yield Workshop(process, datetime.now(UTC))
    finally:
        killed(process)


def test_every_follower_gets_each_letter_once(hub: Hub, workshop: Workshop) -> None:
    opened = workshop.ask("open", people=PEOPLE)
    seven = datetime.fromisoformat(opened["seven"])
    workshop.ask("publish", page=opened["page"], count=VERSIONS, at=(seven + 2 * HOUR).isoformat())

    workshop.now = seven + 3 * HOUR
    strike_in_the_middle(workshop, AT_ONCE, "news", PEOPLE * VERSIONS)  # of the fan-out
    strike_among_letters(workshop, PEOPLE * VERSIONS)

    for days in (1, 5):  # the morning after; the Monday after
        workshop.now = seven + timedelta(days=days, minutes=6)
        strike_in_the_middle(workshop, ROUNDS, "rounds", PEOPLE)
        strike_among_letters(workshop, PEOPLE)

    compare(letters_in(hub.folder / "mail"), workshop.lives)


def strike_in_the_middle(workshop: Workshop, strikes: list[tuple[str, int]], of: str, everybody: int) -> None:
    """Two workers that ask at the same time can both be killed before either wrote: then later ones are struck, too."""
    told = [workshop.live(*strike) for strike in strikes]
    for later in (3, 4, 5, 6):
        if any(0 < sum(one[of]) < everybody for one in told):
            return
        told.append(workshop.live(ROWS, later))
    assert any(0 < sum(one[of]) < everybody for one in told), told


def strike_among_letters(workshop: Workshop, expected: int) -> None:
    sent = workshop.lives[-1]["sent"]
    struck = [workshop.live(*strike) for strike in AMONG_LETTERS]
    assert any(one["claimed"] for one in struck), struck  # somebody held a letter
    workshop.finish()
    assert workshop.lives[-1]["others"] == 0  # neither given up nor dropped
    assert workshop.lives[-1]["sent"] - sent <= expected


def letters_in(folder: Path) -> list[tuple[str, str]]:
    """Address and Message-ID of each mail that was handed over whole."""
    found = []
    for path in sorted(folder.iterdir()):
        for text in path.read_text().split("-" * 79 + "\n"):
            if text.strip():
                mail = message_from_string(text)
                found.append((mail["To"], mail["Message-ID"]))
    return found


def compare(letters: list[tuple[str, str]], lives: list[dict[str, Any]]) -> None:
    people = {rhythm: [f"{rhythm}-{n}@example.org" for n in range(PEOPLE)] for rhythm in ("at_once", "daily", "weekly")}
    expected = Counter(dict.fromkeys(people["at_once"], VERSIONS))
    expected.update(people["daily"] + people["weekly"])
    assert Counter(address for address, _number in set(letters)) == expected
    copies = Counter(number for _address, number in letters)
    assert len(copies) == expected.total()
    # The known window: each worker that was killed held one letter at most.
    assert sum(copies.values()) - len(copies) <= WORKERS * len(lives)
