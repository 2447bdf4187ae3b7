"""What the search is told about consultations and their meetings, and where each consultation stands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from consultations.models.consultation import Consultation
from consultations.models.event import Event
from consultations.models.pages import ConsultationIndexPage, ConsultationPage
from consultations.services import EventFacts, cancel_event, save_event
from hub.core.models.topic import TopicKind
from hub.core.search import process_phases, search_kinds
from search.enums import Stage
from tests.factories.consultations import NOW, WEEK, ConsultationFactory
from tests.factories.found import found, keys_of, topic

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": {"title": "An afternoon in the park", "place": "Old park", "description": "We walk.", "access": "Bus 4."}
}


@pytest.fixture(autouse=True)
def clock() -> Any:
    with freeze_time(NOW):
        yield


def page_of(consultation: Consultation) -> ConsultationPage:
    return ConsultationPage.objects.get(consultation=consultation, locale__language_code="en")


def in_language(consultation: Consultation, language: str, **fields: Any) -> ConsultationPage:
    """The page in another language, as the service makes it where the document has one."""
    original = page_of(consultation)
    index = ConsultationIndexPage.objects.get(locale__language_code=language)
    page = ConsultationPage(
        consultation=consultation,
        slug=consultation.slug,
        locale=index.locale,
        translation_key=original.translation_key,
        live=False,
        **fields,
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    return ConsultationPage.objects.get(pk=page.pk)


def meeting(consultation: Consultation, starts_at: datetime = NOW + WEEK, **facts: Any) -> Event:
    facts = {"texts": TEXTS, "ends_at": starts_at + timedelta(hours=2), **facts}
    return save_event(consultation, None, EventFacts(starts_at=starts_at, **facts), actor=None, now=NOW)


# --- consultations ----------------------------------------------------------------------------------------------------


def test_a_consultation_tells_what_its_page_says() -> None:
    texts = {
        "en": {
            "summary": "Streets.",
            "story": "<p>Why we <b>ask</b>.</p>",
            "still_open": "<p>The hours.</p>",
            "already_decided": "<p>The law.</p>",
            "how_used": "<p>We read all.</p>",
            "who_decides": "The council.",
            "contact": "Ms Example, telephone 123.",
            "follow_up": "<p>Promised.</p>",
        }
    }
    consultation = ConsultationFactory(open=True, title="Our streets", texts=texts)
    (one,) = found("consultation", consultation.pk).values()
    assert one.title == "Our streets"
    assert one.body.splitlines() == [
        "Streets.",
        "Why we ask.",
        "The hours.",
        "The law.",
        "We read all.",
        "The council.",
    ]
    assert (one.language, one.readers) == ("en", {"en", "fr", "ar"})
    assert one.url == page_of(consultation).url
    assert one.process == f"consultation:{consultation.pk}"
    assert one.pages == (page_of(consultation).translation_key,)
    assert one.date == consultation.opens_at
    assert one.notes == ("Open for comments", "Closes 1 July 2026")
    assert one.responsible
    assert one.responsible.key == "department-of-public-space"
    assert keys_of("consultation") == [str(consultation.pk)]


def test_what_was_promised_is_told_once_it_is_shown() -> None:
    texts = {"en": {"follow_up": "<p>Promised.</p>"}}
    waiting = ConsultationFactory(analysis=True, texts=texts)
    answered = ConsultationFactory(outcome=True, texts=texts)
    assert "Promised." not in found("consultation", waiting.pk)["en"].body
    assert "Promised." in found("consultation", answered.pk)["en"].body


def test_background_documents_are_told_as_they_are_listed() -> None:
    file = get_document_model().objects.create(title="Traffic study", file=ContentFile(b"1", name="study.txt"))
    block = {"type": "file", "value": {"document": file.pk, "title": "", "note": "Counted in May."}}
    gone = {"type": "file", "value": {"document": 10**6, "title": "Nothing", "note": ""}}
    consultation = ConsultationFactory(texts={"en": {"background": [block, gone]}})
    body = found("consultation", consultation.pk)["en"].body
    assert "Traffic study\nCounted in May." in body
    assert "Nothing" not in body


def test_each_language_of_a_consultation_is_for_its_readers() -> None:
    consultation = ConsultationFactory(title="Our streets")
    french = in_language(consultation, "fr", title="Nos rues")
    told = found("consultation", consultation.pk, reader="fr")
    assert {code: (one.title, one.readers) for code, one in told.items()} == {
        "en": ("Our streets", {"en", "ar"}),
        "fr": ("Nos rues", {"fr"}),
    }
    assert {one.url for one in told.values()} == {french.url}
    assert told["en"].notes == told["fr"].notes != found("consultation", consultation.pk)["en"].notes
    french.unpublish()
    assert set(found("consultation", consultation.pk)) == {"en"}


def test_the_notes_follow_the_clock() -> None:
    consultation = ConsultationFactory(open=True)
    for moment, notes in (
        (consultation.opens_at - WEEK, ("Announced", "Opens 8 April 2026")),
        (consultation.closes_at, ("Being answered", "Answer due by 23 September 2026")),
        (consultation.answer_due_at, ("Being answered", "The answer was due on 23 September 2026")),
    ):
        with freeze_time(moment):
            assert found("consultation", consultation.pk)["en"].notes == notes


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("how", ["without a page", "taken down", "restricted", "restricted above", "deleted"])
def test_a_consultation_that_nobody_can_read_is_not_told(how: str) -> None:
    consultation = ConsultationFactory(with_pages=how != "without a page")
    event = meeting(consultation)
    if how == "taken down":
        page_of(consultation).unpublish()
    elif how == "restricted":
        restrict(page_of(consultation))
    elif how == "restricted above":
        restrict(page_of(consultation).get_parent())
    elif how == "deleted":
        page_of(consultation).delete()
    assert not found("consultation", consultation.pk)
    assert not found("event", event.pk)
    assert keys_of("consultation") == keys_of("event") == []
    assert _stages() == {}


def test_headings_of_a_consultation_are_told_with_all_that_stands_in_it() -> None:
    consultation = ConsultationFactory()
    event = meeting(consultation)
    topic("streets", in_language(consultation, "fr", title="Nos rues"), en="Streets", fr="Rues")
    topic("harbour", page_of(consultation), kind=TopicKind.DISTRICT, en="Harbour")
    for one in (*found("consultation", consultation.pk).values(), *found("event", event.pk).values()):
        assert [(each.key, each.names["fr"]) for each in one.themes] == [("streets", "Rues")]
        assert one.district
        assert one.district.key == "harbour"


# --- meetings ---------------------------------------------------------------------------------------------------------


def test_a_meeting_tells_when_where_and_how() -> None:
    consultation = ConsultationFactory(title="Our streets")
    event = meeting(consultation, sign_language=True, step_free=True)
    (one,) = found("event", event.pk).values()
    assert one.title == "An afternoon in the park"
    assert one.body.splitlines() == [
        "Old park",
        "We walk.",
        "With sign language interpretation.",
        "The place can be reached without steps.",
        "Bus 4.",
    ]
    assert one.url == f"{page_of(consultation).url}#events"
    assert (one.part_of, one.part_of_language) == ("Our streets", "en")
    assert (one.date, one.process) == (event.starts_at, f"consultation:{consultation.pk}")
    assert one.notes[0].startswith("22 April 2026")
    assert one.readers == {"en", "fr", "ar"}
    assert keys_of("event") == [str(event.pk)]


def test_a_meeting_is_told_in_the_languages_in_which_it_is_shown() -> None:
    consultation = ConsultationFactory()
    texts = TEXTS | {"fr": {"title": "Un après-midi au parc"}, "ar": {"title": "أصيل في الحديقة"}}
    event = meeting(consultation, texts=texts, step_free=True)
    # There is only an English page, so nobody can read the others.
    assert set(found("event", event.pk)) == {"en"}
    french = in_language(consultation, "fr", title="Nos rues")
    told = found("event", event.pk, reader="fr")
    assert {code: one.readers for code, one in told.items()} == {"en": {"en", "ar"}, "fr": {"fr"}}
    assert "The place can be reached" not in told["fr"].body
    assert {one.url for one in told.values()} == {f"{french.url}#events"}
    assert {one.part_of for one in told.values()} == {"Nos rues"}


def test_a_meeting_that_was_called_off_is_told_until_it_would_be_over() -> None:
    event = meeting(ConsultationFactory())
    cancel_event(event, actor=None, now=NOW)
    assert found("event", event.pk)["en"].notes[1:] == ("Cancelled",)
    with freeze_time(event.ends_at):
        assert not found("event", event.pk)


def test_a_meeting_that_took_place_is_told() -> None:
    event = meeting(ConsultationFactory(), NOW - timedelta(days=2))
    assert found("event", event.pk)


@pytest.mark.parametrize("kind", ["consultation", "event", "answer", "report"])
def test_what_is_no_key_is_left_out(kind: str) -> None:
    bad = ["", "1", "-1", "١", "9" * 19, "9" * 40, "no key", "\x00", "2e3", "00000000-0000-0000-0000-000000000000"]
    assert not found(kind, *bad)
    assert search_kinds.get(kind).documents([], "en") == []


# --- phases -----------------------------------------------------------------------------------------------------------


def _stages(now: datetime = NOW) -> dict[str, str]:
    return {one.process: one.stage for one in process_phases.get("consultations")(now)}


def test_stages_are_told_by_the_clock_alone() -> None:
    consultation = ConsultationFactory(outcome=True)
    key = f"consultation:{consultation.pk}"
    second = timedelta(seconds=1)
    moments = {
        consultation.opens_at - second: "coming",
        consultation.opens_at: "open",
        consultation.closes_at - second: "open",
        consultation.closes_at: "working",
        consultation.answered_at - second: "working",
        consultation.answered_at: "answered",
        consultation.answered_at + 500 * WEEK: "answered",
    }
    assert {moment: _stages(moment)[key] for moment in moments} == moments


def test_stages_are_words_that_the_search_knows() -> None:
    for trait in ("announced", "open", "analysis", "outcome", "follow_up"):
        ConsultationFactory(**{trait: True})
    assert set(_stages().values()) == {"coming", "open", "working", "answered"} <= set(Stage.values)


def queries(action: Any) -> int:
    action()
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def test_telling_many_costs_as_many_queries_as_telling_one() -> None:
    consultations = [ConsultationFactory(outcome=True) for _ in range(5)]
    for number, consultation in enumerate(consultations):
        topic(f"topic-{number}", page_of(consultation), en="Topic")
    events = [str(meeting(one).pk) for one in consultations for _ in range(10)]
    keys = [str(one.pk) for one in consultations]
    for kind, wanted in (("consultation", keys), ("event", events)):
        documents = search_kinds.get(kind).documents
        assert len(documents(wanted, "en")) == len(wanted)
        assert queries(lambda: documents(wanted[:1], "en")) == queries(lambda: documents(wanted, "en")) <= 12  # noqa: B023
    few = queries(_stages)
    Consultation.objects.filter(pk__in=keys[1:]).update(follow_up_at=NOW)
    assert few == queries(_stages) <= 2
