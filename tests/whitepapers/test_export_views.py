"""Downloads as people and programs ask for them: addresses, languages, headers, the PDF and what it may lack."""

from __future__ import annotations

import contextlib
import fcntl
import json
import re
import subprocess
import sys
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time
from wagtail.models import PageViewRestriction

from tests.factories import whitepapers as make
from tests.factories.accounts import UserFactory
from tests.factories.consultations import NOW, ConsultationFactory, thread_of
from tests.factories.contributions import CommentFactory
from tests.factories.translation import publish_translation, submit, translate
from tests.whitepapers.exporting import document, part
from tests.whitepapers.test_export_formats import FIGURE, PIXEL
from whitepapers.engine.exports import Picture
from whitepapers.selectors import document_of, version_numbered
from whitepapers.selectors.exporting import export_of, pictures_of
from whitepapers.views import printing
from whitepapers.views.exports import CONTENT_TYPES, disposition
from whitepapers.views.print_page import page_html

pytestmark = pytest.mark.django_db
# Of the program that draws: with neither WeasyPrint nor anything else that was installed.
BARE_PYTHON = [sys.executable, "-I", "-S"]


def can_draw() -> bool:
    done = subprocess.run([*settings.PDF_PYTHON, "-c", "import weasyprint"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.fixture
def page() -> Any:
    body = [
        make.heading_block("Trade"),
        make.clause_block("First.", heading="Licences"),
        make.clause_block("Second."),
        make.note_block("Why."),
    ]
    page = make.published_draft(body=body, slug="act", title="Draft act")
    blocks = make.body_of(page)
    blocks[1]["value"]["text"] = "<p>First, changed.</p>"
    return make.publish(make.set_body(page, blocks))


def unpacked(pdf: bytes) -> bytes:
    """A PDF with its packed parts laid open."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in streams:
        with contextlib.suppress(zlib.error):
            opened.append(zlib.decompressobj().decompress(stream))
    return b"\n".join([pdf, *opened])


def get(page: Any, ending: str, number: int = 2, **headers: str) -> Any:
    return Client().get(f"{page.url}export/{number}.{ending}", headers=headers)


# --- addresses and headers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["json", "xml", "docx", "md", "csv"])
def test_every_version_can_be_taken_away(page: Any, ending: str) -> None:
    for number, words in ((1, b"First."), (2, b"First, changed.")):
        response = get(page, ending, number)
        assert response.status_code == 200
        assert response["Content-Type"] == CONTENT_TYPES[ending]
        assert response["Content-Disposition"] == f'attachment; filename="act-v{number}-en.{ending}"'
        assert response["Content-Language"] == "en"
        assert response["X-Robots-Tag"] == "noindex"
        assert f"/documents/act/v{number}/" in response["Link"]
        assert "max-age" in response["Cache-Control"]
        assert not response.cookies
        if ending != "docx":
            assert words in response.content


def test_a_cache_is_told_that_nothing_changed(page: Any) -> None:
    first = get(page, "json")
    again = get(page, "json", if_none_match=first["ETag"])
    assert again.status_code == 304
    assert get(page, "json", 1)["ETag"] != first["ETag"]


def test_head_says_the_same_without_the_words(page: Any) -> None:
    address = f"{page.url}export/2.xml"
    whole, head = Client().get(address), Client().head(address)
    assert head.status_code == 200
    assert head.content == b""
    assert (head["ETag"], head["Content-Type"]) == (whole["ETag"], whole["Content-Type"])


@pytest.mark.parametrize(
    "rest", ["3.json", "0.json", "99999999999999999999.json", "1.exe", "1.html", "x.json", "1.", "1"]
)
def test_what_is_not_there_is_not_found(page: Any, rest: str) -> None:
    assert Client().get(f"{page.url}export/{rest}", follow=True).status_code == 404


def test_nothing_is_sent_to_a_download(page: Any) -> None:
    assert Client().post(f"{page.url}export/1.json").status_code == 405


def test_a_draft_and_a_page_taken_down_have_no_downloads(page: Any) -> None:
    draft = make.draft_page(clauses=1, slug="draft")
    assert Client().get(f"{draft.url}export/1.json").status_code == 404
    page.unpublish()
    assert get(page, "json").status_code == 404


def test_what_people_spoke_about_can_still_be_taken_away() -> None:
    with freeze_time(NOW):
        page = make.published_draft(clauses=2, slug="spoken")
        consultation = ConsultationFactory(open=True, document_page=page)
        CommentFactory(hub_thread=thread_of(consultation, 0), published=True)
        page.unpublish()
    page = page.specific_class.objects.get(pk=page.pk)
    assert page.is_withdrawn
    assert get(page, "json", 1).status_code == 200


def test_what_only_some_may_read_is_kept_by_no_cache(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert get(page, "json").status_code == 302
    client = Client()
    client.force_login(UserFactory())
    response = client.get(f"{page.url}export/2.json")
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_a_name_that_is_not_ascii_has_two_forms() -> None:
    assert disposition("act-v1-en.pdf") == 'attachment; filename="act-v1-en.pdf"'
    arabic = disposition("قانون-v1-ar.pdf")
    assert arabic.startswith("attachment; filename=\"v1-ar.pdf\"; filename*=UTF-8''%D9%82")
    assert '"' not in disposition('a"b;\r\nx.pdf').split('filename="')[1].split('"')[1].split(";")[0]


def test_the_reading_view_and_the_version_offer_the_downloads(page: Any) -> None:
    for path, number in (("", 2), ("v1/", 1)):
        html = Client().get(f"{page.url}{path}").content.decode()
        for ending in CONTENT_TYPES:
            assert f'href="{page.url}export/{number}.{ending}"' in html, (path, ending)


def test_a_long_document_asks_no_more_of_the_database() -> None:
    counts = []
    for clauses in (1, 50):
        page = make.published_draft(clauses=clauses)
        get(page, "json", 1)  # what the first request of a process asks is asked once
        with CaptureQueriesContext(connection) as queries:
            assert get(page, "json", 1).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- languages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def french(page: Any, django_capture_on_commit_callbacks: Any) -> Any:
    translation = submit(page, "fr")
    translate(translation, lambda text: f"FR {text}", only="First")
    return publish_translation(translation, django_capture_on_commit_callbacks)


def test_what_is_not_translated_stands_in_the_original_and_says_so(french: Any) -> None:
    data = json.loads(get(french, "json").content)
    assert data["language"] == "fr"
    by_text = {clause["text"]: clause for clause in data["clauses"]}
    assert (by_text["FR First, changed."]["language"], by_text["FR First, changed."]["translated"]) == ("fr", True)
    assert (by_text["Second."]["language"], by_text["Second."]["translated"]) == ("en", False)
    xml = get(french, "xml").content.decode()
    assert 'language="fra"' in xml
    assert 'xml:lang="en"' in xml
    assert "Anglais" in get(french, "md").content.decode()
    assert get(french, "csv")["Content-Disposition"].endswith('act-v2-fr.csv"')


# --- PDF --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def fresh_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_without_weasyprint_the_hub_says_so_and_offers_the_rest(page: Any, settings: Any, fresh_folder: Path) -> None:
    settings.PDF_PYTHON = BARE_PYTHON
    response = get(page, "pdf")
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert "This hub cannot make PDFs at the moment" in html
    assert f"{page.url}export/2.docx" in html
    assert "PDF, to read and print" not in html


def test_while_another_is_drawn_people_are_asked_to_come_back(
    page: Any, fresh_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "WAIT", 0)
    folder = fresh_folder / "exports"
    folder.mkdir()
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        response = get(page, "pdf")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "draws one PDF at a time" in response.content.decode()


def test_a_pdf_that_takes_too_long_is_not_tried_again_at_once(
    page: Any, settings: Any, fresh_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "SECONDS", 0.2)
    settings.PDF_PYTHON = [sys.executable, "-c", "import time; time.sleep(5)"]
    assert get(page, "pdf")["Retry-After"] == "600"
    settings.PDF_PYTHON = ["/nowhere/python"]
    assert get(page, "pdf")["Retry-After"] == "600"
    assert not list(fresh_folder.rglob("*.pdf"))


@pytest.mark.slow
def test_a_pdf_is_tagged_named_and_drawn_once(page: Any, settings: Any, fresh_folder: Path) -> None:
    if not can_draw():
        pytest.skip("WeasyPrint's libraries are not here (libpango)")
    first = get(page, "pdf")
    assert first.status_code == 200
    assert first.content.startswith(b"%PDF-1.7")
    assert first["Content-Disposition"] == 'attachment; filename="act-v2-en.pdf"'
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert mark in unpacked(first.content), mark
    # Kept: nothing is drawn for whoever asks next, even where nothing could be.
    settings.PDF_PYTHON = BARE_PYTHON
    again = get(page, "pdf")
    assert again.content == first.content
    assert get(page, "pdf", if_none_match=first["ETag"]).status_code == 304
    # Another title is another PDF, and takes the place of the first.
    settings.PDF_PYTHON = [sys.executable, "-I"]
    page.title = "Another title"
    page = make.publish(page)
    assert get(page, "pdf")["ETag"] != first["ETag"]
    assert len(list(fresh_folder.rglob("v2-en-*.pdf"))) == 1


def test_the_page_that_is_drawn_has_cover_contents_and_described_pictures() -> None:
    source = "/media/images/figures/a.png"
    exported = document(
        part("1", "Trade", kind="heading", eid="p1"),
        part("1.1", "Licences", f"<p>Words.</p>{FIGURE}", level=2, parent=0, eid="s1", summary="Plain."),
        part("Article 12 bis", "", "<p>Texte.</p>", level=2, parent=0, eid="s2", language="fr", mark="In French."),
        part("", "", "<p>Why.</p>", kind="note", level=2, parent=0, eid="n1"),
    )
    html = page_html(exported, {source: Picture(PIXEL, "image/png", 1, 1)})
    assert '<html lang="en" dir="ltr">' in html
    assert "<h1>Draft act on public spaces</h1>" in html
    assert '<a href="#s1"><bdi class="entry-number">1.1</bdi> <bdi>Licences</bdi></a>' in html
    assert f'<img src="hub:/pictures/{printing.source_key(source)}" alt="Shade &amp; sails">' in html
    assert 'class="clause indent-0 clause-wide" id="s2"' in html
    assert '<div class="text" lang="fr" dir="ltr"><p>Texte.</p></div>' in html
    # A picture that is gone leaves its description.
    assert '<span class="missing">[Shade &amp; sails]</span>' in page_html(exported, {})
    assert '<html lang="ar" dir="rtl">' in page_html(replace(exported, language="ar"), {})


def test_only_public_pictures_of_our_own_are_read() -> None:
    for source in (
        "/media/original_images/a.png",
        "/media/images/../../keys/x",
        "https://else.example/a.png",
        "/x.png",
    ):
        assert pictures_of([part("1", "", f'<figure><img src="{source}" alt="a"></figure>')]) == {}


def test_the_export_is_of_the_frozen_text_and_not_of_the_page(page: Any) -> None:
    blocks = make.body_of(page)
    blocks[1]["value"]["text"] = "<p>Not published.</p>"
    make.set_body(page, blocks)
    kept, version = document_of(page.document_uuid), version_numbered(page.document_uuid, 2)
    assert kept is not None
    assert version is not None
    exported = export_of(page, kept, version)
    assert [(one.number, one.heading, one.text, one.parent) for one in exported.parts] == [
        ("1", "Trade", "", None),
        ("1.1", "Licences", "First, changed.", 0),
        ("1.2", "", "Second.", 0),
        ("", "", "Why.", 2),
    ]
