"""What a real node answers: the same questions, filters and facets as the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from search.engine.elastic import NodeEngine
from search.engine.question import EngineDownError, Narrowed, Question
from search.enums import Facet, Sort
from search.models.change import NodeUpdate
from search.models.entry import SearchEntry
from search.selectors.node import node_engine
from search.services.node import node_configured, node_fault, note, rebuild_node, send_due
from tests.search_node.entries import NOW, asks, entry, listed

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("empty_index")]
ALL = Narrowed()


def find(*words: str, narrowed: Narrowed = ALL, sort: Sort = Sort.RELEVANCE) -> list[int]:
    rebuild_node(NOW)
    engine = node_engine()
    assert engine
    question = asks(*words)
    answer = engine.ask(question, narrowed, sort=sort, start=0, stop=20)
    assert answer.total == len(answer.ids) == engine.count(question, narrowed)
    return list(answer.ids)


def facets(narrowed: Narrowed, *asked: Facet) -> dict[Facet, dict[str, int]]:
    rebuild_node(NOW)
    engine = node_engine()
    assert engine
    answer = engine.ask(Question(), narrowed, sort=Sort.RELEVANCE, start=0, stop=20, facets=asked)
    return {facet: dict(values) for facet, values in answer.facets.items()}


def keys(entries: Sequence[SearchEntry]) -> list[int]:
    return [one.pk for one in entries]


def test_all_words_have_to_occur_in_title_or_body(node: Any) -> None:
    both = entry("Water prices", "what a bath costs")
    entry("Water")
    assert find("water", "bath") == [both.pk]
    assert find("water", "absent") == []


def test_a_title_counts_more_than_a_body(node: Any) -> None:
    in_body, in_title = entry("Prices", "of water"), entry("Water")
    assert find("water") == keys([in_title, in_body])


def test_a_phrase_stands_in_one_place_and_either_of_two_words_will_do(node: Any) -> None:
    phrase = entry("A green roof")
    entry("The roof is green")
    waste, rubbish = entry("Waste"), entry("Rubbish")
    assert find("green roof") == [phrase.pk]
    assert set(find("waste/rubbish")) == {waste.pk, rubbish.pk}


def test_stems_are_ours_and_not_brought_down_once_more(node: Any) -> None:
    """ "news" would become "new" in the node's own English."""
    news = entry("News")
    entry("New")
    assert find("news") == [news.pk]


def test_arabic_words_are_found_as_we_fold_them(node: Any) -> None:
    water = entry("المياه في المدينة", language="ar")
    assert find("مياه") == [water.pk]


def test_without_a_question_all_is_found_newest_first_and_undated_last(node: Any) -> None:
    undated = entry("A", date=None)
    old = entry("B", date=NOW - timedelta(days=9))
    first, second = entry("C"), entry("D")
    assert find() == keys([second, first, old, undated])
    assert find(sort=Sort.OLDEST) == keys([old, first, second, undated])


def test_a_page_of_many(node: Any) -> None:
    made = [entry("Water", date=NOW + timedelta(minutes=number)) for number in range(7)]
    rebuild_node(NOW)
    answer = NodeEngine().ask(asks("water"), Narrowed(), sort=Sort.NEWEST, start=2, stop=4)
    assert (list(answer.ids), answer.total) == (keys([made[4], made[3]]), 7)


def test_readers_days_and_what_is_new_narrow(node: Any) -> None:
    french = entry(readers=listed("fr"), date=NOW - timedelta(days=3))
    both = entry(readers=listed("en", "fr"), first_seen_at=NOW + timedelta(days=1))
    assert find(narrowed=Narrowed(reader="en")) == [both.pk]
    assert set(find(narrowed=Narrowed(reader="fr"))) == {french.pk, both.pk}
    assert find(narrowed=Narrowed(until=NOW)) == [french.pk]
    assert find(narrowed=Narrowed(since=NOW)) == [both.pk]
    assert find(narrowed=Narrowed(first_seen_after=NOW)) == [both.pk]


def test_each_facet_is_counted_as_if_it_alone_were_not_narrowed(node: Any) -> None:
    entry(kind="clause", theme_keys=listed("trees", "water"), year=2025, district_key="north", body_key="parks")
    entry(kind="comment", theme_keys=listed("trees"), process="budget:1")
    entry(kind="comment", theme_keys=listed("roads"), process="budget:2", language="fr")
    found = facets(Narrowed(kinds=("comment",), themes=("trees",)), *Facet)
    assert found[Facet.KIND] == {"clause": 1, "comment": 1}
    assert found[Facet.THEME] == {"trees": 1, "roads": 1}
    assert found[Facet.YEAR] == {"2026": 1}
    assert found[Facet.PHASE] == {"budget:1": 1}
    assert found[Facet.LANGUAGE] == {"en": 1}
    assert found[Facet.DISTRICT] == found[Facet.BODY] == {}
    assert facets(Narrowed(), Facet.DISTRICT, Facet.BODY) == {Facet.DISTRICT: {"north": 1}, Facet.BODY: {"parks": 1}}


def test_every_facet_narrows(node: Any) -> None:
    one = entry(
        kind="answer", process="p", theme_keys=listed("t"), district_key="d", body_key="b", language="fr", year=2020
    )
    entry()
    for narrowed in (
        Narrowed(kinds=("answer",)),
        Narrowed(processes=("p",)),
        Narrowed(themes=("t",)),
        Narrowed(districts=("d",)),
        Narrowed(bodies=("b",)),
        Narrowed(languages=("fr",)),
        Narrowed(years=(2020,)),
    ):
        assert find(narrowed=narrowed) == [one.pk], narrowed
    assert find(narrowed=Narrowed(processes=())) == [], "no process is in the stages asked for"


def test_titles_are_suggested_by_whole_words_and_the_beginning_of_the_last(node: Any) -> None:
    roof = entry("Green roofs for the école", readers=listed("en"))
    entry("Greenhouse")
    rebuild_node(NOW)
    for typed in (["green", "ro"], ["roofs", "gre"], ["eco"]):
        assert roof.pk in NodeEngine().suggest(typed, Narrowed(), limit=5), typed
    assert list(NodeEngine().suggest(["green", "ro"], Narrowed(), limit=5)) == [roof.pk]
    assert NodeEngine().suggest(["green", "ro"], Narrowed(reader="fr"), limit=5) == []
    assert NodeEngine().suggest([], Narrowed(), limit=5) == []


def test_what_is_stale_or_not_told_yet_is_neither_found_nor_counted_nor_suggested(node: Any) -> None:
    stale, changed, told = entry("Water one"), entry("Water two"), entry("Water three")
    rebuild_node(NOW)
    SearchEntry.objects.filter(pk=stale.pk).update(stale_since=NOW)
    note([changed.pk], timezone.now())
    engine = node_engine()
    assert engine
    answer = engine.ask(asks("water"), Narrowed(), sort=Sort.RELEVANCE, start=0, stop=9, facets=[Facet.KIND])
    assert (list(answer.ids), answer.total) == ([told.pk], 1)
    assert answer.facets[Facet.KIND] == {"clause": 1}
    assert engine.count(asks("water"), Narrowed()) == 1
    assert list(engine.suggest(["wat"], Narrowed(), limit=9)) == [told.pk]
    SearchEntry.objects.update(stale_since=None)
    assert send_due(timezone.now()) == 1
    assert engine.count(asks("water"), Narrowed()) == 3


def test_a_node_that_lags_far_behind_is_not_asked(node: Any) -> None:
    engine = node_engine()
    assert engine
    note(range(1, 1001), timezone.now())
    assert engine.count(Question(), Narrowed()) == 0
    note([2000], timezone.now())
    with pytest.raises(EngineDownError):
        engine.count(Question(), Narrowed())


def test_a_node_that_misses_something_for_long_is_not_asked_unless_it_refuses_it(node: Any) -> None:
    engine = node_engine()
    assert engine
    note([7], timezone.now() - timedelta(seconds=29))
    assert engine.count(Question(), Narrowed()) == 0
    note([7], timezone.now() - timedelta(seconds=31))
    with pytest.raises(EngineDownError):
        engine.count(Question(), Narrowed())
    NodeUpdate.objects.update(tries=1, last_error="unreached: ConnectionTimeout")
    with pytest.raises(EngineDownError):
        engine.count(Question(), Narrowed())
    NodeUpdate.objects.update(last_error="illegal_argument_exception")
    assert engine.count(Question(), Narrowed()) == 0


def test_the_number_of_queries_does_not_grow(node: Any, django_assert_num_queries: Any) -> None:
    engine = node_engine()
    assert engine
    for _ in range(2):
        with django_assert_num_queries(2):
            engine.ask(asks("water"), Narrowed(), sort=Sort.RELEVANCE, start=0, stop=20, facets=list(Facet))
        note([entry().pk for _ in range(49)], timezone.now())


@pytest.mark.parametrize(
    ("language", "body", "asked", "marked"),
    [
        ("fr", "Le prix des logements sociaux", "logement", "logements"),
        ("fr", "Le prix de l’eau", "eau", "l’eau"),
        ("en", "The prices of houses", "house", "houses"),
        ("ar", "أسعار المياه في المدينة", "مياه", "المياه"),
    ],
)
def test_the_analyzers_of_the_node_know_the_languages(
    node: Any, language: str, body: str, asked: str, marked: str
) -> None:
    one = entry("A title", body, language=language)
    rebuild_node(NOW)
    found = NodeEngine().passages([one.pk], asked, language)
    assert f"\ue000{marked}\ue001" in found[one.pk]


def test_a_node_without_its_index_is_down_for_questions_and_for_readiness(node: Any) -> None:
    assert node_configured()
    assert node_fault() is None
    for name in node.index.names():
        node.backend.index_class(node.backend, name).delete()
    assert node_fault() == "the search index is missing; a worker makes it within a minute"
    with pytest.raises(EngineDownError):
        NodeEngine().count(Question(), Narrowed())
