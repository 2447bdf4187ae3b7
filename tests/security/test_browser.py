"""What browsers and caches are told, and that no form works without its token."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.test import Client
from freezegun import freeze_time
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.documents.models import Document

from hub.contributions.models.comment import Comment
from tests.factories.accounts import PASSWORD, UserFactory, alice, dan
from tests.factories.consultations import NOW, ConsultationFactory, clause_threads
from tests.factories.contributions import CommentFactory
from tests.factories.whitepapers import clause_block, published_draft
from tests.security.paths import PUBLIC

# What a browser is told does not depend on where it is kept.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Each would run, close an attribute or a comment, or turn the line around, if it were not shown as text.
ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "-->]]></style></textarea></title><svg onload=alert(1)>",
    "javascript:alert(1)",
]


LINKS = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "\x01javascript:1"]
HOSTS = ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:80@evil.example"]
FILES = [
    ("note.html", b"<script>alert(1)</script>"),
    ("a.svg", b"<svg onload='alert(1)'/>"),
    ("a.xml", b"<x/>"),
    ("a.pdf", b"<html><script>"),
]


@pytest.mark.parametrize("path", [*PUBLIC, "/nothing/", "/en/c/C-2026-999999/", "/en/account/login/"])
def test_every_public_answer_has_the_strict_policy_and_its_company(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    html = response.content.decode()
    assert not re.search(r"<[^>]+\s(?:on\w+|style)=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)[^>]*>|<style", html)


def test_only_the_editor_has_a_weaker_policy(client: Client) -> None:
    client.force_login(UserFactory(editor=True))
    assert "unsafe-eval" not in client.get("/cms/")["Content-Security-Policy"]
    for lookalike in ("/en/cms/", "/cms", "//cms/", "/en/documents/cms/"):
        assert "unsafe" not in client.get(lookalike)["Content-Security-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_nobody_gets_a_cookie_for_reading_and_what_is_unchanged_is_not_sent_again(client: Client, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert not first.cookies
    if path != "/.well-known/security.txt":
        again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_what_is_shown_to_one_is_never_the_cached_answer_to_another(client: Client) -> None:
    anonymous = client.get("/en/")
    assert "Cookie" in anonymous["Vary"]
    client.force_login(alice())
    signed_in = client.get("/en/", headers={"If-None-Match": anonymous["ETag"]})
    assert signed_in.status_code == 200
    assert signed_in["ETag"] != anonymous["ETag"]
    assert signed_in["Cache-Control"].startswith("private")
    assert "no-store" in client.get("/en/account/")["Cache-Control"]
    client.logout()
    assert client.get("/en/").content == anonymous.content


def test_cookies_cannot_be_read_by_scripts_or_sent_from_elsewhere(client: Client) -> None:
    dan()
    response = client.post("/en/account/login/?with=password", {"login": "dan@example.org", "password": PASSWORD})
    cookie = response.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert project.CSRF_COOKIE_SAMESITE == "Lax"


@freeze_time(NOW)
def test_no_form_works_without_its_token() -> None:
    consultation = ConsultationFactory(open=True)
    row = clause_threads(consultation)[0]
    author, moderator = alice(), UserFactory(administrator=True)
    comment = CommentFactory(hub_thread=row.thread, user=author, received_at=NOW)
    document = consultation.pages.get().url.replace("consultations", "documents")
    for person, addresses in {
        author: [
            f"/en/contribute/{row.thread_id}/",
            f"{document}clauses/{row.clause.eid}/comment/",
            f"/en/c/{comment.reference}/withdraw/",
            "/en/account/profile/",
            "/en/account/delete/",
            "/en/account/delete/confirm/",
            "/en/account/email/",
            "/en/account/logout/",
            "/en/account/password/set/",
            "/en/account/login/",
            "/en/account/signup/",
            "/en/account/password/reset/",
            "/en/account/second-factor/totp/activate/",
        ],
        moderator: [
            "/cms/moderation/",
            "/cms/consultations/new/",
            f"/cms/consultations/{consultation.pk}/dates/",
            f"/cms/consultations/{consultation.pk}/answers/{row.pk}/",
            f"/cms/users/{author.pk}/",
            f"/cms/users/delete/{author.pk}/",
        ],
    }.items():
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        for address in addresses:
            assert client.post(address, {"decision": "approve", "queue": "contributions.waiting"}).status_code in (
                403,
                404,
            ), address
    comment.refresh_from_db()
    assert comment.is_published


@pytest.mark.parametrize("attack", ATTACKS)
@freeze_time(NOW)
def test_what_people_type_stays_text(client: Client, attack: str) -> None:
    consultation = ConsultationFactory(open=True, title=attack)
    thread = clause_threads(consultation)[0].thread
    values = {"body": attack, "suggested_text": attack, "author_name": attack, "hub_thread": thread}
    comment: Comment = CommentFactory(received_at=NOW, **values)
    reply: Comment = CommentFactory(received_at=NOW, parent=comment, **values)
    held: Comment = CommentFactory(received_at=NOW, pending=True, **values)
    client.force_login(UserFactory(administrator=True, pseudonym=attack, organisation_name=attack))
    document = Comment.objects.get(pk=comment.pk).hub_thread.clause_thread.document
    urls = [f"/en/c/{comment.reference}/", f"/en/c/{reply.reference}/", "/en/", "/en/account/", "/cms/moderation/"]
    urls += ["/en/account/profile/", "/cms/", "/cms/users/", f"/cms/consultations/{consultation.pk}/answers/"]
    urls += [f"/cms/consultations/{consultation.pk}/answers/{thread.clause_thread.pk}/", "/en/consultations/"]
    assert document
    assert held.reference in client.get("/cms/moderation/").content.decode()
    pages = [client.get(url) for url in urls]
    pages += [client.get("/en/search/", {"q": attack}), client.get("/en/account/login/", {"next": attack})]
    pages += [client.get(f"/en/{attack}/"), client.get(f"/en/c/{attack}/"), client.get(f"/cms/{attack}")]
    pages += [client.post("/cms/moderation/", {"queue": attack, "item": attack, "decision": "approve"})]
    wrong = {"queue": "contributions.waiting", "item": attack, "decision": "approve"}
    pages += [client.post("/cms/moderation/", wrong, follow=True)]
    pages += [client.post(f"/en/contribute/{thread.pk}/", {"comment": attack, "name": attack, "position": attack})]
    for page in pages:
        html = page.content.decode()
        for running in ("<script>alert", "<img src=x", "<svg onload", "' onmouseover='alert", 'href="javascript:alert'):
            assert running not in html, page.request["PATH_INFO"]
        assert "{{ 7|add:7 }}" not in attack or "1414" not in html


@pytest.mark.parametrize("link", LINKS)
def test_an_editors_links_lead_to_pages_and_run_nothing(client: Client, link: str) -> None:
    state = {
        "blocks": [
            {
                "key": "a",
                "text": "here",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [{"offset": 0, "length": 4, "key": 0}],
            }
        ],
        "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}},
    }
    html = ContentstateConverter(features=["link"]).to_database_format(json.dumps(state))
    assert "alert" not in html
    assert "script" not in html.lower()
    unsafe = f'<p><a href="{link}" onclick="alert(1)">here</a><script>1</script></p>'
    page = published_draft(body=[clause_block(unsafe)])
    shown = client.get(page.url).content.decode()
    assert "here" in shown
    assert "alert(1)" not in shown
    assert "data:text/html" not in shown


@pytest.mark.parametrize(("name", "content"), FILES)
def test_an_uploaded_file_runs_nothing_on_our_address(
    client: Client, settings: Any, tmp_path: Path, name: str, content: bytes
) -> None:
    """Even one that came in past the form, which takes neither HTML nor SVG."""
    settings.MEDIA_ROOT = tmp_path
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    stored = Document(title="x")
    stored.file.save(name, ContentFile(content))
    response = client.get(f"/documents-files/{stored.pk}/{stored.filename}")
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    if not name.endswith(".pdf"):
        assert response["Content-Disposition"].startswith("attachment")
    assert client.get(f"/documents-files/{stored.pk}/other-name.pdf").status_code == 404


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "\thttps://evil.example"],
)
def test_signing_in_never_leads_to_another_site(client: Client, elsewhere: str) -> None:
    dan()
    for path in ("/en/account/login/", "/cms/login/", "/admin/login/", "/_util/login/", "/en/_util/login/"):
        target = client.get(path, {"next": elsewhere}).get("Location", "/en/account/login/")
        assert target.partition("?")[0] == "/en/account/login/"
    form = {"login": "dan@example.org", "password": PASSWORD, "next": elsewhere}
    response = client.post("/en/account/login/?with=password", form)
    assert response["Location"] == "/en/account/"
    assert "evil.example" not in client.post("/en/account/logout/", {"next": elsewhere})["Location"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_forged_host_gets_no_page_and_no_link(client: Client, settings: Any, host: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    response = client.get("/en/", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
    forwarded = client.get("/en/", headers={"X-Forwarded-Host": host})
    assert "evil" not in forwarded.content.decode() + str(forwarded.headers)
