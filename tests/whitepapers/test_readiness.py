"""What keeps a document from being published, and what would make it better."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import translation

from tests.factories import whitepapers as make
from tests.factories.translation import publish_translation, submit, translate
from tests.whitepapers.test_blocks import block, figure, picture, table
from tests.whitepapers.test_glossary import term_block
from whitepapers.engine.readiness import Checked, Fault, Found, Unit, faults_of
from whitepapers.engine.sentences import has_shouting, long_sentences, sentences, undefined_abbreviations
from whitepapers.reports.readiness import readiness, refusals_of, summary_line
from whitepapers.reports.readiness_words import message_of, title_of


def unit(text: str = "A text.", kind: str = "clause", **values: Any) -> Unit:
    base = {"block_id": values.get("number", "b"), "number": "1", "heading": "", "summary": "", "parent": None}
    return Unit(kind=kind, text=text, html=f"<p>{text}</p>", **{**base, **values})


def faults(*units: Unit, language: str = "en", **values: Any) -> set[Fault]:
    checked = Checked(language=language, units=units, **{"has_summary": True, "has_responsible": True, **values})
    return {found.fault for found in faults_of(checked)}


def numbered(*numbers: str, parents: Sequence[int | None] = ()) -> set[Fault]:
    return faults(*(unit(number=n, parent=p) for n, p in zip(numbers, parents or [None] * len(numbers), strict=True)))


def test_a_good_document_has_no_faults() -> None:
    assert faults(unit()) == set()


def test_a_document_without_clauses_is_refused() -> None:
    assert Fault.NO_CLAUSE in faults(unit(kind="note"))


def test_equal_numbers_side_by_side_are_refused_and_elsewhere_doubted() -> None:
    assert numbered("1", "1") == {Fault.DUPLICATE_NUMBER}
    assert numbered("4", "٤") == {Fault.DUPLICATE_NUMBER}
    assert numbered("1", "(a)", "2", "(a)", parents=[None, 0, None, 2]) == set()
    part = unit("", "heading", number="I")
    assert faults(part, unit(parent=0), part, unit(parent=2)) == {Fault.REPEATED_NUMBER}
    assert numbered("", "") == set()


def test_an_empty_clause_is_refused_unless_something_stands_below_it() -> None:
    assert faults(unit("")) == {Fault.EMPTY_CLAUSE}
    assert faults(unit("", heading="Title")) == {Fault.CLAUSE_WITHOUT_TEXT}
    assert faults(unit(""), unit(number="1.1", parent=0)) == set()
    assert Fault.EMPTY_HEADING in faults(unit("", "heading"), unit(number="2"))


@pytest.mark.parametrize(
    ("language", "count", "found"), [("en", 35, False), ("en", 36, True), ("fr", 40, False), ("ar", 46, True)]
)
def test_a_sentence_is_long_by_the_measure_of_its_language(language: str, count: int, found: bool) -> None:
    assert (Fault.LONG_SENTENCE in faults(unit("word " * count + "."), language=language)) is found


def test_sentences_end_at_their_marks_and_not_at_abbreviations() -> None:
    assert list(sentences("Under art. 4 and No. 12, e.g. markets. Then? Yes! نعم؟ لا.\nNew line")) == [
        "Under art. 4 and No. 12, e.g. markets.",
        "Then?",
        "Yes!",
        "نعم؟",
        "لا.",
        "New line",
    ]
    assert long_sentences("Short.", "en") == []


def test_capitals_are_found_where_the_script_has_them() -> None:
    assert has_shouting("THIS IS A LOUD HEADING")
    assert has_shouting("It says THAT NOBODY MAY EVER do so.")
    assert not has_shouting("The EU and the UN agreed. هذا نص عادي")


def test_abbreviations_are_explained_once() -> None:
    texts = ["The EIA is due.", "Environmental impact assessment (EIA). The NGO (a body) and the VAT.", "Chapter XIV"]
    assert undefined_abbreviations(texts, frozenset()) == {"VAT": 1}
    assert undefined_abbreviations(texts, frozenset({"VAT"})) == {}


def test_long_clauses_are_to_be_split_and_explained() -> None:
    assert faults(unit("Word. " * 251)) == {Fault.LONG_CLAUSE, Fault.NO_PLAIN_LANGUAGE}
    assert faults(unit("Word. " * 130, summary="In short.")) == set()


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_has_a_name_says_what_is_wrong_and_how_to_mend_it(fault: Fault) -> None:
    message, mend = message_of(Found(fault, detail="x", count=2))
    assert title_of(fault)
    assert message.endswith((".", "”"))
    assert mend.endswith(".")


def body() -> list[dict[str, Any]]:
    return [
        make.clause_block("One.", number="1"),
        make.clause_block('<p>See <a linktype="page" id="999999">this page</a>.</p>', number="1"),
        figure(picture(), alt=""),
        table(["", ""], ["a", "b"]),
        block("table", content=None, row_headers=False),
        make.clause_block("", number="3"),
    ]


@pytest.mark.django_db
def test_each_fault_names_the_clause_and_leads_to_its_block() -> None:
    page = make.draft_page(body=body(), owner_body="Trade office", glossary=[term_block("stall")])
    found = readiness(page)
    assert [(one.fault, one.where) for one in found.refusals] == [
        (Fault.DUPLICATE_NUMBER, "Clause 1 · See this page."),
        (Fault.NO_DESCRIPTION, "Clause 1 · See this page."),
        (Fault.EMPTY_CLAUSE, "Clause 3"),
    ]
    assert found.refusals[1].anchor == f"#block-{page.body[2].id}-section"
    assert {one.fault for one in found.warnings} == {
        *[Fault.DEAD_LINK, Fault.NO_TABLE_HEADER, Fault.EMPTY_TABLE, Fault.UNUSED_TERM, Fault.NOT_TRANSLATED],
    }
    assert summary_line(found) == "3 things must be mended first"
    assert found.edit_url == f"/cms/pages/{page.pk}/edit/"


@pytest.mark.django_db
def test_languages_that_are_missing_or_behind_are_named(django_capture_on_commit_callbacks: Any) -> None:
    page = make.published_draft(clauses=2, owner_body="Trade office")
    french = submit(page, "fr")
    translate(french, lambda words: f"FR {words}", only="number 1")
    publish_translation(french, django_capture_on_commit_callbacks)
    warnings = {one.fault: one.message for one in readiness(page).warnings}
    assert warnings == {
        Fault.TRANSLATION_BEHIND: "French: 1 part is not translated as the original reads.",
        Fault.NOT_TRANSLATED: "The document is not published in this language: Arabic.",
    }


@pytest.mark.django_db
def test_a_machines_words_are_pointed_out_until_somebody_has_read_them(
    django_capture_on_commit_callbacks: Any,
) -> None:
    from wagtail_localize.models import StringTranslation

    page = make.published_draft(clauses=1, owner_body="Trade office")
    french = submit(page, "fr")
    translate(french, lambda words: f"FR {words}")
    StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE)
    page = publish_translation(french, django_capture_on_commit_callbacks)
    assert Fault.MACHINE_TRANSLATED in {one.fault for one in readiness(page).warnings}
    StringTranslation.objects.update(translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL)
    assert Fault.MACHINE_TRANSLATED not in {one.fault for one in readiness(page).warnings}


@pytest.mark.django_db
def test_the_editors_language_is_spoken() -> None:
    page = make.draft_page(body=[make.note_block("x")])
    with translation.override("fr"):
        assert refusals_of(page)[0].message


@pytest.mark.django_db
def test_the_check_costs_the_same_for_a_long_document(django_assert_num_queries: Any) -> None:
    small, large = (make.published_draft(body=body() * times) for times in (1, 20))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    readiness(large)
    with CaptureQueriesContext(
        connection,
    ) as few:
        readiness(type(small).objects.get(pk=small.pk))
    with django_assert_num_queries(len(few)):
        readiness(type(large).objects.get(pk=large.pk))


@pytest.mark.django_db
def test_the_command_line_and_the_factories_are_never_held_back() -> None:
    page = make.published_draft(body=[make.clause_block("One."), make.clause_block("")])
    assert page.live
    assert refusals_of(page)
