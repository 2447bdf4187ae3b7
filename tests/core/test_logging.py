"""What a log line may hold. Lines are read from the stream that an operator reads."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
import structlog
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from hub.core.logging import configuration, mask

SECRET_PATH = "/c/C-2026-000123-secret-token/"


def answer(request: HttpRequest, reference: str) -> HttpResponse:
    if "missing" in reference:
        raise Http404(reference)
    if "broken" in reference:
        raise ValueError(f"Key (email)=(amina@example.net) already exists: {reference[:3]}")
    return HttpResponse(reference)


urlpatterns = [path("c/<str:reference>/", answer, name="trace")]
handler404 = "hub.core.views.errors.page_not_found"
handler500 = "hub.core.views.errors.server_error"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Production's configuration, written to a string."""
    stream = io.StringIO()
    config = configuration(as_json=True)
    config["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(config)
    yield stream
    logging.config.dictConfig(configuration(as_json=False))


def read(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_without_its_path_query_address_or_visitor(lines):
    response = Client(headers={"user-agent": "Amina's telephone"}).get(
        SECRET_PATH, {"q": "my opinion", "email": "amina@example.net"}, REMOTE_ADDR="203.0.113.77"
    )
    (line,) = read(lines)
    assert line["event"] == "request"
    assert line["route"] == "trace"
    assert line["method"] == "GET"
    assert line["status"] == 200
    assert line["ms"] >= 0
    assert line["request_id"] == response["X-Request-ID"]
    for private in ("secret-token", "C-2026", "opinion", "amina", "203.0.113.77", "telephone"):
        assert private not in lines.getvalue()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_page_that_is_not_there_leaves_no_trace_of_its_address(lines):
    Client().get("/c/missing-secret-token/")
    Client().get("/what/I/typed/secret-token")
    assert [line["status"] for line in read(lines)] == [404, 404]
    assert "secret-token" not in lines.getvalue()


@pytest.mark.urls(__name__)
@pytest.mark.django_db
def test_a_fault_is_told_with_its_traceback_and_without_addresses(lines):
    response = Client(raise_request_exception=False).get("/c/broken-secret-token/")
    assert response.status_code == 500
    fault, line = read(lines)
    assert "ValueError" in fault["exception"]
    assert fault["route"] == "trace"
    assert fault["request_id"] == line["request_id"] == response["X-Request-ID"]
    assert line["level"] == "error"
    for private in ("amina", "secret-token"):
        assert private not in lines.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "sent to amina.b+hub@mail.example.net.",
        "next=/en/?email=amina%40example.net&x=1",
        'To: "Amina" <amina@example.net>, Karim <karim@exemple.fr>',
        "Key (email)=(amina@example.net) already exists.",
        "حساب amina@example.net موجود",
        "Invalid request from ip=203.0.113.9: bad header",
    ],
)
def test_whatever_looks_like_an_address_is_masked(text):
    masked = mask(text)
    for private in ("amina", "karim", "203.0.113.9", "example.net"):
        assert private not in masked.replace('"Amina"', "")
    assert "[masked]" in masked


def test_masking_leaves_ordinary_text_alone():
    for text in ("3 jobs ran", "price=12.50", "a @ b", "{'part': 'search'}"):
        assert mask(text) == text


@pytest.mark.django_db
def test_probes_that_find_all_well_are_not_news(lines, monkeypatch):
    from hub.core.registries import health_checks

    Client().get("/healthz")
    Client().get("/readyz")
    assert read(lines) == []
    monkeypatch.setitem(health_checks._items, "search", lambda: "it is down")
    Client().get("/readyz")
    (line,) = read(lines)
    assert (line["route"], line["status"], line["level"]) == ("readyz", 503, "warning")


def test_values_of_every_shape_are_masked(lines):
    structlog.get_logger("x").info("sent", to=["amina@example.net"], data={"who": ("amina@example.net", 3)})
    assert "amina" not in lines.getvalue()
    assert read(lines)[0]["data"]["who"][1] == 3


def test_lines_of_libraries_have_the_same_shape(lines):
    logging.getLogger("somebody.else").warning("mailing %s", "amina@example.net")
    (line,) = read(lines)
    assert line["event"] == "mailing [masked]"
    assert line["level"] == "warning"
    assert line["logger"] == "somebody.else"
    assert line["timestamp"].endswith("Z")
