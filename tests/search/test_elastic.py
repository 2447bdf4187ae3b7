"""The readiness of the search node, and how it is spoken to, over HTTP of a server that says what a node would say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from hub.settings.search_settings import search_backends
from search.engine.elastic import NodeEngine, index_fault
from search.engine.node_breaker import Breaker
from search.engine.node_client import node_client, node_configured
from search.engine.question import EngineDownError, Narrowed, Question

NOBODY = "http://127.0.0.1:9"


class Server(BaseHTTPRequestHandler):
    """Elasticsearch: it wants its own media type and says its name in a header."""

    exists = True
    status = "green"
    media_type = "application/vnd.elasticsearch+json; compatible-with=8"
    headers_told = {"X-Elastic-Product": "Elasticsearch"}
    asked: list[str]

    def _answer(self, code: int, body: dict[str, Any] | None = None) -> None:
        accepted = self.headers["Accept"]
        assert accepted == self.media_type, accepted
        content = json.dumps(body or {}).encode()
        self.send_response(code)
        for name, value in self.headers_told.items():
            self.send_header(name, value)
        self.send_header("Content-Type", self.media_type)
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

    def do_POST(self) -> None:
        type(self).asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.code_of_answers, {"hits": {"total": {"value": 3, "relation": "eq"}, "hits": []}})

    code_of_answers = 200

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class OpenSearch(Server):
    """It knows neither the media type nor the header."""

    media_type = "application/json"
    headers_told = {}


def _serve(kind: type[Server], name: str, settings: Any) -> Iterator[type[Server]]:
    handler = type("OneNode", (kind,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.WAGTAILSEARCH_BACKENDS = search_backends(f"{name}+http://127.0.0.1:{server.server_port}/city")
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture(params=[(Server, "elasticsearch"), (OpenSearch, "opensearch")], ids=["elasticsearch", "opensearch"])
def server(request: pytest.FixtureRequest, settings: Any) -> Iterator[type[Server]]:
    yield from _serve(*request.param, settings)


def test_a_healthy_index_is_ready(server: type[Server]) -> None:
    assert index_fault() is None
    assert server.asked[0] == "/_alias/city_search_searchentry"


def test_a_missing_index_is_named_with_who_makes_it(server: type[Server]) -> None:
    server.exists = False
    assert index_fault() == "the search index is missing; a worker makes it within a minute"


def test_an_index_that_lost_data_is_not_ready(server: type[Server]) -> None:
    server.status = "red"
    assert "red" in (index_fault() or "")


def test_a_question_is_asked_in_the_words_that_the_server_knows(server: type[Server]) -> None:
    assert NodeEngine().count(Question(), Narrowed()) == 3


@pytest.mark.parametrize("code", [404, 429, 500, 503])
def test_a_server_that_fails_is_down_and_not_asked_again_at_once(server: type[Server], code: int) -> None:
    server.code_of_answers = code
    for _ in range(3):
        with pytest.raises(EngineDownError):
            NodeEngine().count(Question(), Narrowed())
    assert len(server.asked) == 1


def test_one_question_that_is_not_understood_does_not_keep_others_away(server: type[Server]) -> None:
    server.code_of_answers = 400
    with pytest.raises(EngineDownError):
        NodeEngine().count(Question(), Narrowed())
    server.code_of_answers = 200
    assert NodeEngine().count(Question(), Narrowed()) == 3


@pytest.mark.parametrize("kind", ["elasticsearch", "opensearch"])
def test_a_node_that_does_not_answer_is_one_line(settings: Any, kind: str) -> None:
    settings.WAGTAILSEARCH_BACKENDS = search_backends(f"{kind}+{NOBODY}")
    assert (index_fault() or "").startswith("the search index cannot be asked")
    with pytest.raises(EngineDownError):
        NodeEngine().count(Question(), Narrowed())


def test_without_a_node_nothing_is_wrong_with_it() -> None:
    assert not node_configured()
    assert index_fault() is None


@pytest.mark.parametrize(
    ("url", "host", "prefix", "speaks"),
    [
        (
            "elasticsearch+https://me:pa%2Fss@search.city:9200/town",
            "https://me:pa%2Fss@search.city:9200",
            "town_",
            None,
        ),
        ("opensearch+http://search:9200", "http://search:9200", "hub_", "opensearch"),
        ("http://search:9200/", "http://search:9200", "hub_", None),
    ],
)
def test_the_address_of_the_node(url: str, host: str, prefix: str, speaks: str | None) -> None:
    backends = search_backends(url)
    assert backends["default"] == search_backends("database://")["default"], "the editor's search needs no node"
    node = backends["node"]
    assert (node["URLS"], node["INDEX_PREFIX"], node["SPEAKS"]) == ([host], prefix, speaks or "elasticsearch")


def test_a_password_reaches_the_node_as_it_is(settings: Any) -> None:
    settings.WAGTAILSEARCH_BACKENDS = search_backends("elasticsearch+http://me:secret@127.0.0.1:9/x")
    assert "authorization" in node_client().backend.es._headers


def test_one_tries_after_the_rest_while_the_others_go_on_resting() -> None:
    seconds = [0.0]
    breaker = Breaker(rest=10, clock=lambda: seconds[0])
    assert breaker.may_ask()
    breaker.failed()
    assert not breaker.may_ask()
    assert breaker.is_resting()
    seconds[0] = 10.0
    assert not breaker.is_resting()
    assert [breaker.may_ask(), breaker.may_ask()] == [True, False]
    breaker.answered()
    assert breaker.may_ask()
    assert breaker.may_ask()
