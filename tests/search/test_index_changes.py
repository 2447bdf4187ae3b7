"""What is noted is told once, nothing noted is lost, and one fault holds nobody else back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.search.models import IndexEntry

from hub.core.due import run_due_jobs
from hub.core.models.topic import Topic, TopicKind
from hub.core.search import Heading, search_changed
from search.models.change import SearchChange
from search.models.entry import FacetName, SearchEntry
from search.selectors.lag import late_changes
from search.services import noting
from search.services.applying import apply_due
from search.services.noting import changed
from tests.search.index_tools import Words, apply, entries, page, titles
from tests.search.index_tools import words_kind as words_kind

pytestmark = pytest.mark.django_db


def note(*keys: str) -> None:
    changed("words", keys, timezone.now())


def say(words: Words, **said: str) -> None:
    words.said.update(said)
    note(*said)
    apply()


@pytest.fixture
def woken() -> list[int]:
    """One item for each task that is asked for."""
    tasks: list[int] = []
    before = list(noting._wakers)
    noting.call_on_change(lambda: tasks.append(1))
    yield tasks
    noting._wakers[:] = before


def test_a_feature_that_writes_in_bulk_says_so_itself(words: Words) -> None:
    say(words, a="Old words")
    words.said["a"] = "New words"
    search_changed("words", ["a"])
    assert not titles(kind="words")
    apply()
    assert titles(kind="words") == ["New words"]
    assert IndexEntry.objects.filter(object_id=str(entries(kind="words")[0].pk)).count() == 1


def test_what_did_not_change_is_not_written(words: Words) -> None:
    say(words, a="Words")
    before = SearchEntry.objects.get(kind="words").updated_at
    note("a")
    apply()
    assert entries(kind="words")[0].updated_at == before


def test_what_is_not_told_any_more_leaves_nothing_behind(words: Words) -> None:
    say(words, a="Words")
    number = SearchEntry.objects.get(kind="words").pk
    words.said.clear()
    note("a")
    apply()
    assert not SearchEntry.objects.filter(kind="words").exists()
    assert not IndexEntry.objects.filter(object_id=str(number), body__isnull=False).exists()
    assert not SearchChange.objects.exists()


def test_a_transaction_asks_for_one_task_and_notes_a_key_once(
    words: Words, woken: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for number in range(10):
            note("a", f"b{number}")
    assert len(woken) == 1
    assert SearchChange.objects.filter(kind="words").count() == 11
    with django_capture_on_commit_callbacks(execute=True):
        note("a")
    assert len(woken) == 2


def test_what_is_undone_with_its_savepoint_is_noted_when_it_is_done_again(
    words: Words, woken: list[int], django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        note("a")
        try:
            with transaction.atomic():
                note("b")
                raise ValueError
        except ValueError:
            pass
        note("b")
        note("a")
    assert set(SearchChange.objects.filter(kind="words").values_list("key", flat=True)) == {"a", "b"}
    assert len(woken) == 1


def test_a_key_noted_while_it_is_told_stays_hidden_and_is_told_again(words: Words) -> None:
    say(words, a="Public", b="Other")

    def withdraw(_keys: object) -> None:
        words.meanwhile = lambda keys: None
        words.said["a"] = "Withdrawn and written anew"
        note("a")
        seen.append(titles(kind="words"))

    seen: list[list[str]] = []
    words.said.update(a="Half-way", b="Other too")
    note("a", "b")
    words.meanwhile = withdraw
    apply_due(timezone.now(), limit=1)
    assert seen == [[]]
    assert titles(kind="words") == ["Other too"], "what was told is older than the change that was noted meanwhile"
    apply()
    assert sorted(titles(kind="words")) == ["Other too", "Withdrawn and written anew"]


def test_another_worker_that_was_faster_is_not_overwritten(words: Words) -> None:
    def other_worker(_keys: object) -> None:
        words.meanwhile = lambda keys: None
        words.said["a"] = "Newer"
        note("a")
        apply()

    words.said["a"] = "Older"
    note("a")
    words.meanwhile = other_worker
    apply()
    assert titles(kind="words") == ["Newer"]
    assert not SearchChange.objects.exists()


def test_a_kind_that_fails_holds_nobody_else_back_and_stays_hidden(words: Words) -> None:
    say(words, a="Words", b="Others")

    def fail(keys: list[str]) -> None:
        if "a" in keys:
            raise ZeroDivisionError("somebody's words")

    words.meanwhile = fail
    note("a", "b")
    page("Noise at night")
    apply()
    assert titles(title="Noise at night")
    assert not titles(kind="words")
    [change] = set(SearchChange.objects.values_list("last_error", flat=True))
    assert change == "ZeroDivisionError"
    # In the end each is told alone, and the one that can be told is.
    for minutes in (5, 10, 15):
        apply_due(timezone.now() + timedelta(minutes=minutes))
    assert titles(kind="words") == ["Others"]
    assert "1 changes cannot be told" in (late_in_an_hour() or "")
    words.meanwhile = lambda keys: None
    apply_due(timezone.now() + timedelta(days=1))
    assert sorted(titles(kind="words")) == ["Others", "Words"]
    assert late_in_an_hour() is None


def late_in_an_hour() -> str | None:
    SearchChange.objects.update(made_at=timezone.now() - timedelta(hours=1))
    return late_changes()


def test_a_kind_that_no_feature_tells_any_more_is_gone(words: Words) -> None:
    say(words, a="Words")
    SearchEntry.objects.filter(kind="words").update(kind="of old")
    changed("of old", ["a"], timezone.now())
    apply()
    assert not SearchEntry.objects.filter(kind="of old").exists()


def test_five_thousand_keys_cost_the_same_queries_a_batch(words: Words) -> None:
    counts = []
    for many in (400, 4600):
        keys = [f"{many}-{number}" for number in range(many)]
        words.said.update(dict.fromkeys(keys, "Words"))
        with CaptureQueriesContext(connection) as noted:
            changed("words", keys, timezone.now())
        assert len(noted) <= 5 * (many // 500 + 1)
        with CaptureQueriesContext(connection) as applied:
            apply()
        counts.append(round(len(applied) / (many / 200)))
    assert max(words.asked) == 200
    assert SearchEntry.objects.filter(kind="words").count() == 5000
    assert abs(counts[0] - counts[1]) <= 2


def test_fresh_words_come_before_those_of_a_rebuild(words: Words) -> None:
    words.said.update({f"old-{number}": "Old" for number in range(250)}, fresh="Fresh")
    noting.tell_again("words", [key for key in words.said if key != "fresh"], noting.LONG_AGO)
    page("Noise at night")
    apply_due(timezone.now(), limit=1)
    assert titles(kind="page", title="Noise at night")
    assert not titles(kind="words")


def test_names_of_headings_are_learned_added_and_changed(words: Words) -> None:
    words.more = {"themes": (Heading("water", {"en": "Water"}),), "district": Heading("old|town", {"en": "Old Town"})}
    say(words, a="Words")
    [entry] = entries(kind="words")
    assert (entry.theme_keys, entry.district_key) == ("|water|", "")
    words.more = {"themes": (Heading("water", {"fr": "Eau"}), Heading("x" * 90, {"en": "Too long"}))}
    say(words, b="Others")
    assert json.loads(json.dumps(FacetName.objects.get(key="water").names)) == {"en": "Water", "fr": "Eau"}
    assert FacetName.objects.count() == 1


def test_a_renamed_topic_is_called_by_its_new_name(words: Words) -> None:
    topic = Topic.objects.create(kind=TopicKind.TOPIC, key="water")
    words.more = {"themes": (Heading("water", {"en": "Water"}),)}
    say(words, a="Words")
    words.more = {"themes": (Heading("water", {"en": "Drinking water"}),)}
    topic.names.create(language="en", name="Drinking water")
    topic.save()
    assert titles(kind="words"), "nothing is hidden for a name"
    apply()
    assert FacetName.objects.get(key="water").names == {"en": "Drinking water"}


def test_a_worker_that_was_away_finds_all_by_the_clock(words: Words, django_capture_on_commit_callbacks) -> None:
    words.said["a"] = "Words"
    note("a")
    with django_capture_on_commit_callbacks(execute=True):
        run_due_jobs(timezone.now() + timedelta(minutes=2))
    assert titles(kind="words") == ["Words"]


def test_a_hub_that_was_filled_before_it_had_an_index_gets_one(
    words: Words, django_capture_on_commit_callbacks
) -> None:
    words.more = {"date": datetime(2020, 5, 17, tzinfo=UTC)}
    words.said["a"] = "Said long ago"
    page("Noise at night")
    for model in (SearchEntry, SearchChange):
        model.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        run_due_jobs(timezone.now())
    assert titles(title="Noise at night")
    [entry] = entries(kind="words")
    assert entry.first_seen_at.year == 2020, "who saved a search is not told of all that there is"
    assert entry.language == settings.LANGUAGE_CODE


@pytest.mark.django_db(transaction=True)
def test_tasks_that_are_done_at_once_do_not_begin_in_the_middle_of_each_other(caplog: pytest.LogCaptureFixture) -> None:
    """A sweep notes what it finds, which asks for the task that is doing the sweep."""
    SearchEntry.objects.all().delete()
    noting.find_missing(timezone.now())
    assert not SearchChange.objects.exists()
    assert entries(kind="page")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
