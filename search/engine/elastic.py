"""What a search node is asked, written in elasticsearch-dsl: Elasticsearch 8 and OpenSearch 2 understand the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch_dsl import A, Q, Search

from search.engine.node_backend import ANALYZERS, OTHER
from search.engine.node_client import NodeClient, node_client, node_configured
from search.engine.question import Answer, Narrowed, Question, Term
from search.enums import Facet, Sort

TITLE_BOOST = 3
# By which column a facet narrows, and how many values are told of it. PHASE is told by process, and all are needed.
FACETS: Mapping[Facet, tuple[str, int]] = {
    Facet.KIND: ("kind_filter", 100),
    Facet.PHASE: ("process_filter", 10_000),
    Facet.THEME: ("theme_keys_filter", 1_000),
    Facet.DISTRICT: ("district_key_filter", 1_000),
    Facet.LANGUAGE: ("language_filter", 100),
    Facet.YEAR: ("year_filter", 200),
    Facet.BODY: ("body_key_filter", 1_000),
}
NEWEST = [{"date_filter": {"order": "desc", "missing": "_last"}}, {"entry": {"order": "desc"}}]
OLDEST = [{"date_filter": {"order": "asc", "missing": "_last"}}, {"entry": {"order": "asc"}}]


class NodeEngine:
    """One question to the node. `excluded`: entries that it knows in a form that is no longer public, or not yet."""

    name = "node"

    def __init__(self, excluded: Collection[int] = ()) -> None:
        self._excluded = excluded

    def ask(
        self, question: Question, narrowed: Narrowed, *, sort: Sort, start: int, stop: int, facets: Sequence[Facet] = ()
    ) -> Answer:
        client = node_client()
        search = self._search(client, narrowed).query(asked(question))
        # Of the hits all filters are asked, of each facet all but its own: so they may not stand in the query itself.
        search = search.post_filter(all_of(narrowed)) if facets else search.filter(all_of(narrowed))
        for facet in facets:
            column, most = FACETS[facet]
            counted = A("filter", all_of(narrowed, but=facet))
            counted.bucket("values", "terms", field=column, size=most)
            search.aggs.bucket(facet.value, counted)
        search = search.sort(*_order(question, sort))[start:stop]
        answer = client.asked(search.execute)
        return Answer(
            ids=[int(hit.meta.id) for hit in answer],
            total=answer.hits.total.value,
            facets={
                facet: {str(one.key): one.doc_count for one in answer.aggregations[facet.value]["values"].buckets}
                for facet in facets
            },
        )

    def count(self, question: Question, narrowed: Narrowed) -> int:
        client = node_client()
        search = self._search(client, narrowed).query(asked(question)).filter(all_of(narrowed))[0:0]
        return int(client.asked(search.execute).hits.total.value)

    def suggest(self, words: Sequence[str], narrowed: Narrowed, *, limit: int) -> Sequence[int]:
        if not words:
            return []
        client = node_client()
        # Not the node's completion suggester: it knows no filter, so it would tell titles that are no longer public.
        typed = Q("match_bool_prefix", title_words_edgengrams={"query": " ".join(words), "operator": "and"})
        search = self._search(client, narrowed).filter(typed).filter(all_of(narrowed)).sort(*NEWEST)[:limit]
        return [int(hit.meta.id) for hit in client.asked(search.execute)]

    def passages(self, ids: Sequence[int], words: str, language: str, *, width: int = 240) -> Mapping[int, str]:
        """Where these words stand in the bodies of entries in this language, as the node's own analyzer of the language
        finds them: plain text with the words between U+E000 and U+E001. Without a passage an entry is left out.
        """
        client = node_client()
        column = f"body_{language if language in ANALYZERS else OTHER}"
        search = (
            self._search(client, Narrowed())
            .filter("terms", entry=list(ids))
            .query("match", **{column: {"query": words, "operator": "and"}})
            .highlight(column, fragment_size=width, number_of_fragments=1)
            .highlight_options(pre_tags=["\ue000"], post_tags=["\ue001"])
        )[: len(ids)]
        found = client.asked(search.execute)
        return {int(hit.meta.id): hit.meta.highlight[column][0] for hit in found}

    def _search(self, client: NodeClient, narrowed: Narrowed) -> Any:
        search = (
            Search(using=client.backend.es, index=client.index.name)
            # A part of the answer would look like all of it.
            .params(allow_partial_search_results=False)
            .extra(track_total_hits=True)
            .source(False)
        )
        if self._excluded:
            search = search.exclude("terms", entry=sorted(self._excluded))
        for query in always(narrowed):
            search = search.filter(query)
        return search


def asked(question: Question) -> Any:
    if question.is_empty:
        return Q("match_all")
    return Q("bool", must=[_any_of(group) for group in question.groups])


def _any_of(group: Sequence[Term]) -> Any:
    """The best of its forms counts, and a title more than a body."""
    forms = []
    for term in group:
        kind, value = ("term", term.stems[0]) if len(term.stems) == 1 else ("match_phrase", " ".join(term.stems))
        name = "value" if kind == "term" else "query"
        forms.append(Q(kind, title_terms={name: value, "boost": TITLE_BOOST}))
        forms.append(Q(kind, body_terms={name: value}))
    return Q("dis_max", queries=forms, tie_breaker=0.3)


def always(narrowed: Narrowed) -> list[Any]:
    """What narrows hits and all facets alike."""
    found = []
    days: dict[str, str] = {}
    if narrowed.since:
        days["gte"] = narrowed.since.isoformat()
    if narrowed.until:
        days["lt"] = narrowed.until.isoformat()
    if days:
        found.append(Q("range", date_filter=days))
    if narrowed.first_seen_after:
        found.append(Q("range", first_seen_at_filter={"gt": narrowed.first_seen_after.isoformat()}))
    return found


def chosen(narrowed: Narrowed) -> dict[Facet, Any]:
    """By facet what narrows to its chosen values. No process in the stages asked for: nothing is found."""
    values: dict[Facet, Sequence[str | int] | None] = {
        Facet.KIND: narrowed.kinds or None,
        Facet.PHASE: narrowed.processes,
        Facet.THEME: narrowed.themes or None,
        Facet.DISTRICT: narrowed.districts or None,
        Facet.LANGUAGE: narrowed.languages or None,
        Facet.YEAR: narrowed.years or None,
        Facet.BODY: narrowed.bodies or None,
    }
    return {facet: Q("terms", **{FACETS[facet][0]: list(keys)}) for facet, keys in values.items() if keys is not None}


def all_of(narrowed: Narrowed, *, but: Facet | None = None) -> Any:
    """By what readers narrow, without one facet. Whoever chooses a language sees also what its readers are not told
    unasked, so each language is counted in that way.
    """
    queries = [query for facet, query in chosen(narrowed).items() if facet is not but]
    if narrowed.reader and but is not Facet.LANGUAGE:
        queries.append(Q("term", readers_filter=narrowed.reader))
    return Q("bool", filter=queries)


def _order(question: Question, sort: Sort) -> list[Any]:
    if sort is Sort.OLDEST:
        return OLDEST
    if sort is Sort.NEWEST or question.is_empty:
        return NEWEST
    return ["_score", *NEWEST]


def index_fault() -> str | None:
    """For `/readyz`: None when well, or one line that says what is wrong."""
    if not node_configured():
        return None
    client = node_client()
    try:
        if not client.index.exists():
            return "the search index is missing; a worker makes it within a minute"
        health = client.backend.es.cluster.health(index=client.index.name, level="indices")
    except (ApiError, TransportError) as error:
        return f"the search index cannot be asked: {type(error).__name__}"
    return "the search index has lost data (status red)" if health["status"] == "red" else None
