"""What the search is told about documents and clauses: in each language, and never what is not public."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import Locale, Page, PageViewRestriction

from hub.core.models.topic import TopicKind
from hub.core.search import search_kinds
from tests.factories import whitepapers as make
from tests.factories.consultations import NOW, ConsultationFactory
from tests.factories.found import found, heard, keys_of, told_after, topic
from tests.factories.translation import publish_translation, submit, translate
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.models.pages import WhitePaperPage

pytestmark = pytest.mark.django_db

LONG = "A licence is free of charge for the first year and for everyone who lives in the district,"


def clauses_of(page: Any) -> list[Clause]:
    return list(Clause.objects.filter(document=page.translation_key, kind="clause").order_by("order"))


@pytest.fixture
def act() -> Any:
    return make.published_draft(
        body=[
            make.heading_block("Markets"),
            make.note_block("Written by the district office."),
            make.clause_block("Every stall needs a <b>licence</b>.", heading="Trading", summary="Ask first."),
            make.clause_block(f"{LONG} whoever asks."),
        ],
        slug="act",
        title="Act on street markets",
        owner_body="Trade office",
    )


@pytest.fixture
def french(act: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """A translation in which only the first clause is done."""
    translation = submit(act, "fr")
    for words in ("Act on", "Who may", "Trading", "Every stall", "Ask first", "Markets", "Trade office"):
        translate(translation, lambda text: f"FR {text}", only=words)
    return publish_translation(translation, django_capture_on_commit_callbacks)


# --- documents --------------------------------------------------------------------------------------------------------


def test_a_document_tells_what_stands_beside_its_clauses(act: Any) -> None:
    (one,) = found("document", act.translation_key).values()
    assert one.title == "Act on street markets"
    assert one.body.splitlines() == [act.summary, "Markets", "Written by the district office."]
    assert "licence" not in one.body
    assert (one.language, one.url) == ("en", "/en/documents/act/")
    assert one.notes == ("Policy draft", "Version 1")
    assert one.pages == (act.translation_key,)
    assert one.date == DocumentVersion.objects.get().published_at
    assert one.responsible
    assert (one.responsible.key, one.responsible.names) == ("trade-office", {"en": "Trade office"})
    assert one.process == ""
    assert keys_of("document") == [str(act.translation_key)]


def test_words_that_a_document_explains_are_found() -> None:
    paper = make.published_draft(
        page_class=WhitePaperPage,
        glossary=[{"type": "term", "value": {"term": "Stall", "forms": "", "definition": "A table for trade."}}],
    )
    (one,) = found("document", paper.translation_key).values()
    assert "Stall: A table for trade." in one.body
    assert one.notes[0] == "White paper"


def test_each_language_is_for_its_readers_and_the_original_for_all_others(act: Any, french: Any) -> None:
    told = found("document", act.translation_key, reader="fr")
    assert told["fr"].title == "FR Act on street markets"
    assert told["fr"].readers == {"fr"}
    assert told["en"].readers == {"en", "ar"}
    # The reader's own page, whichever language was found.
    assert {one.url for one in told.values()} == {"/fr/documents/act/"}
    assert {one.url for one in found("document", act.translation_key, reader="ar").values()} == {
        "/en/documents/act/",
        "/fr/documents/act/",
    }
    assert told["en"].responsible == told["fr"].responsible
    assert told["fr"].responsible
    assert told["fr"].responsible.names["fr"] == "FR Trade office"
    assert told["fr"].notes == told["en"].notes != found("document", act.translation_key)["fr"].notes


def test_a_translation_stands_in_for_an_original_that_was_taken_down(act: Any, french: Any) -> None:
    act.unpublish()
    told = found("document", act.translation_key)
    assert set(told) == {"fr"}
    assert told["fr"].readers == {"en", "fr", "ar"}
    (one,) = found("clause", clauses_of(act)[0].pk).values()
    assert (one.language, one.readers) == ("fr", {"en", "fr", "ar"})
    # Its other clause has no French words of its own.
    assert not found("clause", clauses_of(act)[1].pk)


def test_a_page_that_mirrors_another_language_is_opened_but_not_told(act: Any) -> None:
    act.copy_for_translation(Locale.objects.get(language_code="fr"), alias=True)
    (one,) = found("document", act.translation_key, reader="fr").values()
    assert (one.language, one.readers) == ("en", {"en", "fr", "ar"})
    assert one.url.startswith("/fr/")
    (clause,) = found("clause", clauses_of(act)[0].pk, reader="fr").values()
    assert clause.url.startswith("/fr/")
    assert (clause.part_of, clause.part_of_language) == ("Act on street markets", "en")


# --- clauses ----------------------------------------------------------------------------------------------------------


def test_a_clause_is_told_by_number_heading_and_words(act: Any) -> None:
    first, second = clauses_of(act)
    (one,) = found("clause", first.pk).values()
    assert one.title == "1.1 Trading"
    assert one.body == "Every stall needs a licence.\nAsk first."
    assert one.url == f"/en/documents/act/#{first.eid}"
    assert (one.part_of, one.part_of_language) == ("Act on street markets", "en")
    assert one.responsible
    assert one.responsible.key == "trade-office"
    (one,) = found("clause", second.pk).values()
    assert one.title.startswith("1.2 A licence is free of charge for the first year")
    assert one.title.endswith(" …")
    assert len(one.title) < 90
    assert keys_of("clause") == [str(first.pk), str(second.pk)]


def test_a_clause_that_is_not_translated_yet_is_for_all_readers(act: Any, french: Any) -> None:
    done, missing = clauses_of(act)
    told = found("clause", done.pk, reader="fr")
    assert (told["fr"].title, told["fr"].readers, told["en"].readers) == ("1.1 FR Trading", {"fr"}, {"en", "ar"})
    assert {one.url for one in told.values()} == {f"/fr/documents/act/#{done.eid}"}
    (one,) = found("clause", missing.pk, reader="fr").values()
    assert (one.language, one.readers) == ("en", {"en", "fr", "ar"})
    # On the page where it surely stands.
    assert one.url == f"/en/documents/act/#{missing.eid}"
    assert (one.part_of, one.part_of_language) == ("FR Act on street markets", "fr")


def test_only_the_newest_version_is_told(act: Any) -> None:
    first, second = clauses_of(act)
    blocks = make.body_of(act)
    blocks[2]["value"] |= {"text": "<p>Every stall needs a permit.</p>", "heading": "Selling"}
    make.publish(make.set_body(act, blocks[:3]))
    (one,) = found("clause", first.pk).values()
    assert (one.title, "licence" in one.body) == ("1.1 Selling", False)
    assert not found("clause", second.pk)
    assert keys_of("clause") == [str(first.pk)]
    assert found("document", act.translation_key)["en"].notes[1] == "Version 2"


# --- what is not public -----------------------------------------------------------------------------------------------


def nothing_is_told(page: Any) -> bool:
    keys = [clause.pk for clause in Clause.objects.filter(document=page.translation_key)]
    streamed = {*keys_of("document"), *keys_of("clause")} & {str(page.translation_key), *map(str, keys)}
    return not found("document", page.translation_key) and not found("clause", *keys) and not streamed


def test_a_draft_is_not_told() -> None:
    draft = make.draft_page(clauses=1)
    draft.save_revision()
    assert nothing_is_told(draft)


def test_a_draft_of_the_next_version_is_not_told(act: Any) -> None:
    blocks = make.body_of(act)
    blocks[2]["value"]["text"] = "<p>Secret.</p>"
    act.title = "Secret"
    make.set_body(act, blocks).save_revision()
    told = [*found("document", act.translation_key).values(), *found("clause", clauses_of(act)[0].pk).values()]
    assert not any("Secret" in f"{one.title} {one.body} {one.part_of}" for one in told)


def test_what_was_taken_down_is_not_told_even_where_people_spoke_about_it(act: Any) -> None:
    with freeze_time(NOW):
        ConsultationFactory(document_page=act)
    act.unpublish()
    assert nothing_is_told(act)


@pytest.mark.parametrize("height", [0, 1])
def test_what_is_restricted_here_or_above_is_not_told(act: Any, height: int) -> None:
    page = Page.objects.get(pk=act.pk)
    restricted = page.get_parent() if height else page
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    assert nothing_is_told(act)


def test_headings_and_notes_are_no_clauses(act: Any) -> None:
    others = Clause.objects.exclude(kind="clause").values_list("pk", flat=True)
    assert len(others) == 2
    assert not found("clause", *others)


def test_what_is_no_key_is_left_out(act: Any) -> None:
    first = str(clauses_of(act)[0].pk)
    bad = ["", "1", "no key", first.upper(), first.replace("-", ""), str(uuid4()), "\x00"]
    for kind in ("document", "clause"):
        assert not found(kind, *bad)
        assert search_kinds.get(kind).documents([], "en") == []
    assert len(search_kinds.get("clause").documents([*bad, first], "en")) == 1


# --- by what it is narrowed -------------------------------------------------------------------------------------------


def test_topics_are_those_of_any_language_of_the_page(act: Any, french: Any) -> None:
    topic("trade", french, en="Trade", fr="Commerce")
    topic("old-town", act, kind=TopicKind.DISTRICT, en="Old town")
    for one in (*found("document", act.translation_key).values(), *found("clause", clauses_of(act)[0].pk).values()):
        assert [(each.key, each.names) for each in one.themes] == [("trade", {"en": "Trade", "fr": "Commerce"})]
        assert one.district
        assert one.district.key == "old-town"


def test_the_process_is_the_newest_public_consultation() -> None:
    page = make.published_draft(clauses=1)
    old = ConsultationFactory(document_page=page, analysis=True)
    new = ConsultationFactory(document_page=page, open=True)
    with freeze_time(NOW):
        (one,) = found("document", page.translation_key).values()
        assert one.process == f"consultation:{new.pk}"
        assert one.notes[-1] == "Open for comments"
        # The document names nobody, so who asks about it answers for it.
        assert one.responsible
        assert one.responsible.names["ar"] == "Department of public space"
        (clause,) = found("clause", clauses_of(page)[0].pk).values()
        assert clause.process == one.process
        new.pages.get().unpublish()
        (one,) = found("document", page.translation_key).values()
        assert one.process == f"consultation:{old.pk}"
    with freeze_time(NOW + timedelta(weeks=52)):
        assert found("document", page.translation_key)["en"].process == one.process


# --- cost -------------------------------------------------------------------------------------------------------------


def queries(kind: str, keys: list[Any]) -> int:
    found(kind, *keys)
    with CaptureQueriesContext(connection) as captured:
        assert search_kinds.get(kind).documents([str(key) for key in keys], "fr")
    return len(captured)


def test_telling_many_costs_as_many_queries_as_telling_one() -> None:
    pages = []
    for number in range(6):
        page = make.published_draft(clauses=10, owner_body="Office")
        topic(f"topic-{number}", page, en="Topic")
        ConsultationFactory(document_page=page)
        pages.append(page)
    clauses = [clause.pk for page in pages for clause in clauses_of(page)]
    assert len(clauses) == 60
    documents = [page.translation_key for page in pages]
    assert queries("document", documents[:1]) == queries("document", documents) <= 16
    assert queries("clause", clauses[:1]) == queries("clause", clauses[:50]) == queries("clause", clauses) <= 16


# --- when it is told anew ---------------------------------------------------------------------------------------------


def all_of(page: Any) -> set[tuple[str, str]]:
    clauses = Clause.objects.filter(document=page.translation_key)
    return {("document", str(page.translation_key))} | {("clause", str(one.pk)) for one in clauses}


def test_publication_tells_the_document_and_every_clause_it_ever_had() -> None:
    draft = make.draft_page(body=[make.heading_block("One"), make.clause_block("Two."), make.clause_block("Three.")])
    with heard() as pairs:
        page = make.publish(draft)
    assert set(pairs) >= all_of(page)
    assert len(all_of(page)) == 4
    with heard() as pairs:
        make.publish(make.set_body(page, make.body_of(page)[:2]))
    # The one that was just retired has to go.
    assert set(pairs) == all_of(page)


def test_a_page_that_is_back_is_told_although_it_says_nothing_new(act: Any) -> None:
    act.unpublish()
    with heard() as pairs:
        make.publish(type(act).objects.get(pk=act.pk))
    assert set(pairs) >= all_of(act)


def test_another_title_leaves_the_clauses_where_they_are(act: Any) -> None:
    act.title = "Act on fairs"
    with heard() as pairs:
        make.publish(act)
    assert set(pairs) == {("document", str(act.translation_key))}


def test_a_translation_that_catches_up_is_told(act: Any, django_capture_on_commit_callbacks: Any) -> None:
    translation = submit(act, "fr")
    translate(translation, lambda text: f"FR {text}")
    with heard() as pairs:
        publish_translation(translation, django_capture_on_commit_callbacks)
    assert set(pairs) >= all_of(act)


def test_rows_of_a_document_tell_themselves(act: Any) -> None:
    document, version = Document.objects.get(), DocumentVersion.objects.get()
    assert told_after(document) == told_after(version) == {("document", str(act.translation_key))}
    clause = clauses_of(act)[0]
    assert told_after(clause) == {("clause", str(clause.pk))}
