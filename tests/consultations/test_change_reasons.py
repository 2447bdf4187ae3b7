"""A published answer that accepted something explains the first change that its clause saw after it was asked about."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from consultations.selectors.reasons import has_contributions, reasons_of_changes
from tests.factories import whitepapers as make
from tests.factories.consultations import NOW, ConsultationFactory, answer, publish_report, thread_of
from tests.factories.contributions import CommentFactory
from whitepapers.selectors import clauses_by_block

pytestmark = pytest.mark.django_db


def reword(page: Any, *positions: int, text: str) -> Any:
    blocks = make.body_of(page)
    for position in positions:
        blocks[position]["value"]["text"] = f"<p>{text}</p>"
    return make.publish(make.set_body(page, blocks))


@pytest.fixture
def answered() -> tuple[Any, list[Any]]:
    """Three clauses asked about in version 1: accepted, noted, accepted. Version 2 changes the first two, 3 all."""
    with freeze_time(NOW):
        page = make.published_draft(clauses=3, slug="act")
        consultation = ConsultationFactory(analysis=True, document_page=page)
        for position in range(3):
            CommentFactory(hub_thread=thread_of(consultation, position))
        CommentFactory(hub_thread=thread_of(consultation, 0))
        for position, decision in enumerate(["accepted", "noted", "accepted_in_part"]):
            answer(consultation, position, decision=decision)
        publish_report(consultation)
        page = reword(page, 0, 1, text="Second words.")
        page = reword(page, 0, 1, 2, text="Third words.")
    blocks = make.body_of(page)
    clauses = clauses_by_block(page.translation_key)
    return page, [clauses[block["id"]] for block in blocks]


def versions(page: Any, clauses: list[Any], a: int, b: int) -> dict[int, list[int]]:
    found = reasons_of_changes(page.translation_key, [clause.pk for clause in clauses], a, b)
    return {index: [r.version for r in found[c.pk]] for index, c in enumerate(clauses) if c.pk in found}


def test_an_answer_explains_one_change_only(answered: tuple[Any, list[Any]]) -> None:
    page, clauses = answered
    assert versions(page, clauses, 1, 2) == {0: [2]}
    assert versions(page, clauses, 2, 3) == {2: [3]}
    assert versions(page, clauses, 1, 3) == {0: [2], 2: [3]}
    (reason,) = reasons_of_changes(page.translation_key, [clauses[0].pk], 1, 2)[clauses[0].pk]
    assert (reason.decision, reason.contributions) == ("accepted", 2)
    assert reason.contributions_url == f"{page.url}clauses/sec_1/"
    assert reason.url.endswith(f"#clause-{clauses[0].pk}")


def test_the_comparison_shows_it_beside_the_change(answered: tuple[Any, list[Any]]) -> None:
    page, _clauses = answered
    html = Client().get(f"{page.url}compare/1/2/").content.decode()
    assert html.count("Changed because") == 1
    assert "2 comments led to this" in html
    assert html.count("No cause was named for this change.") == 1


def test_queries_do_not_grow(answered: tuple[Any, list[Any]], django_assert_max_num_queries: Any) -> None:
    page, clauses = answered
    with django_assert_max_num_queries(25) as one:
        reasons_of_changes(page.translation_key, [clauses[0].pk], 1, 3)
    with django_assert_max_num_queries(len(one)):
        reasons_of_changes(page.translation_key, [clause.pk for clause in clauses], 1, 3)


def test_an_answer_that_is_not_public_explains_nothing() -> None:
    with freeze_time(NOW):
        page = make.published_draft(clauses=1)
        consultation = ConsultationFactory(analysis=True, document_page=page)
        assert not has_contributions(page.translation_key)
        CommentFactory(hub_thread=thread_of(consultation, 0), confidential=True)
        assert has_contributions(page.translation_key)
        answer(consultation, 0, decision="accepted")
        page = reword(page, 0, text="Other words.")
        (clause,) = clauses_by_block(page.translation_key).values()
        assert reasons_of_changes(page.translation_key, [clause.pk], 1, 2) == {}
