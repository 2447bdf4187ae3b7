"""A consultation with one of everything that may and may not be public, and what its files hold."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from consultations.models.consultation import Consultation
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.services.answering import Answer, Step, give_answer
from consultations.services.selecting import select_comments
from hub.contributions.models.comment import Comment
from tests.factories.consultations import NOW, answering_moderator, clause_threads, coding, theme

Read = Callable[..., Any]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with freeze_time(NOW):
        yield


def address(consultation: Consultation, name: str, ending: str = "csv") -> str:
    return f"/open-data/consultations/{consultation.slug}/{name}.{ending}"


def answered_by_theme(consultation: Consultation, *comments: Comment) -> tuple[Theme, Theme, Selection]:
    """A theme with a sub-theme, both given to these, and a choice of them; the theme and the choice are answered."""
    moderator = answering_moderator()
    above = theme(consultation, "Noise", fr=("Le bruit", "Musique et terrasses"))
    below = theme(consultation, "Music at night", parent=above)
    for one in (above, below):
        coding(one, *comments)
    titles = {"en": "Letters of the traders", "fr": "Lettres des commerçants"}
    chosen = select_comments(consultation, comments, titles=titles, actor=moderator, now=NOW)
    changes = [(clause_threads(consultation)[0].clause_id, None)]
    steps = [Step({"en": "Signs are put up", "fr": "Des panneaux"}, date(2026, 9, 1)), Step({"en": "Inspectors come"})]
    reasons = {"en": "Nights are for sleeping.", "fr": "La nuit, on dort."}
    give_answer(above, Answer("accepted_in_part", reasons, "", changes, steps), actor=moderator, now=NOW)
    give_answer(chosen, Answer("not_accepted", {"en": "A licence is the law."}), actor=moderator, now=NOW)
    return above, below, chosen


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
