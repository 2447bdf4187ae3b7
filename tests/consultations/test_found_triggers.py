"""What makes the search tell things of consultations anew."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun import freeze_time

from consultations.models.consultation import ConsultationDocument
from consultations.models.event import EventText
from consultations.models.frozen_report import FrozenReport
from consultations.models.outcome import Outcome, OutcomeReason
from consultations.models.pages import ConsultationPage
from consultations.services import EventFacts, save_event
from tests.consultations.reported import Reported, reported
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    publish_report,
    report_page,
    republish_report,
)
from tests.factories.found import heard, told_after
from whitepapers.models.clause import Clause

pytestmark = pytest.mark.django_db

Pairs = set[tuple[str, str]]


@pytest.fixture(autouse=True)
def clock() -> Any:
    with freeze_time(NOW):
        yield


@pytest.fixture
def facts() -> Reported:
    made = reported()
    publish_report(made.consultation)
    walk = EventFacts(NOW, NOW + timedelta(hours=1), texts={"en": {"title": "A walk"}})
    save_event(made.consultation, None, walk, actor=None, now=NOW)
    ConsultationFactory(outcome=True)
    return made


def inside(facts: Reported) -> Pairs:
    key = str(facts.consultation.pk)
    event = facts.consultation.events.get()
    answered = ({"clause_thread": facts.rows[0]}, {"theme": facts.theme}, {"selection": facts.chosen})
    answers = [Outcome.objects.get(**one).pk for one in answered]
    return {("consultation", key), ("report", key), ("event", str(event.pk))} | {("answer", str(pk)) for pk in answers}


def about(facts: Reported) -> Pairs:
    document = facts.document.translation_key
    clauses = Clause.objects.filter(document=document)
    return {("document", str(document))} | {("clause", str(clause.pk)) for clause in clauses}


def test_rows_of_a_consultation_tell_what_they_are_part_of(facts: Reported) -> None:
    key = str(facts.consultation.pk)
    event = facts.consultation.events.get()
    outcome = Outcome.objects.get(theme=facts.theme)
    assert told_after(facts.consultation) == {("consultation", key), ("report", key)}
    assert told_after(event) == told_after(EventText.objects.get(event=event)) == {("event", str(event.pk))}
    assert told_after(outcome) == {("answer", str(outcome.pk))}
    assert told_after(OutcomeReason.objects.get(outcome=outcome)) == {("answer", str(outcome.pk))}
    assert told_after(FrozenReport.objects.get(consultation=facts.consultation)) == {("report", key)}


def test_a_document_that_comes_into_a_consultation_is_told_with_its_clauses(facts: Reported) -> None:
    row = ConsultationDocument.objects.get(consultation=facts.consultation)
    assert told_after(row) == {("consultation", str(facts.consultation.pk))} | about(facts)


def test_a_page_that_appears_tells_all_that_stands_in_it_and_the_documents_in_its_process(facts: Reported) -> None:
    page = ConsultationPage.objects.get(consultation=facts.consultation)
    with heard() as pairs:
        page.unpublish()
    # What stood on the page, the search sees for itself.
    assert set(pairs) == about(facts)
    with heard() as pairs:
        page.save_revision().publish()
    assert set(pairs) >= inside(facts) | about(facts)


def test_a_correction_of_a_page_leaves_the_rest_where_it_is(facts: Reported) -> None:
    page = ConsultationPage.objects.get(consultation=facts.consultation)
    with heard() as pairs:
        page.save_revision().publish()
    assert set(pairs) == {("consultation", str(facts.consultation.pk))}


def test_a_report_tells_the_answers_that_it_publishes_and_those_that_they_replace(facts: Reported) -> None:
    replaced = Outcome.objects.get(clause_thread=facts.rows[0])
    later = answer(facts.consultation, 0, decision="noted", reasons={"en": "Only noted."}, now=NOW + WEEK)
    with heard() as pairs:
        republish_report(facts.consultation, now=NOW + 2 * WEEK)
    told = {("report", str(facts.consultation.pk)), ("answer", str(replaced.pk)), ("answer", str(later.pk))}
    assert set(pairs) >= told


def test_a_report_that_is_back_is_told_although_it_says_nothing_new(facts: Reported) -> None:
    page = report_page(facts.consultation)
    page.unpublish()
    with heard() as pairs:
        page.save_revision().publish()
    assert {pair for pair in inside(facts) if pair[0] in ("report", "answer")} <= set(pairs)
