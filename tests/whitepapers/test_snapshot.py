"""What publication leaves behind."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from hub.audit.models.entry import AuditEntry
from tests.factories import whitepapers as make
from tests.factories.accounts import carol
from whitepapers.models.clause import Clause, ClauseText
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.models.immutable import ImmutableRecordError
from whitepapers.selectors import clauses_by_block, clauses_of, latest_version, parts_of, texts_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)


def texts(page, number: int, language: str = "en") -> list[str]:
    version = DocumentVersion.objects.get(document_id=page.translation_key, number=number)
    return [text.text for text in texts_of(version, language)]


def versions(page) -> list[int]:
    return list(DocumentVersion.objects.filter(document_id=page.translation_key).values_list("number", flat=True))


def test_the_first_publication_takes_version_one_with_all_texts() -> None:
    editor = carol()
    page = make.published_draft(clauses=3, user=editor)
    version = latest_version(page.translation_key)
    assert version.number == 1
    assert version.published_by == editor
    assert Document.objects.get(pk=page.translation_key).kind == "policy_draft"
    got = clauses_of(version, "en")
    assert [(text.number, text.clause.eid, text.level) for text in got] == [
        ("1", "sec_1", 1),
        ("2", "sec_2", 1),
        ("3", "sec_3", 1),
    ]
    entry = AuditEntry.objects.get(action="document.version_published")
    assert entry.data == {"version": 1, "language": "en", "clauses": 3}


def test_saving_a_draft_takes_nothing() -> None:
    page = make.draft_page(clauses=3)
    page.save_revision()
    assert not Document.objects.exists()
    assert not Clause.objects.exists()


def test_publishing_the_same_text_again_takes_nothing() -> None:
    page = make.published_draft(clauses=3)
    page.title = "Another title"
    page = make.publish(page)
    make.publish(page)
    assert versions(page) == [1]


def test_changed_words_take_a_new_version_and_leave_the_old_one_as_it_was() -> None:
    page = make.published_draft(clauses=3)
    before = texts(page, 1)
    blocks = make.body_of(page)
    blocks[1]["value"]["text"] = "<p>Other words.</p>"
    page = make.publish(make.set_body(page, blocks))
    assert versions(page) == [1, 2]
    assert texts(page, 1) == before
    assert texts(page, 2) == [before[0], "Other words.", before[2]]


@pytest.mark.parametrize("change", [{"heading": "A heading"}, {"number": "7"}, {"summary": "In short."}])
def test_a_changed_heading_number_or_summary_takes_a_new_version(change: dict[str, str]) -> None:
    page = make.published_draft(clauses=2)
    blocks = make.body_of(page)
    blocks[0]["value"].update(change)
    make.publish(make.set_body(page, blocks))
    assert versions(page) == [1, 2]


def test_moving_a_clause_keeps_it_and_its_address_though_its_number_changes() -> None:
    page = make.published_draft(clauses=3)
    blocks = make.body_of(page)
    was = {block["id"]: clauses_by_block(page.translation_key)[block["id"]] for block in blocks}
    page = make.publish(make.set_body(page, [blocks[2], blocks[0], blocks[1]]))
    now = clauses_by_block(page.translation_key)
    assert {block: (clause.pk, clause.eid) for block, clause in now.items()} == {
        block: (clause.pk, clause.eid) for block, clause in was.items()
    }
    assert now[blocks[2]["id"]].number == "1"
    assert now[blocks[2]["id"]].eid == "sec_3"


def test_a_removed_clause_is_retired_and_comes_back_as_itself() -> None:
    page = make.published_draft(clauses=3)
    blocks = make.body_of(page)
    page = make.publish(make.set_body(page, blocks[:2]))
    gone = clauses_by_block(page.translation_key)[blocks[2]["id"]]
    assert gone.retired_at is not None
    assert texts(page, 1)[2] == ClauseText.objects.get(clause=gone).text
    page = make.publish(make.set_body(page, blocks))
    back = clauses_by_block(page.translation_key)[blocks[2]["id"]]
    assert (back.pk, back.eid, back.retired_at) == (gone.pk, gone.eid, None)
    assert AuditEntry.objects.filter(action__in=["clause.retired", "clause.restored"]).count() == 2


def test_headings_and_notes_are_kept_in_the_version_but_take_no_comments() -> None:
    body = [make.heading_block("Trade"), make.clause_block("One."), make.note_block("Why."), make.clause_block("Two.")]
    page = make.published_draft(body=body)
    version = latest_version(page.translation_key)
    assert [text.clause.kind for text in texts_of(version, "en")] == ["heading", "clause", "note", "clause"]
    assert [text.number for text in clauses_of(version, "en")] == ["1.1", "1.2"]
    assert clauses_of(version, "en")[0].clause.parent.number == "1"


def test_a_copy_of_the_page_is_another_document_with_clauses_of_its_own() -> None:
    page = make.published_draft(clauses=2)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False, copy_revisions=False)
    assert [block.id for block in copy.body] == [block.id for block in page.body]
    copy = make.publish(copy)
    assert copy.translation_key != page.translation_key
    assert Document.objects.count() == 2
    assert Clause.objects.count() == 4
    assert not set(clauses_by_block(page.translation_key)) - set(clauses_by_block(copy.translation_key))


def test_a_block_duplicated_with_its_id_becomes_a_clause_of_its_own() -> None:
    block = make.clause_block("One.")
    page = make.published_draft(body=[block, {**block, "value": {**block["value"], "text": "<p>Two.</p>"}}])
    assert texts(page, 1) == ["One.", "Two."]
    assert Clause.objects.count() == 2


def test_what_is_published_is_cleaned() -> None:
    page = make.published_draft(body=[make.clause_block('<p onclick="x()">Text<script>alert(1)</script></p>')])
    text = clauses_of(latest_version(page.translation_key), "en")[0]
    assert (text.html, text.text) == ("<p>Text</p>", "Text")


def test_an_empty_document_takes_no_version_until_it_says_something() -> None:
    page = make.published_draft(body=[])
    assert versions(page) == []
    page = make.publish(make.set_body(page, make.clause_blocks(1)))
    assert versions(page) == [1]


def test_unpublishing_loses_nothing() -> None:
    page = make.published_draft(clauses=2)
    page.unpublish()
    assert versions(page) == [1]
    assert not Clause.objects.exclude(retired_at=None).exists()


def test_a_version_and_its_texts_cannot_be_changed_or_deleted() -> None:
    page = make.published_draft(clauses=1)
    text = ClauseText.objects.get()
    version = latest_version(page.translation_key)
    text.text = "Other words."
    for forbidden in (
        text.save,
        text.delete,
        version.save,
        version.delete,
        lambda: ClauseText.objects.update(text="x"),
        lambda: ClauseText.objects.all().delete(),
        lambda: DocumentVersion.objects.filter(pk=version.pk).update(number=9),
    ):
        with pytest.raises(ImmutableRecordError):
            forbidden()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE whitepapers_clausetext SET text = 'x'",
        "UPDATE whitepapers_clausetext SET sha256 = 'x'",
        "UPDATE whitepapers_documentversion SET number = 9",
    ],
)
def test_the_database_refuses_to_change_a_version_too(statement: str) -> None:
    make.published_draft(clauses=1)
    with pytest.raises(DatabaseError, match="published version"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_account_that_published_can_still_be_deleted() -> None:
    editor = carol()
    page = make.published_draft(clauses=1, user=editor)
    editor.delete()
    assert latest_version(page.translation_key).published_by is None


def test_numbers_of_queries_do_not_grow_with_the_document(django_assert_max_num_queries) -> None:
    small, large = make.draft_page(clauses=2), make.draft_page(clauses=120)
    from whitepapers.services import snapshot

    with django_assert_max_num_queries(30) as few:
        snapshot(small, user=None, now=NOW)
    with django_assert_max_num_queries(len(few) + 2):
        snapshot(large, user=None, now=NOW)


def test_links_are_resolved_for_the_whole_document_at_once(django_assert_num_queries) -> None:
    target = make.library_page()
    link = f'<p>See <a linktype="page" id="{target.pk}">the library</a>.</p>'
    page = make.draft_page(body=[make.clause_block(link) for _ in range(20)])
    parts_of(page.body, "en")
    with django_assert_num_queries(2):
        parts = parts_of(page.body, "en")
    assert parts[19].html == f'<p>See <a href="{target.url}">the library</a>.</p>'


def test_links_lead_to_the_documents_language_whoever_publishes() -> None:
    link = f'<p><a linktype="page" id="{make.library_page("en").pk}">x</a> <a linktype="page" id="999999">y</a></p>'
    page = make.draft_page(body=[make.clause_block(link)], language="fr")
    with translation.override("ar"):
        page = make.publish(page)
    text = clauses_of(latest_version(page.translation_key), "fr")[0]
    assert text.html == '<p><a href="/fr/documents/">x</a> <a>y</a></p>'


def test_the_key_of_a_document_is_the_key_of_its_pages() -> None:
    page = make.published_draft(clauses=1)
    assert page.document_uuid == page.translation_key
    assert latest_version(uuid4()) is None
