"""Rebuilding and checking, as whoever runs the hub sees them."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.search.models import IndexEntry

from search import tasks
from search.models.change import SearchChange
from search.models.entry import SearchEntry
from search.services import database_index
from search.services.noting import changed
from search.services.rebuilding import rebuild
from tests.search.index_tools import Words, apply, entries, page, titles
from tests.search.index_tools import words_kind as words_kind

pytestmark = pytest.mark.django_db
COLUMNS = [field.attname for field in SearchEntry._meta.fields if field.attname not in ("updated_at",)]


def run(command: str, *arguments: str) -> dict[str, Any]:
    """The one JSON object that is printed, with the exit code."""
    out, code = StringIO(), 0
    try:
        call_command(command, *arguments, "--json", stdout=out, stderr=StringIO())
    except CommandError as error:
        code = error.returncode
    except SystemExit as ended:
        code = int(ended.code or 0)
    [line] = out.getvalue().splitlines()
    return {**json.loads(line), "exit": code}


@pytest.fixture
def filled(words: Words) -> Words:
    words.said.update({f"{number}": f"Words {number}" for number in range(3)})
    changed("words", list(words.said), timezone.now())
    apply()
    page("Noise at night")
    rebuild(now=timezone.now())  # with the pages that every hub has
    words.asked.clear()
    return words


def rows() -> list[tuple[Any, ...]]:
    return list(SearchEntry.objects.order_by("pk").values_list(*COLUMNS))


def test_rebuilt_twice_it_is_the_same(filled: Words) -> None:
    before = rows()
    told = run("search_rebuild")
    assert (told["exit"], told["put_off"], told["entries"]["words"]) == (0, 0, 3)
    assert rows() == before
    run("search_rebuild")
    assert rows() == before


def test_what_is_missing_left_over_or_of_old_is_put_right(filled: Words) -> None:
    del filled.said["0"]
    filled.said["new"] = "New words"
    SearchEntry.objects.filter(key="1").update(kind="of old")
    IndexEntry.objects.all().delete()
    rebuild(now=timezone.now())
    assert sorted(titles(kind="words")) == ["New words", "Words 1", "Words 2"]
    assert not SearchEntry.objects.filter(kind="of old").exists()
    assert run("search_check")["ok"]


def test_readers_find_what_was_there_while_it_is_rebuilt(filled: Words) -> None:
    seen: list[int] = []
    filled.meanwhile = lambda keys: seen.append(len(entries()))
    before = len(entries())
    rebuild(now=timezone.now())
    assert seen
    assert set(seen) == {before}


def test_one_kind_alone(filled: Words) -> None:
    filled.said["new"] = "New words"
    assert run("search_rebuild", "--kind", "page")["entries"].keys() == {"page"}
    assert "New words" not in titles()
    assert run("search_rebuild", "--kind", "words")["entries"] == {"words": 4}


@pytest.mark.parametrize("arguments", [["--kind", "elephants"], ["--node"]])
def test_what_cannot_be_rebuilt_is_refused(arguments: list[str]) -> None:
    answer = run("search_rebuild", *arguments)
    assert answer["exit"] == 1
    assert answer["where"] == arguments[0]


def test_an_index_in_step_is_said_to_be(filled: Words) -> None:
    answer = run("search_check")
    assert answer == {
        "ok": True,
        "checked": {**answer["checked"], "words": 3},
        "missing": 0,
        "outdated": 0,
        "not_public": 0,
        "node": None,
        "repaired": 0,
        "exit": 0,
    }


def test_what_waits_is_no_fault(filled: Words) -> None:
    filled.said["0"] = "Other words"
    changed("words", ["0"], timezone.now())
    assert run("search_check")["ok"]


def damage(words: Words) -> None:
    words.said["0"] = "Changed in silence"  # outdated
    del words.said["1"]  # not public
    words.said["new"] = "New in silence"  # missing
    words.said["2"] = "Words 2"
    database_index.remove([SearchEntry.objects.get(kind="words", key="2").pk])  # missing for the engine


def test_what_is_not_in_step_is_counted_and_repaired(filled: Words) -> None:
    damage(filled)
    answer = run("search_check")
    assert (answer["exit"], answer["ok"], answer["repaired"]) == (1, False, 0)
    assert (answer["missing"], answer["outdated"], answer["not_public"]) == (2, 1, 1)
    assert "Changed in silence" not in titles(), "without --repair nothing is written"
    answer = run("search_check", "--repair")
    assert (answer["exit"], answer["ok"], answer["repaired"]) == (0, False, 4)
    assert sorted(titles(kind="words")) == ["Changed in silence", "New in silence", "Words 2"]
    assert run("search_check")["ok"]


def test_words_of_entries_that_are_gone_are_taken_out(filled: Words) -> None:
    SearchEntry.objects.filter(key="0")._raw_delete("default")
    del filled.said["0"]
    assert run("search_check")["not_public"] == 1
    run("search_check", "--repair")
    assert run("search_check")["ok"]


def test_an_entry_that_was_hidden_and_forgotten_comes_back(filled: Words) -> None:
    SearchEntry.objects.filter(key="0").update(stale_since=timezone.now())
    assert run("search_check")["outdated"] == 1
    run("search_check", "--repair")
    assert "Words 0" in titles()


def test_what_cannot_be_told_cannot_be_repaired(filled: Words) -> None:
    def fail(keys: object) -> None:
        raise ZeroDivisionError

    filled.meanwhile = fail
    answer = run("search_check", "--repair")
    assert (answer["exit"], answer["outdated"], answer["repaired"]) == (1, 3, 0)
    assert answer["checked"]["page"] > 0


def test_at_night_it_is_repaired_and_the_log_names_nobody(filled: Words, capsys: pytest.CaptureFixture[str]) -> None:
    damage(filled)
    tasks.check_index.enqueue()
    assert "Changed in silence" in titles()
    logged = capsys.readouterr()
    assert "Changed in silence" not in logged.out + logged.err
    assert not SearchChange.objects.exists()
