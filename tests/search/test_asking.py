"""What a reader asks for, from the address to what is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from hub.core.search import ProcessPhase, process_phases, search_kinds
from search.engine.question import Narrowed
from search.engine.wish import SearchWish, wish_of
from search.enums import Facet, Sort
from search.models.entry import SearchEntry
from search.models.vocabulary import SearchWord, SynonymSet
from search.selectors.asking import ask, count, narrowed_of
from search.selectors.database import DatabaseEngine
from search.selectors.spelling import did_you_mean
from search.selectors.suggesting import Suggestion, suggest
from search.selectors.told import told
from search.services import database_index, vocabulary
from tests.factories.search import NOW, an_entry
from tests.search.engines import filled
from tests.search.notices import KIND, Notices
from tests.search_node.fixtures import use_node

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]

ENGINE = DatabaseEngine()


@pytest.fixture
def notices() -> Iterator[Notices]:
    kind = Notices()
    search_kinds.register(KIND, kind)
    yield kind
    del search_kinds._items[KIND]


@pytest.fixture
def phases() -> Iterator[None]:
    """Process "consultation:a" ends with the first of June, "budget:b" is open for good."""

    def of(now: datetime) -> Sequence[ProcessPhase]:
        stage = "open" if now < NOW + timedelta(days=1) else "ended"
        return [ProcessPhase("consultation:a", stage), ProcessPhase("budget:b", "open")]

    process_phases.register("tests", of)
    yield
    del process_phases._items["tests"]


def titles(wish: SearchWish, *, reader: str = "en", now: datetime = NOW) -> list[str]:
    asked = ask(wish, reader=reader, now=now)
    assert asked.answer.total == count(wish, reader=reader, now=now)
    named = dict(SearchEntry.objects.values_list("pk", "title"))
    return [named[number] for number in asked.answer.ids]


def wished(**given: str | list[str]) -> SearchWish:
    return wish_of({name: [value] if isinstance(value, str) else value for name, value in given.items()})


class TestAsking:
    def test_a_page_has_its_own_results(self) -> None:
        filled(ENGINE, [an_entry(f"Water {number:02}", date=NOW - timedelta(days=number)) for number in range(25)])
        assert len(titles(wished(q="water"))) == 20
        assert titles(wished(q="water", page="2", sort="newest")) == [f"Water {number}" for number in range(20, 25)]
        assert titles(wished(q="water", page="3")) == []
        assert ask(wished(q="water", page="3"), reader="en", now=NOW).answer.total == 25

    def test_an_empty_question_has_everything_and_one_without_words_nothing(self) -> None:
        filled(ENGINE, [an_entry("Water")])
        assert titles(wished(kind="clause")) == ["Water"]
        for signs in ("🦓", "%%%", '""', "ـ"):
            assert titles(SearchWish(query=signs)) == []
            assert ask(SearchWish(query=signs), reader="en", now=NOW, facets=tuple(Facet)).answer.facets == {}

    def test_readers_get_their_own_language_and_with_a_chosen_one_that_one(self) -> None:
        filled(
            ENGINE, [an_entry("Water"), an_entry("Eau water", language="fr"), an_entry("Ours", "water", readers=["ar"])]
        )
        assert titles(wished(q="water")) == ["Water"]
        assert titles(wished(q="water"), reader="ar") == ["Ours"]
        assert titles(wished(q="water", language="fr"), reader="ar") == ["Eau water"]

    def test_both_days_are_part_of_the_time_asked_for(self, settings: object) -> None:
        filled(ENGINE, [an_entry(f"Day {day}", date=NOW.replace(day=day, hour=21)) for day in (1, 2, 3, 4)])
        assert titles(wished(q="day", since="2026-06-02", until="2026-06-03", sort="oldest")) == ["Day 2", "Day 3"]
        assert titles(wished(q="day", until="9999-12-31", since="0001-01-01", sort="newest"))[0] == "Day 4"

    def test_the_stage_of_a_process_is_that_of_now(self, phases: None) -> None:
        filled(
            ENGINE,
            [
                an_entry("Water a", process="consultation:a"),
                an_entry("Water b", process="budget:b"),
                an_entry("Water c", process="budget:unknown"),
                an_entry("Water d"),
            ],
        )
        later = NOW + timedelta(days=2)
        assert sorted(titles(wished(q="water", phase="open"))) == ["Water a", "Water b"]
        assert titles(wished(q="water", phase="open"), now=later) == ["Water b"]
        assert titles(wished(q="water", phase=["ended"]), now=later) == ["Water a"]
        assert titles(wished(q="water", phase="coming")) == []
        facets = ask(wished(q="water", phase="coming"), reader="en", now=later, facets=[Facet.PHASE]).answer.facets
        assert facets == {Facet.PHASE: {"open": 1, "ended": 1}}

    def test_what_is_no_year_finds_nothing(self) -> None:
        filled(ENGINE, [an_entry("Water")])
        assert titles(wished(q="water", year=["2026", "x"])) == ["Water"]
        assert titles(wished(q="water", year="x")) == []
        assert titles(wished(q="water", year="9" * 80)) == []

    def test_editors_say_what_means_the_same(self) -> None:
        filled(ENGINE, [an_entry("Rubbish"), an_entry("Bicyclette", language="fr")])
        assert titles(wished(q="garbage")) == []
        SynonymSet.objects.create(language="en", words="garbage\n\n rubbish \nhousehold waste")
        SynonymSet.objects.create(language="fr", words="Vélos\nbicyclettes")
        assert titles(wished(q="garbage")) == ["Rubbish"]
        assert titles(wished(q="household waste")) == ["Rubbish"]
        assert titles(wished(q="velo"), reader="fr") == ["Bicyclette"]

    def test_what_is_new_is_counted_apart(self) -> None:
        filled(ENGINE, [an_entry("Water"), an_entry("Water", first_seen_at=NOW + timedelta(days=1))])
        assert count(wished(q="water"), reader="en", now=NOW, first_seen_after=NOW) == 1
        assert narrowed_of(wished(q="water"), reader="en", now=NOW) == Narrowed(reader="en")

    def test_the_cost_does_not_grow_with_what_is_found(self, phases: None) -> None:
        costs = []
        for number in (1, 49):
            filled(ENGINE, [an_entry("Water", process="budget:b", themes=["a", "b"]) for _number in range(number)])
            with CaptureQueriesContext(connection) as queries:
                ask(wished(q="water", kind="clause"), reader="en", now=NOW, facets=tuple(Facet))
            costs.append(len(queries))
        # Seven of the engine; the phases of consultations and budgets are asked for beside.
        assert costs[0] == costs[1] <= 12


class TestFallingBack:
    def test_the_database_answers_when_the_other_engine_is_down(self, settings: Any, notices: Notices) -> None:
        entry = notices.post("Water")
        asked = ask(wished(q="water"), reader="en", now=NOW)
        assert (asked.engine, asked.fell_back) == ("database", False)
        use_node(settings, "http://127.0.0.1:9")  # where nobody listens
        asked = ask(wished(q="water"), reader="en", now=NOW)
        assert (asked.engine, asked.fell_back) == ("database", True)
        assert list(asked.answer.ids) == [entry.pk]
        assert count(wished(q="water"), reader="en", now=NOW) == 1
        assert [one.title for one in suggest("wat", reader="en", now=NOW)] == ["Water"]


class TestTelling:
    def test_what_is_found_is_told_anew_in_its_order(self, notices: Notices) -> None:
        entries = [notices.post(f"Water {number}") for number in range(4)]
        ids = [entries[number].pk for number in (2, 0, 3)]
        found = told(ids, language="fr").found
        assert [one.document.title for one in found] == ["Water 2", "Water 0", "Water 3"]
        assert [one.entry_id for one in found] == ids
        assert all(one.document.url.startswith("/fr/") and one.kind_name == KIND for one in found)
        assert found[0].kind.label_one == "Notice"
        assert len(notices.calls) == 1

    def test_what_nobody_tells_any_more_is_not_shown_and_named(self, notices: Notices) -> None:
        kept, taken_down = notices.post("Kept"), notices.post("Taken down")
        del notices.public[taken_down.key]
        shown = told([taken_down.pk, kept.pk], language="en")
        assert [one.document.title for one in shown.found] == ["Kept"]
        assert list(shown.gone) == [(KIND, taken_down.key)]

    def test_what_is_stale_or_of_no_known_kind_is_not_shown(self, notices: Notices) -> None:
        stale = notices.post("Stale", stale_since=NOW)
        (other,) = filled(ENGINE, [an_entry("Other", kind="unknown")])
        shown = told([stale.pk, other.pk, 10**9], language="en")
        assert list(shown.found) == []
        assert list(shown.gone) == [("unknown", other.key)]

    def test_the_cost_does_not_grow_with_what_is_told(self, notices: Notices) -> None:
        ids = [notices.post(f"Water {number}").pk for number in range(20)]
        with CaptureQueriesContext(connection) as queries:
            told(ids, language="en")
        assert len(queries) == 1


class TestSuggesting:
    def test_a_title_is_suggested_once_with_its_address(self, notices: Notices) -> None:
        notices.post("Water for all", url="/water/")
        notices.post("water for all", url="/water/", date=NOW - timedelta(days=9))
        notices.post("Water for all", url="/other/", date=NOW - timedelta(days=19))
        found = suggest("wat", reader="en", now=NOW)
        assert sorted(one.url for one in found) == ["/en/other/", "/en/water/"]
        assert Suggestion("Water for all", "/en/other/", "Notice", "en") in found

    def test_what_is_said_of_something_stands_below_it_and_once(
        self, notices: Notices, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.selectors.suggesting._OF_ANOTHER", {KIND})
        notices.post("Water for all", url="/one/")
        notices.post("Water for all", url="/two/")
        assert [one.title for one in suggest("wat", reader="en", now=NOW)] == ["Water for all"]

    def test_nothing_that_is_not_public_is_suggested(self, notices: Notices) -> None:
        notices.post("Water stale", stale_since=NOW)
        entry = notices.post("Water gone")
        notices.post("Water in French", language="fr")
        assert [one.title for one in suggest("water", reader="en", now=NOW)] == ["Water gone"]
        del notices.public[entry.key]
        assert suggest("water", reader="en", now=NOW) == []

    @pytest.mark.parametrize("typed", ["", " ", "w", "🦓", '"', "\x00", "\ud800", "'", "ـ", "*", "a" * 5000])
    def test_what_begins_nothing_suggests_nothing(self, notices: Notices, typed: str) -> None:
        notices.post("Water")
        assert suggest(typed, reader="en", now=NOW) == []

    def test_not_more_than_asked_for(self, notices: Notices) -> None:
        for number in range(12):
            notices.post(f"Water {number}")
        assert len(suggest("wa", reader="en", now=NOW)) == 8
        assert len(suggest("wa", reader="en", now=NOW, limit=3)) == 3


class TestMeaning:
    @pytest.mark.parametrize(
        ("language", "written", "asked", "meant"),
        [
            ("fr", "Le logement social", "logemant", "logement"),
            ("fr", "Le logement social", "lgoement sociale", "logement sociale"),
            ("fr", "L'école du quartier", "ecoole", "école"),
            ("fr", "L'école du quartier", "quartir", "quartier"),
            ("fr", "L'école du quartier", '"ecole du quatrier"', '"ecole du quartier"'),
            ("en", "A playground", "plyagruond", "playground"),
            ("en", "A playground", "layground", "playground"),
            ("en", "A playground", "playgrnd", "playground"),
            ("en", "Street markets 2026", "markts 2026", "markets 2026"),
            ("ar", "المدرسة الجديدة", "مدرصة", "مدرسة"),
            ("ar", "توزيع المياه", "ميهاه", "مياه"),
        ],
    )
    def test_another_spelling_is_offered(self, language: str, written: str, asked: str, meant: str) -> None:
        vocabulary.learn(filled(ENGINE, [an_entry(written, language=language)]))
        assert titles(SearchWish(query=asked), reader=language) == []
        assert did_you_mean(SearchWish(query=asked), reader=language, now=NOW) == meant
        assert titles(SearchWish(query=meant), reader=language) == [written]

    @pytest.mark.parametrize("asked", ["elephant", "playground", "the", "ply", "20226", "🦓", "\ud800", "", "x" * 200])
    def test_nothing_is_offered_for_what_is_like_nothing_or_known(self, asked: str) -> None:
        vocabulary.learn(filled(ENGINE, [an_entry("A playground 2026 there")]))
        assert did_you_mean(SearchWish(query=asked), reader="en", now=NOW) == ""

    def test_nothing_is_offered_that_the_reader_would_not_find(self) -> None:
        (entry,) = filled(ENGINE, [an_entry("Playground")])
        vocabulary.learn([entry])
        wish = SearchWish(query="playgruond")
        assert did_you_mean(wish, reader="en", now=NOW) == "playground"
        assert did_you_mean(wish, reader="fr", now=NOW) == ""
        narrowed = SearchWish(query="playgruond", chosen={Facet.KIND: ("comment",)})
        assert did_you_mean(narrowed, reader="en", now=NOW) == ""
        SearchEntry.objects.update(stale_since=NOW)
        assert did_you_mean(wish, reader="en", now=NOW) == ""

    def test_the_closest_comes_first_then_the_readers_language_then_the_most_used(self) -> None:
        vocabulary.learn(
            filled(
                ENGINE,
                [
                    an_entry("Barque park", language="fr", readers=["en", "fr"]),
                    *(an_entry("Marks") for _number in range(3)),
                    an_entry("Parks"),
                ],
            )
        )
        assert did_you_mean(SearchWish(query="parck"), reader="en", now=NOW) == "park"
        assert did_you_mean(SearchWish(query="barks"), reader="en", now=NOW) == "marks"

    def test_the_next_best_spelling_is_tried_when_the_best_finds_nothing(self) -> None:
        vocabulary.learn(filled(ENGINE, [*(an_entry("Marks") for _number in range(3)), an_entry("Parks here")]))
        assert did_you_mean(SearchWish(query="barks here"), reader="en", now=NOW) == "parks here"

    def test_the_cost_is_bounded(self) -> None:
        words = [f"wonder{a}{b}" for a in "abcdefgh" for b in "abcdefgh"]
        vocabulary.learn(filled(ENGINE, [an_entry(" ".join(words))]))
        with CaptureQueriesContext(connection) as queries:
            did_you_mean(SearchWish(query=" ".join(f"wnoder{letter}zz" for letter in "abcdefgh")), reader="en", now=NOW)
        assert len(queries) < 20


class TestVocabulary:
    def words(self) -> dict[str, int]:
        return dict(SearchWord.objects.values_list("shown", "entries"))

    def test_words_are_learnt_as_they_are_spelled_and_counted_by_night(self) -> None:
        first = filled(ENGINE, [an_entry("L'École du 4.2", "école École, œuvre", language="fr")])
        vocabulary.learn(first)
        vocabulary.learn(first)
        assert self.words() == {"école": 1, "œuvre": 1}
        vocabulary.learn(filled(ENGINE, [an_entry("Écoles, école", language="fr"), an_entry("École", language="fr")]))
        assert self.words() == {"école": 1, "œuvre": 1, "écoles": 1}
        assert vocabulary.recount() == 3
        assert self.words() == {"école": 3, "œuvre": 1, "écoles": 1}

    def test_words_that_no_entry_has_are_forgotten(self) -> None:
        kept, gone = filled(ENGINE, [an_entry("Water"), an_entry("Secret")])
        stale = an_entry("Hidden", stale_since=NOW)
        filled(ENGINE, [stale])
        vocabulary.learn([kept, gone, stale])
        SearchEntry.objects.filter(pk=gone.pk).delete()
        vocabulary.recount()
        assert self.words() == {"water": 1}

    def test_a_word_is_kept_for_each_language(self) -> None:
        vocabulary.learn(filled(ENGINE, [an_entry("Transport"), an_entry("Transport", language="fr")]))
        assert SearchWord.objects.filter(word="transport").count() == 2

    def test_the_article_is_no_part_of_an_arabic_word(self) -> None:
        vocabulary.learn(filled(ENGINE, [an_entry("والمَدينة المـدينة مدينة", language="ar")]))
        assert list(SearchWord.objects.values_list("word", "shown")) == [("مدينه", "مدينة")]


class TestIndex:
    def test_what_is_removed_is_not_found(self) -> None:
        first, second = filled(ENGINE, [an_entry("Water one"), an_entry("Water two")])
        database_index.remove([first.pk, 10**9])
        assert titles(wished(q="water")) == ["Water two"]
        assert suggest("water one", reader="en", now=NOW) == []
        database_index.write([first, first, second])
        assert sorted(titles(wished(q="water"))) == ["Water one", "Water two"]

    def test_many_are_written_in_few_queries(self) -> None:
        entries = [an_entry(f"Water {number}") for number in range(300)]
        filled(ENGINE, entries)
        with CaptureQueriesContext(connection) as queries:
            database_index.write(entries)
        assert len(queries) < 10

    def test_pages_and_entries_do_not_find_each_other(self) -> None:
        filled(ENGINE, [an_entry("Zebra page")])
        assert not Page.objects.search("zebra")
        assert titles(wished(q="zebra", sort=Sort.NEWEST.value)) == ["Zebra page"]

    def test_wagtails_own_writes_leave_the_entries_alone(self, settings: Any) -> None:
        settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.adapters.wagtail_index"}}
        (entry,) = filled(ENGINE, [an_entry("Zebra page")])
        before = IndexEntry.objects.filter(object_id=str(entry.pk)).values("title_norm", "title", "body")
        rows = list(before)
        page = Page.objects.filter(depth=2).order_by("pk").first()
        assert page
        page.title = "Giraffes"
        backend = get_search_backend()
        backend.add(page)
        backend.add_bulk(Page, [page])
        backend.add_bulk(SearchEntry, [entry])
        for index in backend.all_indexes():
            index.delete_stale_entries()
            index._refresh_title_norms(full=True)
        assert list(before.all()) == rows
        assert titles(wished(q="zebra")) == ["Zebra page"]
        assert [found.pk for found in backend.search("giraffes", Page)] == [page.pk]


def test_dates_at_the_end_of_time_do_no_harm() -> None:
    narrowed = narrowed_of(SearchWish(since=date.min, until=date.max), reader="en", now=NOW)
    assert narrowed.until is None
