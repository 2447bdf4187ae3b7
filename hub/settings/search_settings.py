"""Where is searched: the database always, and a search node beside it where SEARCH_URL names one."""

from typing import Any
from urllib.parse import urlsplit

# Wagtail names its indexes <prefix><app>_<model>: several hubs can share a cluster.
DEFAULT_PREFIX = "hub"


def search_backends(url: str) -> dict[str, dict[str, Any]]:
    """For WAGTAILSEARCH_BACKENDS. `url`: "database://", or "elasticsearch+http://user:password@host:9200/prefix", or
    the same with "opensearch+".

    "default" is the database wherever it is: the editor's search needs no node, and the public one falls back to it.
    """
    backends: dict[str, dict[str, Any]] = {"default": {"BACKEND": "search.adapters.wagtail_index"}}
    if url.startswith("database:"):
        return backends
    kind, plus, address = url.partition("+")
    if not plus:
        kind, address = "elasticsearch", url
    parts = urlsplit(address)
    backends["node"] = {
        "BACKEND": "search.engine.node_backend",
        "URLS": [f"{parts.scheme}://{parts.netloc}"],
        "INDEX_PREFIX": f"{parts.path.strip('/') or DEFAULT_PREFIX}_",
        "SPEAKS": kind,
        # Wagtail writes what is saved at once and forgets it when the node is away; ours goes through the outbox.
        "AUTO_UPDATE": False,
    }
    return backends
