"""What the search is told about answers and outcome reports: what counts now and is public, and nothing else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import Page, PageViewRestriction

from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.pages import ConsultationIndexPage, ConsultationPage, OutcomeReportPage
from consultations.models.theme import ThemeName
from consultations.services.answering import answer_clause
from hub.core.search import SearchDocument, search_kinds
from tests.consultations.reported import QUOTED, SECRET, Reported, make_theme, reported
from tests.factories.consultations import (
    NOW,
    WEEK,
    ConsultationFactory,
    answer,
    answering_moderator,
    document_thread,
    publish_report,
    report_page,
    republish_report,
    thread_of,
)
from tests.factories.contributions import CommentFactory
from tests.factories.found import found, keys_of, topic
from tests.factories.whitepapers import clause_block, published_draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with freeze_time(NOW):
        yield


@pytest.fixture
def facts() -> Reported:
    made = reported()
    publish_report(
        made.consultation,
        introduction="<p>We <b>asked</b>.</p>",
        next_steps="<p>The council votes.</p>",
        methods="<p>Two people read all.</p>",
    )
    return made


def of(facts: Reported, what: Any) -> Outcome:
    field = {facts.theme: "theme", facts.chosen: "selection"}.get(what, "clause_thread")
    return Outcome.objects.get(**{field: what})


def in_french(consultation: Consultation) -> OutcomeReportPage:
    """The consultation and its report in French, as editors would translate them."""
    parent, original = ConsultationPage.objects.get(consultation=consultation), report_page(consultation)
    index = ConsultationIndexPage.objects.get(locale__language_code="fr")
    french = ConsultationPage(
        title="Nos places",
        consultation=consultation,
        slug="places",
        locale=index.locale,
        translation_key=parent.translation_key,
    )
    index.add_child(instance=french)
    page = OutcomeReportPage(
        title="Ce que vous avez dit",
        slug="bilan",
        locale=index.locale,
        translation_key=original.translation_key,
        live=False,
    )
    french.add_child(instance=page)
    page.save_revision().publish()
    return OutcomeReportPage.objects.get(pk=page.pk)


def everything() -> list[SearchDocument]:
    told = []
    for name in ("answer", "report"):
        keys = [*keys_of(name), *(str(pk) for pk in Outcome.objects.values_list("pk", flat=True))]
        told += search_kinds.get(name).documents([*keys, *map(str, Consultation.objects.values_list("pk"))], "en")
    return told


# --- answers ----------------------------------------------------------------------------------------------------------


def test_an_answer_to_a_clause_tells_decision_and_reason_in_each_language(facts: Reported) -> None:
    outcome = of(facts, facts.rows[0])
    told = found("answer", outcome.pk)
    assert {code: one.body for code, one in told.items()} == {
        "en": "Open until ten in summer.",
        "ar": "إلى العاشرة صيفًا.",
    }
    assert told["en"].title == "Clause 1: Accepted"
    assert told["ar"].title not in ("", told["en"].title)
    assert {code: one.readers for code, one in told.items()} == {"en": {"en", "fr"}, "ar": {"ar"}}
    one = told["en"]
    page = report_page(facts.consultation)
    assert one.url == f"{page.url}#clause-{facts.rows[0].clause_id}"
    assert one.part_of == "What may happen in our streets"
    assert (one.process, one.date) == (f"consultation:{facts.consultation.pk}", outcome.published_at)
    assert one.pages == (page.translation_key, page.get_parent().translation_key)
    assert one.responsible
    assert one.responsible.names["fr"] == "Department of public space"


def test_answers_to_themes_and_chosen_contributions_are_told(facts: Reported) -> None:
    url = report_page(facts.consultation).url
    (one,) = found("answer", of(facts, facts.theme).pk).values()
    assert (one.title, one.body) == ("Animals: Accepted in part", "Dogs may come before nine.")
    assert one.url == f"{url}#theme-{facts.theme.pk}"
    assert one.responsible
    assert one.responsible.key == "veterinary-office"
    (one,) = found("answer", of(facts, facts.chosen).pk).values()
    assert one.title == "Letters of the traders: Not accepted"
    assert one.url == f"{url}#chosen-{facts.chosen.pk}"


def test_a_theme_is_called_as_the_report_calls_it(facts: Reported) -> None:
    ThemeName.objects.filter(theme=facts.theme).update(name="Not public yet")
    make_theme(facts.consultation, en="Not public either")
    assert found("answer", of(facts, facts.theme).pk)["en"].title == "Animals: Accepted in part"
    assert not any("Not public" in f"{one.title} {one.body}" for one in everything())


def test_an_answer_to_the_whole_document_and_to_a_clause_without_a_number() -> None:
    page = published_draft(body=[clause_block("Dogs.", heading="Animals", numbering="unnumbered")])
    consultation = ConsultationFactory(analysis=True, document_page=page)
    whole = answer_clause(
        document_thread(consultation),
        decision="noted",
        reasons={"en": "Thank you."},
        actor=answering_moderator(),
        now=NOW,
    )
    clause = answer(consultation)
    publish_report(consultation)
    assert found("answer", whole.pk)["en"].title == "The document as a whole: Noted"
    assert found("answer", whole.pk)["en"].url.endswith(f"#document-{page.translation_key}")
    assert found("answer", clause.pk)["en"].title == "Animals: Accepted"


def test_an_answer_is_told_only_once_its_report_is_published() -> None:
    consultation = ConsultationFactory(analysis=True)
    CommentFactory(hub_thread=thread_of(consultation))
    outcome = answer(consultation, reasons={"en": "The lamps stay on."})
    assert everything() == []
    publish_report(consultation)
    assert found("answer", outcome.pk)
    assert keys_of("answer") == [str(outcome.pk)]


def test_a_later_answer_takes_its_place_when_it_is_published(facts: Reported) -> None:
    first = of(facts, facts.rows[0])
    later = answer(facts.consultation, 0, decision="noted", reasons={"en": "Only noted."}, now=NOW + WEEK)
    assert later.pk != first.pk
    assert found("answer", first.pk)
    assert not found("answer", later.pk)
    republish_report(facts.consultation, now=NOW + 2 * WEEK)
    assert not found("answer", first.pk)
    assert found("answer", later.pk)["en"].body == "Only noted."
    assert str(first.pk) not in keys_of("answer")
    assert "Only noted." in found("report", facts.consultation.pk)["en"].body
    assert "Open until ten" not in found("report", facts.consultation.pk)["en"].body


@pytest.mark.parametrize("how", ["taken down", "restricted", "restricted above"])
def test_nothing_is_told_while_the_report_cannot_be_read(facts: Reported, how: str) -> None:
    page = report_page(facts.consultation)
    assert everything()
    if how == "taken down":
        page.unpublish()
    else:
        restricted = Page.objects.get(pk=page.pk)
        restricted = restricted.get_parent() if how == "restricted above" else restricted
        PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert everything() == []


def test_a_report_outlives_the_page_of_its_consultation_and_does_not_name_it(facts: Reported) -> None:
    ConsultationPage.objects.get(consultation=facts.consultation).unpublish()
    told = everything()
    assert told
    assert {one.part_of for one in told} == {"What you said, and what we did"}
    assert {one.process for one in told} == {""}


def test_a_report_that_was_never_frozen_is_not_told() -> None:
    consultation = ConsultationFactory(analysis=True)
    parent = ConsultationPage.objects.get(consultation=consultation)
    parent.add_child(instance=OutcomeReportPage(title="Too early", slug="report", locale=parent.locale, live=True))
    assert everything() == []


# --- reports ----------------------------------------------------------------------------------------------------------


def test_a_report_tells_its_own_words_and_those_of_its_record(facts: Reported) -> None:
    topic("squares", ConsultationPage.objects.get(consultation=facts.consultation), en="Squares")
    (one,) = found("report", facts.consultation.pk).values()
    assert one.title == "What you said, and what we did"
    for words in (
        "Most of it changed.",
        "We asked.",
        "The council votes.",
        "Two people read all.",
        "Open until ten in summer.",
        "Dogs off the lead",
        "Letters of the traders",
        "Signs are put up",
        "The ministry has not said yet.",
    ):
        assert words in one.body, words
    assert "إلى العاشرة" not in one.body
    assert one.url == report_page(facts.consultation).url
    assert one.notes == ("No. 1, published 15 April 2026",)
    assert (one.readers, one.date) == ({"en", "fr", "ar"}, NOW)
    assert [each.key for each in one.themes] == ["squares"]
    assert keys_of("report") == [str(facts.consultation.pk)]


def test_each_language_of_a_report_has_the_words_of_that_language(facts: Reported) -> None:
    french = in_french(facts.consultation)
    told = found("report", facts.consultation.pk, reader="fr")
    assert (told["fr"].title, told["fr"].readers, told["en"].readers) == (french.title, {"fr"}, {"en", "ar"})
    assert "Open until ten" not in told["fr"].body
    assert {one.url for one in told.values()} == {french.url}
    assert {one.part_of for one in told.values()} == {"Nos places"}
    one = found("answer", of(facts, facts.rows[0]).pk, reader="fr")["en"]
    assert one.url.startswith(f"{french.url}#")


def test_nobodys_words_are_told(facts: Reported) -> None:
    told = "\n".join(f"{one.title}\n{one.body}" for one in everything())
    assert SECRET not in told
    assert QUOTED not in told
    assert "Amel" not in told


# --- cost -------------------------------------------------------------------------------------------------------------


def queries(kind: str, keys: list[str]) -> int:
    documents = search_kinds.get(kind).documents
    documents(keys, "fr")
    with CaptureQueriesContext(connection) as captured:
        assert documents(keys, "fr")
    return len(captured)


def test_telling_many_costs_as_many_queries_as_telling_one() -> None:
    consultations = []
    for number in range(5):
        consultation = ConsultationFactory(analysis=True, clauses=10)
        for index in range(10):
            answer(consultation, index)
        publish_report(consultation)
        topic(f"topic-{number}", ConsultationPage.objects.get(consultation=consultation), en="Topic")
        consultations.append(str(consultation.pk))
    answers = keys_of("answer")
    assert len(answers) == 50
    assert queries("answer", answers[:1]) == queries("answer", answers) <= 18
    assert queries("report", consultations[:1]) == queries("report", consultations) <= 12
