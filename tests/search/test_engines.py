"""What every engine finds: the same questions and the same answers, whatever stands behind the search page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.engine.analysis import typed_words
from search.engine.question import Narrowed, Question, SearchEngine
from search.engine.wording import question_of, synonyms_of
from search.enums import Facet, Sort
from search.models.entry import SearchEntry
from tests.factories.search import NOW, an_entry
from tests.search.engines import ENGINES, filled
from tests.search.hostile import HOSTILE, storable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_index")]


# The node is the same whatever database stands beside it.
@pytest.fixture(params=["database", pytest.param("node", marks=pytest.mark.once)])
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    if request.param == "node":
        request.getfixturevalue("shared_node")
    return ENGINES[request.param]()


def found(engine: SearchEngine, query: str | Question, *, sort: Sort = Sort.RELEVANCE, **narrowed: Any) -> list[str]:
    """The titles of what is found, best first; `count` says the same as `ask`."""
    question = question_of(query) if isinstance(query, str) else query
    within = Narrowed(**narrowed)
    answer = engine.ask(question, within, sort=sort, start=0, stop=20)
    assert answer.total == engine.count(question, within)
    titles = dict(SearchEntry.objects.filter(pk__in=answer.ids).values_list("pk", "title"))
    return [titles[number] for number in answer.ids]


class TestWords:
    @pytest.mark.parametrize(
        ("language", "written", "asked"),
        [
            ("fr", "Le logement social", "logements"),
            ("fr", "Les logements sociaux", "logement"),
            ("fr", "Les logements sociaux", "social"),
            ("fr", "L'eau de la ville", "eau"),
            ("fr", "L’eau de la ville", "l'eau"),
            ("fr", "Une eau pure", "l’eau"),
            ("fr", "Ce qu'on fait aujourd’hui", "aujourd'hui"),
            ("fr", "L'École du quartier", "ecoles"),
            ("fr", "Des écoles", "école"),
            ("fr", "Les élus municipaux", "élue municipale"),
            ("fr", "Les hôpitaux nationaux", "hopital national"),
            ("fr", "Travaux de voirie", "travail"),
            ("ar", "بناء المدارس الجديدة", "مدرسة"),
            ("ar", "مدرسة جديدة", "المدارس"),
            ("ar", "توزيع المياه", "مياه"),
            ("ar", "مياه الشرب", "المياه"),
            ("ar", "مياه الشرب", "الماء"),
            ("ar", "تُوزَّع المياه على الأحياء", "احياء"),
            ("ar", "تُوزَّع المياه على الأحياء", "الحي"),
            ("ar", "مشاركة المواطنين", "مواطن"),
            ("ar", "مشاركة المواطنين", "المشاركات"),
            ("ar", "الإدارة", "ادارة"),
            ("ar", "شوارع المدينة", "للشارع"),
            ("ar", "ميزانية ٢٠٢٦", "2026"),
            ("en", "Housing for citizens", "citizen houses"),
            ("en", "Children's libraries", "library child"),
            ("en", "The café", "cafe"),
        ],
    )
    def test_an_inflected_form_is_found(self, engine: SearchEngine, language: str, written: str, asked: str) -> None:
        filled(engine, [an_entry(written, language=language), an_entry("Zebra", language=language)])
        assert found(engine, asked) == [written]

    def test_a_word_is_found_in_the_text_and_in_the_title_first(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Markets", "A stall in a street"), an_entry("Stalls", "In a street of markets")])
        assert found(engine, "stall") == ["Stalls", "Markets"]

    def test_all_words_have_to_occur_wherever_they_stand(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Stall licences", "For markets"), an_entry("Stall", "Elephants")])
        assert found(engine, "market stall") == ["Stall licences"]
        assert found(engine, "market elephant") == []

    def test_what_matches_better_comes_first(self, engine: SearchEngine) -> None:
        filled(
            engine,
            [
                an_entry("Streets", "A tree. " + "Other words stand here. " * 20),
                an_entry("Trees in streets", "Trees, and trees."),
            ],
        )
        assert found(engine, "tree street") == ["Trees in streets", "Streets"]

    def test_words_of_a_question_may_be_missing_where_they_say_nothing(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Price of water")])
        assert found(engine, "what is the price of the water") == ["Price of water"]
        assert found(engine, "quel est le prix de the water price") == []

    def test_a_question_of_such_words_only_still_asks_for_them(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Who we are"), an_entry("Water")])
        assert found(engine, "who are we") == ["Who we are"]

    @pytest.mark.parametrize("query", ["4.2", "4.2 trading", "C-2026-000123", "c-2026-000123", "2026"])
    def test_numbers_and_references_are_found_as_given(self, engine: SearchEngine, query: str) -> None:
        filled(engine, [an_entry("4.2 Trading", "See C-2026-000123."), an_entry("1.4.2 Trading", "See C-2025-000321.")])
        assert found(engine, query) == ["4.2 Trading"]

    def test_a_phrase_has_to_stand_as_it_is_quoted(self, engine: SearchEngine) -> None:
        filled(
            engine,
            [
                an_entry("One", "The right to clean water is for all"),
                an_entry("Two", "Water that is clean, by right"),
                an_entry("Trois", "Le droit à l’eau potable", language="fr"),
                an_entry("Clean", "water"),
            ],
        )
        assert found(engine, '"clean water"') == ["One"]
        assert found(engine, "“clean waters” right") == ["One"]
        assert found(engine, "« droits à l'eau »") == ["Trois"]
        assert found(engine, '"water clean"') == []

    def test_a_word_is_found_in_any_language(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Logements", language="fr"), an_entry("المدارس", language="ar")])
        assert found(engine, "logement") == ["Logements"]
        assert found(engine, "مدرسة") == ["المدارس"]

    def test_an_entry_that_is_written_again_is_found_by_its_new_words_only(self, engine: SearchEngine) -> None:
        (entry,) = filled(engine, [an_entry("Old words")])
        new = an_entry("New text", "with a body")
        for name in ("title", "body", "title_terms", "body_terms", "title_words"):
            setattr(entry, name, getattr(new, name))
        filled(engine, [entry])
        filled(engine, [entry])
        assert found(engine, "old") == []
        assert found(engine, "new body") == ["New text"]
        assert engine.suggest(["old"], Narrowed(), limit=5) == []


class TestSynonyms:
    SETS = (
        ("en", ["waste", "rubbish", "garbage collection"]),
        ("fr", ["vélo", "bicyclette"]),
        ("ar", ["نفايات", "قمامة"]),
    )

    @pytest.mark.parametrize(
        ("query", "title"),
        [
            ("waste", "Rubbish in the streets"),
            ("wasted", "Rubbish in the streets"),
            ("garbage collections", "Rubbish in the streets"),
            ("velos", "Ma bicyclette"),
            ("القمامة", "جمع النفايات"),
        ],
    )
    def test_whoever_asks_for_one_finds_the_other(self, engine: SearchEngine, query: str, title: str) -> None:
        language = "ar" if "ا" in title else "fr" if "Ma" in title else "en"
        filled(engine, [an_entry(title, language=language), an_entry("Waters")])
        assert found(engine, question_of(query, synonyms_of(self.SETS))) == [title]

    def test_a_synonym_of_several_words_has_to_stand_together(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Garbage collection"), an_entry("A collection of garbage"), an_entry("Waste")])
        assert set(found(engine, question_of("rubbish", synonyms_of(self.SETS)))) == {"Garbage collection", "Waste"}

    def test_the_words_of_a_phrase_are_still_found_apart(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("A collection of garbage"), an_entry("Garbage"), an_entry("Rubbish")])
        asked = question_of("garbage collection", synonyms_of(self.SETS))
        assert set(found(engine, asked)) == {"A collection of garbage", "Rubbish"}


def town() -> list[SearchEntry]:
    """Eight things about water that differ in all by which one narrows."""
    days = [NOW - timedelta(days=days) for days in (0, 1, 2, 400, 401, 800)]
    return [
        an_entry(
            "Water 1", kind="clause", process="consultation:a", themes=["water"], date=days[0], district_key="north"
        ),
        an_entry("Water 2", kind="clause", process="consultation:a", themes=["water", "health"], date=days[1]),
        an_entry(
            "Water 3", kind="comment", process="consultation:b", themes=["health"], date=days[2], body_key="works"
        ),
        an_entry("Water 4", kind="comment", readers=["en", "fr", "ar"], date=days[3], district_key="south"),
        an_entry("Water 5", kind="project", process="budget:c", date=days[4], district_key="north", body_key="works"),
        an_entry("Water 6", kind="project", date=None),
        an_entry("Eau 7 water", kind="clause", language="fr", date=days[5]),
        an_entry("Stale water", kind="clause", stale_since=NOW, themes=["water"], district_key="north"),
    ]


def numbers(titles: Sequence[str]) -> str:
    return "".join(letter for title in titles for letter in title if letter.isdigit())


class TestNarrowing:
    @pytest.mark.parametrize(
        ("narrowed", "left"),
        [
            ({}, "1234567"),
            ({"reader": "en"}, "123456"),
            ({"reader": "fr"}, "47"),
            ({"reader": "ar"}, "4"),
            ({"kinds": ("clause",)}, "127"),
            ({"kinds": ("clause", "project")}, "12567"),
            ({"kinds": ("unknown",)}, ""),
            ({"processes": ("consultation:a", "budget:c")}, "125"),
            ({"processes": ()}, ""),
            ({"themes": ("water",)}, "12"),
            ({"themes": ("health",)}, "23"),
            ({"themes": ("health", "water")}, "123"),
            ({"themes": ("heal",)}, ""),
            ({"districts": ("north",)}, "15"),
            ({"bodies": ("works",)}, "35"),
            ({"languages": ("fr",)}, "7"),
            ({"years": (2026,)}, "123"),
            ({"years": (2025, 2024)}, "457"),
            ({"since": NOW - timedelta(days=1)}, "12"),
            ({"until": NOW - timedelta(days=1)}, "3457"),
            ({"since": NOW - timedelta(days=2), "until": NOW}, "23"),
            ({"first_seen_after": NOW}, ""),
            ({"first_seen_after": NOW - timedelta(seconds=1)}, "1234567"),
            ({"kinds": ("clause",), "themes": ("health",), "reader": "en", "years": (2026,)}, "2"),
        ],
    )
    @pytest.mark.parametrize("query", ["water", ""])
    def test_filters(self, engine: SearchEngine, narrowed: dict[str, Any], left: str, query: str) -> None:
        filled(engine, town())
        assert "".join(sorted(numbers(found(engine, query, **narrowed)))) == left

    def test_a_key_that_looks_like_a_pattern_is_none(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Water", themes=["100%_a"]), an_entry("Water too", themes=["100xxa"])])
        assert found(engine, "water", themes=("100%_a",)) == ["Water"]

    def test_sorting_puts_what_has_no_date_last(self, engine: SearchEngine) -> None:
        filled(engine, town())
        for query in ("water", ""):
            assert numbers(found(engine, query, sort=Sort.NEWEST)) == "1234576"
            assert numbers(found(engine, query, sort=Sort.OLDEST)) == "7543216"
        assert numbers(found(engine, "", sort=Sort.RELEVANCE)) == "1234576"

    @pytest.mark.parametrize("sort", Sort)
    @pytest.mark.parametrize("query", ["water", ""])
    def test_pages_have_everything_once(self, engine: SearchEngine, sort: Sort, query: str) -> None:
        made = filled(engine, [an_entry("Water", date=NOW) for _number in range(25)])
        question = question_of(query)
        seen: list[int] = []
        for start in range(0, 30, 10):
            answer = engine.ask(question, Narrowed(), sort=sort, start=start, stop=start + 10)
            assert answer.total == 25
            seen += answer.ids
        assert sorted(seen) == sorted(entry.pk for entry in made)
        assert engine.ask(question, Narrowed(), sort=sort, start=100, stop=120).ids == []


def facets(engine: SearchEngine, query: str, **narrowed: Any) -> dict[str, dict[str, int]]:
    answer = engine.ask(
        question_of(query), Narrowed(**narrowed), sort=Sort.RELEVANCE, start=0, stop=1, facets=tuple(Facet)
    )
    return {facet.value: dict(counts) for facet, counts in answer.facets.items()}


class TestFacets:
    @pytest.mark.parametrize("query", ["water", ""])
    def test_each_value_is_counted(self, engine: SearchEngine, query: str) -> None:
        filled(engine, town())
        assert facets(engine, query) == {
            "kind": {"clause": 3, "comment": 2, "project": 2},
            "phase": {"consultation:a": 2, "consultation:b": 1, "budget:c": 1},
            "theme": {"water": 2, "health": 2},
            "district": {"north": 2, "south": 1},
            "language": {"en": 6, "fr": 1},
            "year": {"2026": 3, "2025": 2, "2024": 1},
            "body": {"works": 2},
        }

    def test_a_facet_counts_what_its_other_values_would_find(self, engine: SearchEngine) -> None:
        filled(engine, town())
        counted = facets(engine, "water", kinds=("clause",), themes=("health",), reader="en")
        assert counted["kind"] == {"clause": 1, "comment": 1}
        assert counted["theme"] == {"water": 2, "health": 1}
        assert counted["district"] == {}
        assert counted["year"] == {"2026": 1}

    def test_another_language_shows_what_is_written_in_it_whoever_reads(self, engine: SearchEngine) -> None:
        filled(engine, town())
        for narrowed in ({"reader": "en"}, {"reader": "ar"}, {"languages": ("fr",)}):
            assert facets(engine, "water", **narrowed)["language"] == {"en": 6, "fr": 1}

    def test_only_what_is_asked_for_is_counted(self, engine: SearchEngine) -> None:
        filled(engine, town())
        answer = engine.ask(
            question_of("water"), Narrowed(), sort=Sort.NEWEST, start=0, stop=1, facets=[Facet.YEAR, Facet.KIND]
        )
        assert set(answer.facets) == {Facet.YEAR, Facet.KIND}


class TestSuggesting:
    def suggested(self, engine: SearchEngine, typed: str, **narrowed: Any) -> set[str]:
        ids = engine.suggest(typed_words(typed), Narrowed(**narrowed), limit=10)
        return set(SearchEntry.objects.filter(pk__in=ids).values_list("title", flat=True))

    @pytest.mark.parametrize(
        ("language", "title", "typed"),
        [
            ("en", "Act on street markets", "mark"),
            ("en", "Act on street markets", "street mar"),
            ("en", "Act on street markets", "ma str"),
            ("fr", "L’École et l'eau", "ecol"),
            ("fr", "L’École et l'eau", "l'ea"),
            ("ar", "توزيع المياه", "ميا"),
            ("ar", "توزيع المياه", "المي"),
            ("ar", "توزيع المياه", "توزيع الم"),
        ],
    )
    def test_a_title_is_suggested_while_it_is_typed(
        self, engine: SearchEngine, language: str, title: str, typed: str
    ) -> None:
        filled(engine, [an_entry(title, language=language), an_entry("Zebra"), an_entry("Other", title)])
        wanted = set() if typed == "ma str" else {title}
        assert self.suggested(engine, typed) == wanted

    def test_only_titles_that_the_reader_would_find(self, engine: SearchEngine) -> None:
        filled(engine, town())
        assert numbers(sorted(self.suggested(engine, "wat", reader="fr"))) == "74"
        assert self.suggested(engine, "stale") == set()
        assert engine.suggest([], Narrowed(), limit=5) == []

    def test_not_more_than_asked_for(self, engine: SearchEngine) -> None:
        filled(engine, town())
        assert len(engine.suggest(["wat"], Narrowed(), limit=3)) == 3


class TestHostile:
    def test_every_question_gets_an_answer(self, engine: SearchEngine) -> None:
        filled(engine, [an_entry("Zebra crossing", "Nothing else"), *town()])
        for query in HOSTILE:
            question = question_of(query)
            within = Narrowed(reader="en", themes=(storable(query)[:80],))
            for sort in Sort:
                engine.ask(question, Narrowed(), sort=sort, start=0, stop=20, facets=tuple(Facet))
            engine.ask(question, within, sort=Sort.RELEVANCE, start=0, stop=20)
            engine.count(question, Narrowed())
            engine.suggest(typed_words(query)[:8], Narrowed(), limit=5)

    @pytest.mark.parametrize("text", [*HOSTILE, "\x01", "a" * 300_000, "a " * 200_000, "\u0301" * 50])
    def test_every_text_can_be_found_by_the_other_words_in_it(self, engine: SearchEngine, text: str) -> None:
        text = storable(text)
        filled(engine, [an_entry("Zebra", f"crossing {text}"), an_entry(f"Giraffe {text}")])
        assert found(engine, "crossing") == ["Zebra"]
        assert found(engine, "giraffe") == [f"Giraffe {text}"]


class TestStale:
    def test_it_is_not_found_not_counted_and_not_suggested(self, engine: SearchEngine) -> None:
        (entry,) = filled(engine, [an_entry("Secret plan", kind="clause", themes=["plans"])])
        assert found(engine, "secret") == ["Secret plan"]
        SearchEntry.objects.filter(pk=entry.pk).update(stale_since=datetime(2026, 6, 2, tzinfo=UTC))
        for query in ("secret", '"secret plan"', ""):
            assert found(engine, query) == []
            assert all(not counts for counts in facets(engine, query).values())
        assert engine.suggest(["secret"], Narrowed(), limit=5) == []
        SearchEntry.objects.filter(pk=entry.pk).update(stale_since=None)
        assert found(engine, "secret") == ["Secret plan"]


def test_a_question_costs_the_same_whatever_it_finds(engine: SearchEngine) -> None:
    costs = []
    for number in (1, 49):
        filled(engine, [an_entry(f"Water {number}", themes=[f"t{number}"]) for number in range(number)])
        facets(engine, "water")
        with CaptureQueriesContext(connection) as queries:
            facets(engine, "water", reader="en", kinds=("clause",))
            engine.count(question_of("water"), Narrowed())
            engine.suggest(["wat"], Narrowed(), limit=8)
        costs.append(len(queries))
    assert costs[0] == costs[1]
