"""A consultation with one of everything that may and may not be public, and what its files hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from tests.factories.consultations import NOW

Read = Callable[..., Any]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def address(consultation: Consultation, name: str, ending: str = "csv") -> str:
    return f"/open-data/consultations/{consultation.slug}/{name}.{ending}"


def text_of(response: Any) -> str:
    content: bytes = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


@pytest.fixture
def table(client: Client) -> Read:
    """`table(consultation, "clauses")`: the rows of the CSV file, by column."""

    def read(consultation: Consultation, name: str) -> list[dict[str, str]]:
        response = client.get(address(consultation, name))
        assert response.status_code == 200
        text = text_of(response)
        assert text.startswith("\ufeff"), "spreadsheets would take Arabic for something else"
        return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))

    return read


@pytest.fixture
def linked(client: Client) -> Read:
    """`linked(consultation, "clauses")`: the whole JSON-LD file."""

    def read(consultation: Consultation, name: str) -> dict[str, Any]:
        response = client.get(address(consultation, name, "jsonld"))
        assert response.status_code == 200
        assert response["Content-Type"].startswith("application/ld+json")
        found: dict[str, Any] = json.loads(text_of(response))
        return found

    return read
