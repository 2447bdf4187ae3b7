"""What the search node answers, without what it does not know in its present form."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from search.engine.elastic import NodeEngine
from search.engine.node_client import node_client, node_configured
from search.engine.question import Answer, EngineDownError, Narrowed, Question, SearchEngine
from search.enums import Facet, Sort
from search.models.change import LAGS_AFTER, UNREACHED, NodeUpdate
from search.models.entry import SearchEntry

# So many are left out of one question; when the node lags further behind, the database knows better.
MOST_LEFT_OUT = 1000


def node_engine() -> SearchEngine | None:
    """None where no node is configured."""
    return SearchNode() if node_configured() else None


class SearchNode:
    """A constant number of queries; all methods raise EngineDownError."""

    name = NodeEngine.name

    def ask(
        self, question: Question, narrowed: Narrowed, *, sort: Sort, start: int, stop: int, facets: Sequence[Facet] = ()
    ) -> Answer:
        return _engine().ask(question, narrowed, sort=sort, start=start, stop=stop, facets=facets)

    def count(self, question: Question, narrowed: Narrowed) -> int:
        return _engine().count(question, narrowed)

    def suggest(self, words: Sequence[str], narrowed: Narrowed, *, limit: int) -> Sequence[int]:
        return _engine().suggest(words, narrowed, limit=limit)


def _engine() -> NodeEngine:
    if node_client().breaker.is_resting():
        raise EngineDownError("the search node rests after a failure")
    # In no order: for that of their numbers a database would rather read all entries than the index of the few.
    stale = SearchEntry.objects.filter(stale_since__isnull=False).order_by().values_list("pk", flat=True)
    waiting = list(
        NodeUpdate.objects.order_by("entry").values_list("entry", "made_at", "last_error")[: MOST_LEFT_OUT + 1]
    )
    left_out = {*(entry for entry, *_how in waiting), *stale[: MOST_LEFT_OUT + 1]}
    late = timezone.now() - LAGS_AFTER
    # One that the node refuses would else keep it from being asked for ever; `search_check` names it.
    lags = any(made_at < late and (not error or error.startswith(UNREACHED)) for _entry, made_at, error in waiting)
    if lags or len(left_out) > MOST_LEFT_OUT:
        raise EngineDownError("the search node lags behind")
    return NodeEngine(left_out)
