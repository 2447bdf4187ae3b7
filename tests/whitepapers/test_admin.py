"""What editors see."""

import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Locale

from tests.factories import whitepapers as make
from tests.factories.accounts import UserFactory
from tests.factories.translation import submit
from whitepapers.blocks import ClauseBlock, HeadingBlock, NoteBlock
from whitepapers.models.pages import DocumentIndexPage, PolicyDraftPage, WhitePaperPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(superuser=True))
    return client


@pytest.mark.parametrize("model", ["policydraftpage", "whitepaperpage"])
def test_a_document_can_be_begun_in_the_library(admin: Client, model: str) -> None:
    response = admin.get(f"/cms/pages/add/whitepapers/{model}/{make.library_page().pk}/")
    assert response.status_code == 200
    assert "One thought for one clause" in response.content.decode()


def test_every_script_and_style_of_the_editor_is_there(admin: Client) -> None:
    html = admin.get(f"/cms/pages/{make.draft_page(clauses=1).pk}/edit/").content.decode()
    assert "whitepapers/clauses.js" in html
    assert "typed_table_block.js" in html
    for name in set(re.findall(r'(?:src|href)="/static/([^"?]+\.(?:js|css))', html)):
        assert finders.find(name), name


def test_a_published_document_can_be_edited_and_submitted_for_translation(admin: Client) -> None:
    page = make.published_draft(clauses=2)
    assert admin.get(f"/cms/pages/{page.pk}/edit/").status_code == 200
    assert admin.get(f"/cms/localize/submit/page/{page.pk}/").status_code == 200


def test_a_translator_is_shown_the_words_and_not_the_numbers(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = make.published_draft(body=[make.clause_block("A licence is needed.", number="4 bis")])
    translation = submit(page, "fr")
    with django_capture_on_commit_callbacks(execute=True):
        target, _ = translation.source.create_or_update_translation(
            Locale.objects.get(language_code="fr"), publish=False, fallback=True
        )
    html = admin.get(f"/cms/pages/{target.pk}/edit/").content.decode()
    assert "A licence is needed." in html
    assert "4 bis" not in html


def test_documents_stand_only_in_the_library_and_have_no_pages_below() -> None:
    for model in (PolicyDraftPage, WhitePaperPage):
        assert model.allowed_parent_page_models() == [DocumentIndexPage]
        assert model.allowed_subpage_models() == []
    assert not DocumentIndexPage.can_create_at(make.library_page().get_parent())


@pytest.mark.parametrize("block", [HeadingBlock(), ClauseBlock(), NoteBlock()])
def test_every_block_has_an_icon_a_description_and_a_preview(block: Any, admin: Client) -> None:
    assert block.meta.icon != "placeholder"
    assert block.get_description()
    assert block.is_previewable


def test_block_previews_are_drawn_in_house_style(admin: Client) -> None:
    page = make.draft_page(clauses=1)
    for block in page.body.stream_block.child_blocks.values():
        response = admin.get("/cms/block-preview/", {"id": block.definition_prefix})
        assert response.status_code == 200
        html = response.content.decode()
        assert "css/components.css" in html
        assert 'class="doc"' in html


def test_an_editor_publishes_through_the_form_and_a_version_is_taken(admin: Client) -> None:
    page = make.draft_page(clauses=1)
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": "",
        "owner_body": "",
        "glossary-count": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "clause",
        "body-0-id": page.body[0].id,
        "body-0-value-level": "1",
        "body-0-value-numbering": "numbered",
        "body-0-value-number": "",
        "body-0-value-heading": "",
        "body-0-value-summary": "",
        "body-0-value-text": '{"blocks":[{"key":"a","text":"New words.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[],"data":{}}],"entityMap":{}}',
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    response = admin.post(f"/cms/pages/{page.pk}/edit/", data)
    assert response.status_code == 302, response.context and response.context["form"].errors
    from whitepapers.selectors import clauses_of, latest_version

    assert [text.text for text in clauses_of(latest_version(page.translation_key), "en")] == ["New words."]


def test_the_editor_may_frame_a_preview(admin: Client) -> None:
    page = make.draft_page(clauses=1)
    response = admin.get(f"/cms/pages/{page.pk}/view_draft/")
    assert page.title in response.content.decode()
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_a_translation_is_not_public_before_somebody_has_translated(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = make.published_draft(clauses=1)
    french = Locale.objects.get(language_code="fr")
    with django_capture_on_commit_callbacks(execute=True):
        response = admin.post(f"/cms/localize/submit/page/{page.pk}/", {"locales": [str(french.pk)]})
    assert response.status_code == 302
    translation = page.get_translation(french)
    assert not translation.live
    assert admin.get(f"/cms/pages/{translation.pk}/edit/").status_code == 200
