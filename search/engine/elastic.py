"""The connection to Elasticsearch, where SEARCH_URL names one: is the index there and fit to be asked?"""

from __future__ import annotations

from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch_dsl import Index, connections
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

ALIAS = "hub"
TIMEOUT_SECONDS = 3


def index_fault() -> str | None:
    """For `/readyz`: None when well, or one line that says what is wrong."""
    backend = get_search_backend()
    connections.add_connection(ALIAS, backend.es.options(request_timeout=TIMEOUT_SECONDS))
    index = Index(backend.get_index_for_model(Page).name, using=ALIAS)
    try:
        if not index.exists():
            return "the search index is missing: run manage.py update_index"
        health = connections.get_connection(ALIAS).cluster.health(index=index._name, level="indices")
    except (ApiError, TransportError) as error:
        return f"the search index cannot be asked: {type(error).__name__}"
    return "the search index has lost data (status red)" if health["status"] == "red" else None
