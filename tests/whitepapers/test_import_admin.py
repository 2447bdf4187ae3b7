"""The import in Wagtail's admin: upload, preview with corrections, pairs side by side, a draft at the end."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import whitepapers as make
from tests.factories.accounts import bob, carol, dan
from whitepapers.models.import_work import ImportWork
from whitepapers.models.pages import PolicyDraftPage, WhitePaperPage
from whitepapers.selectors import clauses_by_block

pytestmark = pytest.mark.django_db

MARKDOWN = """# Quay rules

## 1 Trading

1.1 A person may trade on the quay in the morning. Nobody lights a fire or cooks fish between the boats after dark.

1.2 The licence names the place, the hours and the goods.

## 2 Music

2.1 Music is allowed in the square until eleven at night.
"""
REWRITTEN = MARKDOWN.replace("## 2 Music\n\n2.1", "## 2 Trees\n\n2.1 Trees are watered twice.\n\n## 3 Music\n\n3.1")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(carol())
    return client


def upload(client: Client, text: str | bytes, **data: Any) -> Any:
    content = text.encode() if isinstance(text, str) else text
    form = {"kind": "policy_draft", "language": "en", "changes": "accept", "target": ""} | data
    return client.post("/cms/import/", form | {"file": SimpleUploadedFile("rules.md", content)})


def begun(client: Client, text: str = MARKDOWN, **data: Any) -> ImportWork:
    response = upload(client, text, **data)
    assert response.status_code == 302, response.content.decode()[:3000]
    return ImportWork.objects.latest("created_at")


def test_a_file_becomes_a_draft_and_its_editor_opens(editor: Client) -> None:
    work = begun(editor, kind="white_paper")
    html = editor.get(f"/cms/import/{work.pk}/").content.decode()
    assert "A person may trade on the quay" in html
    response = editor.post(f"/cms/import/{work.pk}/save/", {"title": "Rules of the quay"})
    page = WhitePaperPage.objects.get(slug="rules-of-the-quay")
    assert response.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert not page.live
    assert [block.block_type for block in page.body] == ["heading", "clause", "clause", "heading", "clause"]
    assert not ImportWork.objects.exists()
    assert editor.get(f"/cms/pages/{page.pk}/edit/").status_code == 200


def test_what_was_read_wrongly_is_corrected_before_saving(editor: Client) -> None:
    work = begun(editor)
    where = f"/cms/import/{work.pk}/parts/p1/"
    assert "A person may trade" in editor.get(where).content.decode()
    wrong = {"kind": "clause", "level": "99", "number": "1.1", "heading": ""}
    assert editor.post(where, wrong | {"action": "save"}).status_code == 422
    right = wrong | {"level": "1", "number": "1 bis", "heading": "Licence"}
    assert editor.post(where, right | {"action": "save"}).status_code == 302
    assert editor.post(f"/cms/import/{work.pk}/parts/p2/", {"action": "join"}).status_code == 302
    editor.post(f"/cms/import/{work.pk}/save/", {"title": "Quay"})
    body = PolicyDraftPage.objects.get(slug="quay").body
    assert [block.block_type for block in body] == ["heading", "clause", "heading", "clause"]
    assert (body[1].value["number"], body[1].value["heading"]) == ("1 bis", "Licence")
    assert "The licence names the place" in body[1].value["text"].source


def test_a_new_version_asks_about_what_is_ambiguous_and_keeps_identity(editor: Client) -> None:
    page = made(editor)
    was = clauses_by_block(page.translation_key)
    split = MARKDOWN.replace(" Nobody lights", "\n\n1.1a Nobody lights")
    work = begun(editor, split, target=str(page.translation_key))
    address = f"/cms/import/{work.pk}/pairs/"
    assert "Please decide" in editor.get(address).content.decode()
    assert editor.post(f"/cms/import/{work.pk}/save/").headers["Location"] == address
    assert not page.has_unpublished_changes
    html = editor.get(f"{address}?show=all").content.decode()
    assert "In the document" in html
    decide_all(editor, work, address)
    response = editor.post(f"/cms/import/{work.pk}/save/")
    assert response.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    page.refresh_from_db()
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    ids = [block.id for block in draft.body]
    assert set(was) <= set(ids)
    assert [block.id for block in page.body] == list(was)


def decide_all(client: Client, work: ImportWork, address: str) -> None:
    html = client.get(f"{address}?show=open").content.decode()
    names = {part.split('"')[0] for part in html.split('<select name="')[1:]}
    for name in sorted(names):
        options = html.split(f'<select name="{name}"')[1].split("</select>")[0]
        value = "same" if 'value="same"' in options else "new" if 'value="new"' in options else "removed"
        client.post(f"{address}?show=open", {name: value})


def made(client: Client) -> PolicyDraftPage:
    work = begun(client)
    client.post(f"/cms/import/{work.pk}/save/", {"title": "Quay rules"})
    return make.publish(PolicyDraftPage.objects.get(slug="quay-rules"))


def test_two_new_clauses_cannot_both_be_the_same_old_one(editor: Client) -> None:
    page = made(editor)
    work = begun(editor, REWRITTEN, target=str(page.translation_key))
    address = f"/cms/import/{work.pk}/pairs/"
    old = next(block.id for block in page.body if "Music is allowed" in str(block.value.get("text", "")))
    editor.get(address)
    keys = [part["key"] for part in ImportWork.objects.get().draft["parts"]]
    first = editor.post(f"{address}{keys[1]}/", {f"d-{keys[1]}": f"other:{old}"})
    assert first.status_code == 302
    second = editor.post(f"{address}{keys[2]}/", {f"d-{keys[2]}": f"other:{old}"})
    assert second.status_code == 200
    assert "decide about it first" in second.content.decode()


def test_the_mapping_follows_a_document_that_was_changed_meanwhile(editor: Client) -> None:
    page = made(editor)
    work = begun(editor, REWRITTEN, target=str(page.translation_key))
    editor.get(f"/cms/import/{work.pk}/pairs/")
    page.body = make.body_of(page)[:-1]
    page.save_revision()
    response = editor.post(f"/cms/import/{work.pk}/save/")
    assert response.headers["Location"] == f"/cms/import/{work.pk}/pairs/"
    assert ImportWork.objects.get().decisions["choices"] == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"%PDF-1.7", "PDF"), (b"MZ\x90", "program"), (b"", "empty"), (b"PK\x03\x04 no", "damaged")],
    ids=["pdf", "program", "empty", "zip"],
)
def test_a_refused_file_says_why_and_keeps_the_form(editor: Client, content: bytes, says: str) -> None:
    response = upload(editor, content, kind="white_paper")
    assert response.status_code == 422
    html = response.content.decode()
    assert says in html
    assert '<option value="white_paper" selected>' in html
    assert not ImportWork.objects.exists()


def test_too_large_an_upload_is_refused_before_it_is_read(editor: Client) -> None:
    response = editor.generic(
        "POST", "/cms/import/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="200000000"
    )
    assert response.status_code == 413
    assert "MB" in response.content.decode()


def test_an_upload_needs_the_token_of_the_form() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol())
    assert upload(client, MARKDOWN).status_code == 403
    assert not ImportWork.objects.exists()


def test_work_in_progress_belongs_to_one_person(editor: Client) -> None:
    work = begun(editor)
    other = Client()
    other.force_login(carol(email="other@example.org", pseudonym="Other"))
    for address in ("", "pairs/", "parts/p1/"):
        assert other.get(f"/cms/import/{work.pk}/{address}").status_code == 404
    for address in ("save/", "drop/"):
        assert other.post(f"/cms/import/{work.pk}/{address}").status_code == 404
    assert ImportWork.objects.filter(pk=work.pk).exists()


@pytest.mark.parametrize("person", [bob, dan])
def test_who_may_not_add_documents_may_not_import(client: Client, person: Any) -> None:
    client.force_login(person())
    assert client.get("/cms/import/").status_code in (302, 403)
    assert upload(client, MARKDOWN).status_code in (302, 403)
    assert not ImportWork.objects.exists()


def test_a_dropped_import_is_gone_and_an_old_one_expires(editor: Client) -> None:
    from datetime import timedelta

    from whitepapers.services.import_work import forget_expired

    work = begun(editor)
    editor.post(f"/cms/import/{work.pk}/drop/")
    assert not ImportWork.objects.exists()
    work = begun(editor)
    forget_expired(work.expires_at - timedelta(days=1))
    assert ImportWork.objects.exists()
    forget_expired(work.expires_at + timedelta(seconds=1))
    assert not ImportWork.objects.exists()


def test_the_import_is_found_in_the_menu_and_in_the_library(editor: Client) -> None:
    page = make.draft_page(clauses=1)
    assert "/cms/import/" in editor.get(f"/cms/pages/{make.library_page().pk}/").content.decode()
    assert f"/cms/import/?target={page.translation_key}" in editor.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_pages_of_the_import_ask_the_database_the_same_for_any_length(editor: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = []
    for count in (3, 60):
        text = "# Rules {0}\n\n" + "\n\n".join(
            f"{n}. Stall number {n} opens at hour {n * 7}." for n in range(1, count + 1)
        )
        work = begun(editor, text.format(count))
        editor.post(f"/cms/import/{work.pk}/save/", {"title": f"Rules {count}"})
        page = PolicyDraftPage.objects.get(title=f"Rules {count}")
        work = begun(editor, text.replace("opens", "closes"), target=str(page.translation_key))
        counts = []
        for address in ("", "pairs/?show=all", "parts/p1/"):
            editor.get(f"/cms/import/{work.pk}/{address}")
            with CaptureQueriesContext(connection) as queries:
                assert editor.get(f"/cms/import/{work.pk}/{address}").status_code == 200
                counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]
