"""The one connection of this process to the search node."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

import structlog
from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError
from wagtail.search.backends import get_search_backend

from search.engine.node_backend import EntryIndex, SearchBackend
from search.engine.node_breaker import Breaker
from search.engine.question import EngineDownError

BACKEND = "node"
T = TypeVar("T")

log = structlog.get_logger("search.node")


def node_configured() -> bool:
    return BACKEND in settings.WAGTAILSEARCH_BACKENDS


class NodeClient:
    def __init__(self, backend: SearchBackend) -> None:
        self.backend = backend
        self.breaker = Breaker()

    @property
    def index(self) -> EntryIndex:
        """By the alias under which it answers."""
        return self.backend.get_index_for_model(None)

    def asked(self, question: Callable[[], T]) -> T:
        """What `question` gives. Raises EngineDownError when the node fails, at once while it rests after a failure."""
        if not self.breaker.may_ask():
            raise EngineDownError("the search node rests after a failure")
        try:
            answer = question()
        except BadRequestError as error:
            # It lives and does not understand: others need not wait for our mistake.
            self.breaker.answered()
            log.error("question not understood by the search node", error=str(error)[:200])
            raise EngineDownError("the search node did not understand") from error
        except (ApiError, TransportError) as error:
            self.breaker.failed()
            log.warning("search node does not answer", error=type(error).__name__)
            raise EngineDownError(f"the search node does not answer: {type(error).__name__}") from error
        self.breaker.answered()
        return answer


def node_client() -> NodeClient:
    """Raises KeyError where no node is configured."""
    return _client(json.dumps(settings.WAGTAILSEARCH_BACKENDS[BACKEND], sort_keys=True))


@lru_cache(maxsize=8)
def _client(configured: str) -> NodeClient:
    # Wagtail would make a new connection each time that it is asked for a backend.
    backend: Any = get_search_backend(BACKEND)
    return NodeClient(backend)
