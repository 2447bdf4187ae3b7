"""Which rows of Wagtail's index match a question, on SQLite's FTS5 and on PostgreSQL's full text.

Wagtail keeps the index and writes the question in the words of the database; the query around it is our own. Its own
one asks FTS5 anew for the rank of every single result, on SQLite multiplies ranks that are negative (so that more
words matching sorts a result down), and on PostgreSQL joins by a key as text, which reads the whole table of entries.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BigIntegerField, Case, F, FloatField, Func, QuerySet, Value, When
from django.db.models.functions import Cast
from wagtail.search.models import IndexEntry
from wagtail.search.query import And, Or, Phrase, PlainText, SearchQuery

from search.engine.question import Question, Term
from search.models.entry import SearchEntry

# How much more a word in the title says than one in the text.
TITLE_WEIGHT = 5.0


def matching(question: Question) -> QuerySet[Any]:
    """Rows with `entry`, the number of a `SearchEntry`, and `score`, the lower the better. Ordered by nobody yet."""
    return _matching(_query(question), "search")


def beginning(words: Sequence[str]) -> QuerySet[Any]:
    """The same for titles that have all these words, the last as the beginning of one."""
    return _matching(PlainText(" ".join(words), operator="and"), "autocomplete")


def entry_type() -> int:
    return ContentType.objects.get_for_model(SearchEntry).pk


def _query(question: Question) -> SearchQuery:
    return _one(And, [_one(Or, [_term(term) for term in group]) for group in question.groups])


def _one(several: type, queries: list[SearchQuery]) -> SearchQuery:
    return queries[0] if len(queries) == 1 else several(queries)


def _term(term: Term) -> SearchQuery:
    return PlainText(term.stems[0]) if len(term.stems) == 1 else Phrase(" ".join(term.stems))


def _matching(query: SearchQuery, purpose: str) -> QuerySet[Any]:
    return _on_postgresql(query, purpose) if connection.vendor == "postgresql" else _on_sqlite(query, purpose)


def _compiler(query: SearchQuery, purpose: str) -> Any:
    """Wagtail's, for its words only. Stems are not stemmed again by the server, whatever SEARCH_CONFIG says."""
    backend = _backend()
    if purpose == "autocomplete":
        return backend.autocomplete_query_compiler_class(SearchEntry.objects.all(), query)
    return backend.query_compiler_class(SearchEntry.objects.all(), query)


@lru_cache(maxsize=1)
def _backend() -> Any:
    from wagtail.search.backends.database import SearchBackend

    return SearchBackend({})


def _on_sqlite(query: SearchQuery, purpose: str) -> QuerySet[Any]:
    from modelsearch.backends.database.sqlite.query import MatchExpression
    from wagtail.search.models import SQLiteFTSIndexEntry

    columns = ["autocomplete"] if purpose == "autocomplete" else ["title", "body"]
    match = MatchExpression(columns, _compiler(query, purpose).build_search_query_content(query))
    return (
        SQLiteFTSIndexEntry.objects.filter(match)
        # As a sum no index serves it: SQLite would begin with all entries and ask FTS5 about each.
        .annotate(of_type=F("index_entry__content_type_id") + Value(0))
        .filter(of_type=entry_type())
        .annotate(entry=Cast("index_entry__object_id", BigIntegerField()), score=_BM25())
    )


class _BM25(Func):
    """FTS5's rank; its columns are the autocompletion, the body and the title."""

    template = f"bm25(wagtailsearch_indexentry_fts, 1.0, 1.0, {TITLE_WEIGHT})"
    output_field = FloatField()


def _on_postgresql(query: SearchQuery, purpose: str) -> QuerySet[Any]:
    from django.contrib.postgres.search import SearchRank

    asked = _compiler(query, purpose).build_tsquery_content(query, config="simple")
    # The title stands in the body's column, with a weight of its own: Wagtail's tables have no index over both.
    vector = F("autocomplete" if purpose == "autocomplete" else "body")
    weights = [1 / TITLE_WEIGHT, 1 / TITLE_WEIGHT, 1 / TITLE_WEIGHT, 1.0]  # D, C, B, A: only A, the title, is another
    number = Cast("object_id", BigIntegerField())
    return (
        IndexEntry.objects.filter(content_type_id=entry_type())
        .annotate(vector=vector)
        .filter(vector=asked)
        .annotate(
            # Rows of other models have keys that are no numbers: they are not even looked at.
            entry=Case(When(content_type_id=entry_type(), then=number), output_field=BigIntegerField()),
            score=Value(0.0) - SearchRank(F("vector"), asked, weights=weights, normalization=Value(1)),
        )
    )
