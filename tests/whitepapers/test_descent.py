"""Split, merge and move: clauses keep their identity, and what came from what is written down for good."""

import pytest
from django.db import DatabaseError, connection, transaction

from hub.audit.models.entry import AuditEntry
from tests.factories import whitepapers as make
from whitepapers.models.clause import Clause
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.immutable import ImmutableRecordError
from whitepapers.selectors import clauses_by_block, parts_of

pytestmark = pytest.mark.django_db


def descents(page) -> list[tuple[int, str, str]]:
    rows = ClauseDescent.objects.filter(version__document=page.translation_key).order_by("pk")
    return list(rows.values_list("version__number", "clause__block_id", "ancestor__block_id"))


def split_first(page):
    """The first clause in two: the first half goes on as itself, the second says where it came from."""
    blocks = make.body_of(page)
    half = make.clause_block("Second half.", came_from=blocks[0]["id"])
    blocks[0]["value"] = {**blocks[0]["value"], "text": "<p>First half.</p>"}
    return make.publish(make.set_body(page, [blocks[0], half, *blocks[1:]])), blocks, half


def test_parts_tell_what_they_came_from() -> None:
    page = make.draft_page(body=[make.clause_block("x", came_from="a, b,,a"), make.heading_block("h", came_from="c")])
    assert [part.came_from for part in parts_of(page.body, "en")] == [("a", "b"), ("c",)]


def test_a_split_is_written_down_once_and_keeps_the_first_half() -> None:
    page = make.published_draft(clauses=3)
    was = clauses_by_block(page.translation_key)
    page, blocks, half = split_first(page)
    assert descents(page) == [(2, half["id"], blocks[0]["id"])]
    now = clauses_by_block(page.translation_key)
    assert {key: now[key].pk for key in was} == {key: clause.pk for key, clause in was.items()}
    assert AuditEntry.objects.filter(action="clause.descended").count() == 1
    body = make.body_of(page)
    body[2]["value"]["text"] = "<p>Other words.</p>"
    page = make.publish(make.set_body(page, body))
    assert len(descents(page)) == 1


def test_a_merger_names_the_clauses_that_went() -> None:
    page = make.published_draft(clauses=3)
    one, two, three = make.body_of(page)
    one["value"] = {**one["value"], "text": "<p>Both.</p>", "came_from": f"{two['id']},{three['id']}"}
    page = make.publish(make.set_body(page, [one]))
    assert descents(page) == [(2, one["id"], two["id"]), (2, one["id"], three["id"])]
    assert Clause.objects.exclude(retired_at=None).count() == 2
    # One comes back, and goes again into the same clause: that is a merger of its own.
    page = make.publish(make.set_body(page, [one, two]))
    page = make.publish(make.set_body(page, [one]))
    assert descents(page)[2:] == [(4, one["id"], two["id"])]


def test_unknown_and_own_ids_are_left_out() -> None:
    block = make.clause_block("One.")
    block["value"]["came_from"] = f"{block['id']},no-such-block"
    assert descents(make.published_draft(body=[block, make.clause_block("Two.")])) == []


def test_what_is_said_later_without_new_words_belongs_to_the_version_that_stands() -> None:
    page = make.published_draft(clauses=2)
    one, two = make.body_of(page)
    two["value"] = {**two["value"], "came_from": one["id"]}
    page = make.publish(make.set_body(page, [one, two]))
    assert descents(page) == [(1, two["id"], one["id"])]


def test_a_descent_is_never_changed() -> None:
    split_first(make.published_draft(clauses=1))
    row = ClauseDescent.objects.get()
    for forbidden in (row.save, row.delete, lambda: ClauseDescent.objects.update(clause_id=row.ancestor_id)):
        with pytest.raises(ImmutableRecordError):
            forbidden()
    with pytest.raises(DatabaseError, match="published version"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE whitepapers_clausedescent SET clause_id = ancestor_id")
