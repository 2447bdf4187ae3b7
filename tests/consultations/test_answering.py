"""Answers: who gives them, what they must say, and that a public one is never changed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from consultations.models.outcome import Outcome
from consultations.selectors.outcomes import published_outcomes
from consultations.services import answer_clause
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.models.entry import AuditEntry
from tests.factories import accounts
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    clause_threads,
    publish_report,
    republish_report,
)
from tests.factories.contributions import CommentFactory

pytestmark = pytest.mark.django_db


def test_an_answer_has_a_decision_a_reason_and_an_audit_row():
    consultation = ConsultationFactory(analysis=True)
    moderator = accounts.bob()
    outcome = answer(
        consultation,
        decision="accepted_in_part",
        reasons={"en": " Yes, until ten. ", "fr": "Oui, jusqu’à dix heures.", "ar": "   "},
        actor=moderator,
    )
    assert {reason.language: reason.text for reason in outcome.reasons.all()} == {
        "en": "Yes, until ten.",
        "fr": "Oui, jusqu’à dix heures.",
    }
    assert outcome.decided_by == moderator
    entry = AuditEntry.objects.get(action="outcome.decided")
    assert entry.reason_code == "accepted_in_part"
    assert entry.data["clause"] == str(clause_threads(consultation)[0].clause_id)
    assert "Yes" not in str(entry.data), "the log holds ids and codes, never words"


@pytest.mark.parametrize("reasons", [{}, {"en": ""}, {"en": "  \n"}])
def test_an_answer_without_a_reason_is_refused(reasons):
    consultation = ConsultationFactory(analysis=True)
    with pytest.raises(ConsultationError) as refusal:
        answer_clause(clause_threads(consultation)[0], decision="noted", reasons=reasons, actor=accounts.bob(), now=NOW)
    assert refusal.value.where == "reasons"
    assert not Outcome.objects.exists()


def test_unknown_decisions_and_languages_are_refused():
    row = clause_threads(ConsultationFactory(analysis=True))[0]
    moderator = accounts.bob()
    with pytest.raises(ConsultationError):
        answer_clause(row, decision="maybe", reasons={"en": "So."}, actor=moderator, now=NOW)
    with pytest.raises(ConsultationError):
        answer_clause(row, decision="noted", reasons={"tlh": "Qapla’"}, actor=moderator, now=NOW)


def test_outsiders_do_not_answer():
    row = clause_threads(ConsultationFactory(analysis=True))[0]
    for person in (accounts.alice(), accounts.carol(), accounts.dan(), AnonymousUser(), None):
        with pytest.raises(NotAllowedError):
            answer_clause(row, decision="noted", reasons={"en": "So."}, actor=person, now=NOW)
    assert not AuditEntry.objects.filter(action="outcome.decided").exists()


def test_nothing_is_answered_before_it_opens_early_answers_are_kept_back():
    coming = ConsultationFactory(announced=True)
    with pytest.raises(NotAllowedError):
        answer(coming)
    running = ConsultationFactory(open=True)
    answer(running)
    assert published_outcomes([row.thread_id for row in clause_threads(running)]) == {}


def test_an_answer_that_is_not_public_is_rewritten():
    consultation = ConsultationFactory(analysis=True)
    first = answer(consultation, decision="noted")
    second = answer(consultation, decision="accepted")
    assert first.pk == second.pk
    assert AuditEntry.objects.filter(action="outcome.decided").count() == 2


def test_saving_the_same_answer_again_changes_and_records_nothing():
    consultation = ConsultationFactory(analysis=True)
    answer(consultation)
    again = answer(consultation, now=NOW + WEEK)
    assert again.decided_at == NOW
    assert AuditEntry.objects.filter(action="outcome.decided").count() == 1


def test_a_public_answer_stays_until_the_next_report():
    consultation = ConsultationFactory(analysis=True)
    thread = clause_threads(consultation)[0].thread
    CommentFactory(hub_thread=thread)
    answer(consultation, decision="not_accepted", reasons={"en": "No."})
    publish_report(consultation)
    answer(consultation, decision="accepted", reasons={"en": "On reflection, yes."}, now=NOW + WEEK)
    public = published_outcomes([thread.pk])[thread.pk]
    assert (public.decision, public.reason) == ("not_accepted", "No.")
    republish_report(consultation, now=NOW + 2 * WEEK)
    public = published_outcomes([thread.pk])[thread.pk]
    assert (public.decision, public.reason) == ("accepted", "On reflection, yes.")
    kept = Outcome.objects.get(clause_thread__thread=thread, number=1)
    assert kept.reasons.get().text == "No.", "the first answer stays on record"


def test_the_reason_is_given_in_the_readers_language_or_else_in_another_with_its_name():
    from django.utils import translation

    consultation = ConsultationFactory(analysis=True)
    thread = clause_threads(consultation)[0].thread
    answer(consultation, reasons={"en": "Yes.", "ar": "نعم."})
    publish_report(consultation)
    with translation.override("ar"):
        assert published_outcomes([thread.pk])[thread.pk].reason == "نعم."
    with translation.override("fr"):
        public = published_outcomes([thread.pk])[thread.pk]
        assert (public.reason, public.reason_language) == ("Yes.", "en")
