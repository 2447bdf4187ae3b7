"""What consultations put on the front page of those who work on them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from consultations.selectors.desk import consultations_on_desk
from tests.factories import accounts
from tests.factories.consultations import NOW, WEEK, ConsultationFactory, answer, thread_of
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock():
    with freeze_time(NOW):
        yield


def test_what_comes_next_stands_first_and_what_is_answered_is_gone():
    ConsultationFactory(slug="later", title="Later", closes_at=NOW + 9 * WEEK)
    ConsultationFactory(slug="soon", title="Soon", closes_at=NOW + timedelta(days=6))
    ConsultationFactory(slug="due", title="Due", analysis=True)
    ConsultationFactory(slug="done", title="Done", outcome=True)
    items = consultations_on_desk(accounts.carol(), NOW)
    assert [item.title for item in items] == ["Soon", "Later", "Due"]
    assert [item.urgent for item in items] == [True, False, False]
    assert items[0].notes == ("Closes 21 April 2026",)


def test_clauses_without_an_answer_are_counted_until_they_have_one():
    consultation = ConsultationFactory(open=True)
    CommentFactory(published=True, hub_thread=thread_of(consultation, 1))
    (item,) = consultations_on_desk(accounts.bob(), NOW)
    assert item.notes[1:] == ("1 comment", "1 clause has comments and no answer")
    answer(consultation, 1)
    (item,) = consultations_on_desk(accounts.UserFactory(analyst=True), NOW)
    assert item.notes[1:] == ("1 comment",)


def test_others_have_nothing_on_it():
    ConsultationFactory(open=True)
    assert consultations_on_desk(accounts.dan(), NOW) == []


def test_ten_cost_what_one_costs():
    carol = accounts.carol()
    ConsultationFactory(open=True)
    consultations_on_desk(carol, NOW)  # reads her roles once
    with CaptureQueriesContext(connection) as one:
        consultations_on_desk(carol, NOW)
    for _ in range(9):
        ConsultationFactory(open=True)
    with CaptureQueriesContext(connection) as ten:
        assert len(consultations_on_desk(carol, NOW)) == 10
    assert len(one) == len(ten)
