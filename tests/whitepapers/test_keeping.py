"""What was published and spoken about stays: taken down, moved, renamed, deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time
from wagtail.models import Page

from tests.factories import whitepapers as make
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, ConsultationFactory, thread_of
from tests.factories.contributions import CommentFactory
from whitepapers.models.clause import ClauseText
from whitepapers.selectors import kept_pages

pytestmark = pytest.mark.django_db


def status(path: str) -> int:
    return Client().get(path).status_code


@pytest.fixture
def spoken() -> tuple[Any, Any]:
    """A document in two versions with a comment on its first clause, unpublished."""
    with freeze_time(NOW):
        page = make.published_draft(clauses=2, slug="act")
        consultation = ConsultationFactory(open=True, document_page=page)
        comment = CommentFactory(hub_thread=thread_of(consultation, 0), published=True)
        blocks = make.body_of(page)
        blocks[0]["value"]["text"] = "<p>Other words.</p>"
        page = make.publish(make.set_body(page, blocks))
        page.unpublish()
    return page.specific_class.objects.get(pk=page.pk), comment


def test_what_people_spoke_about_stays_where_they_found_it(spoken: tuple[Any, Any]) -> None:
    page, comment = spoken
    for path in ("", "v1/", "v2/", "clauses/sec_1/", "clauses/sec_1/history/", "compare/", "compare/1/2/"):
        response = Client().get(f"{page.url}{path}")
        assert response.status_code == 200, path
        assert "This document was taken down" in response.content.decode(), path
    with freeze_time(NOW):
        html = Client().get(reverse("contribution_trace", args=[comment.reference])).content.decode()
    assert comment.comment in html
    assert f"{page.url}clauses/sec_1/" in html


def test_nothing_more_can_be_said_about_it(spoken: tuple[Any, Any]) -> None:
    page, _comment = spoken
    with freeze_time(NOW):
        assert status(f"{page.url}clauses/sec_1/comment/") == 404
        assert Client().post(f"{page.url}clauses/sec_1/").status_code == 404
        assert "sec_1/comment/" not in Client().get(f"{page.url}clauses/sec_1/").content.decode()


def test_a_document_that_nobody_spoke_about_goes_when_it_is_unpublished() -> None:
    page = make.published_draft(clauses=1)
    page.unpublish()
    for path in ("", "v1/", "clauses/sec_1/", "compare/"):
        assert status(f"{page.url}{path}") == 404
    assert ClauseText.objects.count() == 1


def test_a_draft_that_was_never_public_has_no_address() -> None:
    page = make.draft_page(clauses=1)
    page.save_revision()
    assert status(page.url) == status(f"{page.url}v1/") == 404


# --- deleting ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def admin() -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_a_published_document_and_its_library_cannot_be_deleted(admin: Client) -> None:
    page = make.published_draft(clauses=1, title="Act")
    for target in (page, page.get_parent()):
        response = admin.post(reverse("wagtailadmin_pages:delete", args=[target.pk]), follow=True)
        assert "cannot be deleted: it was published" in response.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    admin.post(f"{bulk}?id={page.pk}&next=/cms/")
    assert Page.objects.filter(pk=page.pk).exists()
    for delete in (page.delete, page.get_parent().specific.delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()


def test_a_draft_can_be_deleted(admin: Client) -> None:
    page = make.draft_page(clauses=1)
    assert kept_pages([page]) == []
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()


# --- moving -----------------------------------------------------------------------------------------------------------


def test_old_addresses_lead_on_after_another_slug(django_capture_on_commit_callbacks: Any) -> None:
    page = make.published_draft(clauses=2, slug="old-name")
    old = page.url
    page.slug = "new-name"
    with django_capture_on_commit_callbacks(execute=True):
        page = make.publish(page)
    for path in ("", "v1/", "clauses/sec_1/", "clauses/sec_2/history/", "compare/"):
        response = Client().get(f"{old}{path}")
        assert response.status_code == 301, path
        assert response.headers["Location"].rstrip("/") == f"{page.url}{path}".rstrip("/")
    assert Client().get(f"{old}compare/?from=1&to=2").headers["Location"] == f"{page.url}compare/?from=1&to=2"
    assert status(f"{old}no-such/") == 404
    assert status("/en/documents/never-was/v1/") == 404
