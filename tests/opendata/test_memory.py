"""A file is written while it is sent: its length is no matter for memory, nor for the number of queries."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_comments_xtd.models import XtdComment

from consultations.exports.contributions import CONTRIBUTIONS
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import CHUNK
from hub.contributions.models.comment import Comment
from hub.opendata.engine import streams
from tests.factories.consultations import ConsultationFactory, publish_report, thread_of
from tests.factories.contributions import CommentFactory
from tests.opendata.conftest import address, answered_by_theme

pytestmark = pytest.mark.django_db
WORDS = "I walk at the harbour each evening and would like it to stay open. " * 20


def many(count: int, *, reported: bool = False) -> Consultation:
    """One comment by the services, and its like `count` times: what is measured here is reading.

    `reported`: with two themes for each, and the report that makes them public.
    """
    consultation: Consultation = ConsultationFactory(analysis=reported, open=not reported)
    model = CommentFactory(hub_thread=thread_of(consultation), body=WORDS)
    themes = answered_by_theme(consultation, model)[:2] if reported else ()
    if reported:
        publish_report(consultation)
    first = 1_000_000 + model.pk * 10_000  # far from where the database counts on
    for table in (*reversed(XtdComment._meta.get_parent_list()), XtdComment, Comment):
        fields = table._meta.local_concrete_fields
        values = [field.get_db_prep_save(getattr(model, field.attname), connection) for field in fields]
        own: dict[str, Callable[[int], object]] = {
            "reference": lambda number: f"C-2026-{first + number}",
            "submission_key": lambda number: None,
        }
        copies = (
            [
                first + number if field.primary_key else own.get(field.name, lambda _number, known=value: known)(number)
                for field, value in zip(fields, values, strict=True)
            ]
            for number in range(count)
        )
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(table._meta.db_table)
            cursor.executemany(f"INSERT INTO {name} ({names}) VALUES ({marks})", copies)
    CommentTheme.objects.bulk_create(
        CommentTheme(comment_id=first + number, theme=one) for number in range(count) for one in themes
    )
    return consultation


def spent(client: Client, where: str) -> tuple[int, int, int]:
    """Queries, most bytes held at once, bytes sent."""
    b"".join(client.get(where).streaming_content)  # warm
    with CaptureQueriesContext(connection) as captured:
        response: Any = client.get(where)
        tracemalloc.start()
        sent = sum(len(piece) for piece in response.streaming_content)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return len(captured), peak, sent


@pytest.mark.parametrize(("ending", "reported"), [("csv", False), ("jsonld", False), ("csv", True)])
def test_five_thousand_contributions_cost_the_queries_of_fifty_and_are_never_held_together(
    client: Client, ending: str, reported: bool
) -> None:
    few = spent(client, address(many(50, reported=reported), "contributions", ending))
    some = spent(client, address(many(1_000, reported=reported), "contributions", ending))
    lots = spent(client, address(many(5_000, reported=reported), "contributions", ending))
    assert few[0] == some[0] == lots[0]
    assert lots[2] > 4 * some[2]
    assert lots[1] < 1.5 * some[1], "memory grows with the length of the file"
    assert lots[1] < lots[2] / 4, "the file was built before it was sent"


def test_rows_are_read_as_they_are_sent() -> None:
    consultation = many(3 * CHUNK)
    read = 0

    def counted() -> Any:
        nonlocal read
        for row in CONTRIBUTIONS.rows(consultation):
            read += 1
            yield row

    pieces = streams.in_pieces(streams.csv_text(CONTRIBUTIONS, counted()))
    assert len(next(pieces)) < 100_000
    assert 0 < read <= CHUNK
