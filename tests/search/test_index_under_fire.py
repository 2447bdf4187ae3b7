"""A city publishes, edits and takes down while workers are killed without a word: as they apply changes, and in the
middle of a rebuild. At no moment a question finds what was taken down, or misses what nobody touched; after one more
run everything public is found, and no change is left.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.participatory_budget.under_fire.hub import Hub, killed
from tests.participatory_budget.under_fire.machines import hub_under_fire  # noqa: F401 the fixture `hub`

# Their hubs have databases of their own; the suite's is asked for the migrated file only.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ENTRIES, WORDS = 'INTO "search_searchentry"', 'INTO "wagtailsearch_indexentry"'
SHOWN_AGAIN, SETTLED = 'UPDATE "search_searchentry"', 'DELETE FROM "search_searchchange"'
# What the workers are about to ask when they are killed, and the how manieth time.
APPLYING = [(ENTRIES, 1), (WORDS, 1), (SETTLED, 1), (SHOWN_AGAIN, 1), (ENTRIES, 4), (WORDS, 3), (SETTLED, 6)]
WRITTEN_ANEW = '"search_searchentry" SET "fingerprint"'
REBUILDING = [(WRITTEN_ANEW, 1), (ENTRIES, 2), (WORDS, 4), (SETTLED, 3)]
SECONDS_OF_CROWD = 10

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(hub: Hub) -> Iterator[Ask]:
    hub.inside = "tests.search.under_fire.inside"
    hub.prepare()
    process = hub.begin()

    def asked(step: str, **values: Any) -> dict[str, Any]:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps({"step": step, **values}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, "the workshop ended"
        found: dict[str, Any] = json.loads(line)
        return found

    try:
        yield asked
    finally:
        killed(process)


def test_nothing_taken_down_is_found_and_nothing_is_lost(ask: Ask) -> None:
    ask("open", cities=1)
    lives = [ask("life", kind="worker", word=word, count=count) for word, count in APPLYING]
    lives += [ask("life", kind="rebuild", word=word, count=count) for word, count in REBUILDING]
    end = ask("finish")
    compare(end)
    assert all(one["struck"] for one in lives), lives


@pytest.mark.parametrize("hub", ["postgresql"], indirect=True)
def test_a_crowd_neither_blocks_itself_nor_loses_a_change(ask: Ask) -> None:
    """SQLite lets in one writer after the other; here they are in it at the same time."""
    ask("open", cities=2)
    crowd = ask("crowd", seconds=SECONDS_OF_CROWD)
    assert not crowd["faults"], crowd["faults"]
    compare(ask("finish"))


def compare(end: dict[str, Any]) -> None:
    assert not end["faults"], end["faults"][0]
    assert end["looks"]
    assert not end["leaks"], "was found after it had been taken down"
    assert not end["lost"], "was not found, though nobody had touched it"
    assert end["ended"], end
    assert not end["changes"]
    assert end["ok"], end["report"]
    assert end["found"]
    assert [word for word, shown in end["found"].items() if not shown] == []
    assert not end["still_found"]
    assert not end["deadlocks"]
