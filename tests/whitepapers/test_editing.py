"""Splitting and merging clauses without losing identity, with and without the editor's script."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.audit.models.entry import AuditEntry
from tests.factories import whitepapers as make
from tests.factories.accounts import carol, dan
from tests.factories.translation import publish_translation, submit, translate
from tests.whitepapers.test_blocks import table
from whitepapers.engine.splitting import cut_at, cuts
from whitepapers.engine.text import plain_text
from whitepapers.models.descent import ClauseDescent
from whitepapers.selectors import clauses_by_block, parts_of
from whitepapers.selectors.desk import documents_on_desk
from whitepapers.selectors.outline import outline_of
from whitepapers.services.restructuring import RestructuringError, merge_clause, split_clause

NOW = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
TWO = "<p>The first sentence. The second sentence.</p>"


def draft_of(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def said(page: Any) -> list[tuple[str, str]]:
    return [(part.number, part.text) for part in parts_of(draft_of(page).body, "en")]


def first_cut(page: Any, index: int = 0) -> tuple[str, int]:
    block = draft_of(page).body[index]
    return str(block.id), cuts(block.value["text"].source)[0].position


# --- where a text can be cut


def test_a_text_is_cut_between_sentences_items_and_paragraphs_but_not_inside_bold_or_links() -> None:
    html = (
        '<p data-block-key="a">One is. Two <b>is. Not</b> here. Three.</p>'
        "<ul><li>x</li><li>y</li></ul><p>End of <a href='/'>it. All</a></p>"
    )
    assert [(cut.before, cut.after) for cut in cuts(html)] == [
        ("One is.", "Two is. Not here. Three."),
        ("One is. Two is. Not here.", "Three."),
        ("One is. Two is. Not here. Three.", "x"),
        ("x", "y"),
        ("y", "End of it. All"),
    ]


def test_both_halves_are_whole() -> None:
    html = "<ul><li>x</li><li>y</li></ul>"
    assert cut_at(html, html.index("<li>y")) == ("<ul><li>x</li></ul>", "<ul><li>y</li></ul>")


paragraphs = st.lists(
    st.lists(
        st.sampled_from(["One.", "Two is long!", "art. 4", "<b>bold. text</b>", "ثلاثة؟", "a &amp; b."]), min_size=1
    )
    .map(" ".join)
    .flatmap(lambda text: st.sampled_from([f"<p>{text}</p>", f"<ul><li>{text}</li><li>last</li></ul>"])),
    min_size=1,
    max_size=4,
).map("".join)


@settings(deadline=None)
@given(paragraphs)
def test_cutting_loses_no_word_and_invents_none(html: str) -> None:
    for cut in cuts(html):
        halves = cut_at(html, cut.position)
        assert " ".join(" ".join(map(plain_text, halves)).split()) == " ".join(plain_text(html).split())


# --- the services


@pytest.mark.django_db
def test_a_split_keeps_the_clause_and_the_new_one_says_where_it_came_from() -> None:
    page = make.published_draft(
        body=[make.clause_block(TWO, heading="Trade", summary="In short."), make.clause_block("Next.")]
    )
    block, position = first_cut(page)
    editor = carol()
    new = split_clause(page, block, position, user=editor, now=NOW)
    assert said(page) == [("1", "The first sentence."), ("2", "The second sentence."), ("3", "Next.")]
    draft = draft_of(page)
    assert [str(one.id) for one in draft.body][:2] == [block, new]
    assert draft.body[0].value["heading"] == "Trade"
    assert draft.body[1].value["heading"] == draft.body[1].value["summary"] == ""
    assert type(page).objects.get(pk=page.pk).body[0].value["text"].source == TWO
    entry = AuditEntry.objects.get(action="clause.split")
    assert entry.data == {"block": block, "new_block": new}
    make.publish(draft)
    clauses = clauses_by_block(page.translation_key)
    descent = ClauseDescent.objects.get()
    assert (descent.clause_id, descent.ancestor_id) == (clauses[new].pk, clauses[block].pk)
    assert clauses[block].retired_at is None


@pytest.mark.django_db
def test_a_merger_keeps_the_clause_above_with_all_words() -> None:
    body = [make.clause_block("One.", summary="A."), make.clause_block("Two.", heading="R & D", summary="B.")]
    page = make.published_draft(body=body)
    kept, gone = (str(block.id) for block in page.body)
    assert merge_clause(page, gone, user=carol(), now=NOW) == kept
    draft = draft_of(page)
    assert draft.body[0].value["text"].source == "<p>One.</p><p><b>R &amp; D</b></p><p>Two.</p>"
    assert draft.body[0].value["summary"] == "A. B."
    make.publish(draft)
    clauses = clauses_by_block(page.translation_key)
    assert clauses[gone].retired_at is not None
    assert ClauseDescent.objects.get().ancestor_id == clauses[gone].pk


@pytest.mark.django_db
def test_a_table_between_two_merged_clauses_stays_where_it_stands() -> None:
    body = [make.clause_block("One."), table(["Fee"], ["120"]), make.clause_block("Two."), table(["Day"], ["Monday"])]
    page = make.draft_page(body=body)
    merge_clause(page, body[2]["id"], user=carol(), now=NOW)
    assert said(page) == [("1", "One.\nFee\n120\nTwo.\nDay\nMonday")]


@pytest.mark.django_db
def test_what_was_split_and_merged_again_remembers_all_and_never_itself() -> None:
    page = make.draft_page(body=[make.clause_block(TWO), make.clause_block("Old.")])
    editor = carol()
    block, position = first_cut(page)
    old = str(page.body[1].id)
    new = split_clause(page, block, position, user=editor, now=NOW)
    assert merge_clause(page, old, user=editor, now=NOW) == new
    assert merge_clause(page, new, user=editor, now=NOW) == block
    draft = draft_of(page)
    assert [part.came_from for part in parts_of(draft.body, "en")] == [(new, old)]
    assert said(page) == [("1", "The first sentence.\nThe second sentence.\nOld.")]


@pytest.mark.django_db
def test_a_clause_is_not_merged_across_a_heading_nor_cut_where_it_cannot_be() -> None:
    page = make.draft_page(body=[make.clause_block("One."), make.heading_block("Part"), make.clause_block("Two.")])
    editor = carol()
    with pytest.raises(RestructuringError, match="right above"):
        merge_clause(page, str(page.body[2].id), user=editor, now=NOW)
    with pytest.raises(RestructuringError, match="no longer"):
        merge_clause(page, "unknown", user=editor, now=NOW)
    with pytest.raises(RestructuringError, match="choose again"):
        split_clause(page, str(page.body[0].id), 4, user=editor, now=NOW)


@pytest.mark.django_db
def test_a_draft_that_somebody_saved_in_the_meantime_is_left_alone() -> None:
    page = make.draft_page(body=[make.clause_block("One."), make.clause_block("Two.")])
    first = page.save_revision()
    page.save_revision()
    with pytest.raises(RestructuringError, match="in the meantime"):
        merge_clause(page, str(page.body[1].id), user=carol(), now=NOW, revision_id=first.pk)
    assert not AuditEntry.objects.filter(action="clause.merged").exists()


@pytest.mark.django_db
def test_only_who_may_edit_the_original_restructures_it(django_capture_on_commit_callbacks: Any) -> None:
    page = make.published_draft(body=[make.clause_block("One."), make.clause_block("Two.")])
    block = str(page.body[1].id)
    with pytest.raises(PermissionDenied):
        merge_clause(page, block, user=dan(), now=NOW)
    translation = submit(page, "fr")
    translate(translation, lambda words: f"FR {words}")
    french = publish_translation(translation, django_capture_on_commit_callbacks)
    with pytest.raises(PermissionDenied):
        merge_clause(french, block, user=carol(), now=NOW)


@pytest.mark.django_db
@settings(max_examples=8, deadline=None)
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=6))
def test_whatever_is_split_and_merged_no_word_and_no_identity_is_lost(steps: list[tuple[bool, int]]) -> None:
    from django.db import transaction

    from hub.accounts.models.user import User

    editor = User.objects.filter(email="carol@example.org").first() or carol()
    with transaction.atomic():
        page = make.draft_page(
            body=[make.clause_block(TWO), make.clause_block("Alpha. Beta."), make.clause_block("End.")]
        )
        words = sorted(" ".join(text for _number, text in said(page)).split())
        known = {str(block.id) for block in page.body}
        for is_split, at in steps:
            rows = outline_of(draft_of(page))
            possible = [row for row in rows if (row.can_split if is_split else row.can_merge)]
            if not possible:
                continue
            row = possible[at % len(possible)]
            if is_split:
                block = next(one for one in draft_of(page).body if str(one.id) == row.block_id)
                place = cuts(block.value["text"].source)[0].position
                known.add(split_clause(page, row.block_id, place, user=editor, now=NOW))
            else:
                merge_clause(page, row.block_id, user=editor, now=NOW)
            parts = parts_of(draft_of(page).body, "en")
            assert sorted(" ".join(part.text for part in parts).split()) == words
            ids = {part.block_id for part in parts}
            ancestors = {one for part in parts for one in part.came_from}
            assert ids | ancestors == known
            assert all(part.block_id not in part.came_from for part in parts)


# --- the pages of the editor


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(carol())
    return client


@pytest.mark.django_db
def test_clauses_are_split_and_merged_on_a_page_without_a_script(editor: Client) -> None:
    page = make.published_draft(body=[make.clause_block(TWO), make.clause_block("Next.")])
    address = f"/cms/documents-of-clauses/{page.pk}/clauses/"
    html = editor.get(address).content.decode()
    assert html.count('value="merge"') == 1
    block, position = first_cut(page)
    chosen = editor.get(address, {"clause": block}).content.decode()
    assert f'value="{position}"' in chosen
    data = {"clause": block, "action": "split", "position": str(position), "revision": page.latest_revision_id}
    response = editor.post(address, data)
    assert response.status_code == 302
    assert len(said(page)) == 3
    response = editor.post(address, data, follow=True)
    assert "in the meantime" in response.content.decode()
    response = editor.post(address, {"clause": str(draft_of(page).body[1].id), "action": "merge"}, follow=True)
    assert "The clauses are one now" in response.content.decode()
    assert len(said(page)) == 2
    response = editor.post(address, {"clause": block, "action": "split"}, follow=True)
    assert "Choose where the new clause begins" in response.content.decode()


@pytest.mark.django_db
def test_the_pages_are_for_editors_and_documents_only(client: Client, editor: Client) -> None:
    page = make.published_draft(clauses=1)
    library = make.library_page()
    for name in ("readiness", "clauses", "numbers"):
        assert editor.get(f"/cms/documents-of-clauses/{page.pk}/{name}/").status_code == 200
        assert editor.get(f"/cms/documents-of-clauses/{library.pk}/{name}/").status_code == 404
    client.force_login(dan())
    for name in ("readiness", "clauses", "numbers"):
        assert client.get(f"/cms/documents-of-clauses/{page.pk}/{name}/").status_code == 302


@pytest.mark.django_db
def test_the_readiness_page_leads_to_the_block(editor: Client) -> None:
    page = make.draft_page(body=[make.clause_block(""), make.clause_block("A text.")])
    html = editor.get(f"/cms/documents-of-clauses/{page.pk}/readiness/").content.decode()
    assert f'href="/cms/pages/{page.pk}/edit/#block-{page.body[0].id}-section"' in html
    panel = editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert f'href="#block-{page.body[0].id}-section"' in panel


@pytest.mark.django_db
def test_the_numbers_of_the_draft_are_told_to_the_editor(editor: Client) -> None:
    page = make.draft_page(body=[make.clause_block("One."), make.heading_block("Fees", role="annex")])
    answer = editor.get(f"/cms/documents-of-clauses/{page.pk}/numbers/").json()
    assert answer == {"numbers": {str(page.body[0].id): "1", str(page.body[1].id): "Annex A"}}


# --- the desk


@pytest.mark.django_db
def test_drafts_and_translations_that_are_behind_wait_on_the_editors_desk(
    django_capture_on_commit_callbacks: Any, django_assert_max_num_queries: Any
) -> None:
    page = make.published_draft(body=[make.clause_block("One."), make.clause_block("Two.")], title="Act on trade")
    translation = submit(page, "fr")
    translate(translation, lambda words: f"FR {words}")
    publish_translation(translation, django_capture_on_commit_callbacks)
    editor = carol()
    assert documents_on_desk(dan(), NOW) == []
    assert documents_on_desk(editor, NOW) == []
    blocks = make.body_of(page)
    blocks[1]["value"]["text"] = "<p>Two, revised.</p>"
    page = make.publish(make.set_body(page, blocks))
    make.draft_page(title="New draft", clauses=1).save_revision()
    with django_assert_max_num_queries(6):
        waiting = documents_on_desk(editor, NOW)
    assert [(one.title, one.notes) for one in waiting] == [
        ("New draft", ("English", "never published")),
        ("FR Act on trade", ("French", "1 part of the translation is behind")),
    ]
