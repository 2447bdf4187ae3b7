"""The readiness of an Elasticsearch index, asked over HTTP of a server that speaks its protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from search.engine.elastic import index_fault


class Node(BaseHTTPRequestHandler):
    exists = True
    status = "green"
    asked: list[str]

    def _answer(self, code: int, body: dict[str, Any] | None = None) -> None:
        content = json.dumps(body or {}).encode()
        self.send_response(code)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json; compatible-with=8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def do_HEAD(self) -> None:
        type(self).asked.append(self.path)
        self._answer(200 if self.exists else 404)

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        self._answer(200, {"status": self.status})

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def node(settings: Any) -> Iterator[type[Node]]:
    handler = type("OneNode", (Node,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": [f"http://127.0.0.1:{server.server_port}"],
            "INDEX_PREFIX": "hub_",
            "OPTIONS": {"max_retries": 0},
        }
    }
    yield handler
    server.shutdown()
    server.server_close()


def test_a_healthy_index_is_ready(node: type[Node]) -> None:
    assert index_fault() is None
    assert node.asked[0] == "/hub_wagtailcore_page"


def test_a_missing_index_is_named_with_the_remedy(node: type[Node]) -> None:
    node.exists = False
    assert index_fault() == "the search index is missing: run manage.py update_index"


def test_an_index_that_lost_data_is_not_ready(node: type[Node]) -> None:
    node.status = "red"
    assert "red" in (index_fault() or "")


def test_a_node_that_does_not_answer_is_one_line(settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "wagtail.search.backends.elasticsearch8",
            "URLS": ["http://127.0.0.1:9"],
            "OPTIONS": {"max_retries": 0},
        }
    }
    assert (index_fault() or "").startswith("the search index cannot be asked")
