"""How the search node is spoken to: with short patience, and to OpenSearch in its own words.

The client is Elasticsearch's. It names media types that OpenSearch does not know, and it refuses answers without the
header of its own product; both are translated here, so that everything above speaks to either.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from elastic_transport import HttpHeaders, NodeConfig, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT
from urllib3 import Timeout

CONNECT_SECONDS = 1.0
_OF_ELASTICSEARCH = re.compile(r"application/vnd\.elasticsearch\+([\w\-]+);\s*compatible-with=\d+")


class QuickNode(Urllib3HttpNode):
    """A machine that does not take a connection within a second is down; an answer may take as long as was asked."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self._patience = config.request_timeout

    def perform_request(
        self, method: str, target: str, body: Any = None, headers: Any = None, request_timeout: Any = DEFAULT
    ) -> Any:
        seconds = self._patience if request_timeout is DEFAULT else request_timeout
        patience = Timeout(connect=CONNECT_SECONDS, read=seconds)
        return super().perform_request(method, target, body, headers, patience)  # type: ignore[arg-type]


class OpenSearchNode(QuickNode):
    def perform_request(
        self, method: str, target: str, body: Any = None, headers: Any = None, request_timeout: Any = DEFAULT
    ) -> Any:
        said = HttpHeaders({name: _plain(value) for name, value in (headers or {}).items()})
        answered = super().perform_request(method, target, body, said, request_timeout)
        heard = HttpHeaders({**answered.meta.headers, "x-elastic-product": "Elasticsearch"})
        return answered._replace(meta=replace(answered.meta, headers=heard))


def _plain(value: str) -> str:
    """ "application/vnd.elasticsearch+json; compatible-with=8" → "application/json"."""
    return _OF_ELASTICSEARCH.sub(r"application/\1", value)


NODE_CLASSES = {"elasticsearch": QuickNode, "opensearch": OpenSearchNode}
