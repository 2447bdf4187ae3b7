"""The report as PDF, as Word file and on one page: tagged, in the reader's language, without what nobody may read."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override
from freezegun import freeze_time
from wagtail.models import Locale, PageViewRestriction

from consultations.models.pages import OutcomeReportPage
from consultations.reports.numbers import shown_number
from consultations.reports.report_file import report_file
from consultations.tasks import forget_report_pdfs
from consultations.views.report_files import paper_html
from tests.consultations.reported import QUOTED, Reported, reported
from tests.factories.consultations import NOW, WEEK, answer, publish_report, report_page, republish_report
from tests.whitepapers.test_export_views import BARE_PYTHON, can_draw, unpacked

pytestmark = pytest.mark.django_db


@pytest.fixture
def fresh_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def facts() -> Reported:
    made = reported()
    publish_report(made.consultation, methods="<p>Two people read all of it.</p>")
    return made


def get(facts: Reported, rest: str, **headers: str) -> Any:
    return Client().get(f"{report_page(facts.consultation).get_url()}{rest}", headers=headers)


def word_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def translated(facts: Reported, language: str) -> Any:
    locale = Locale.objects.get(language_code=language)
    with freeze_time(NOW):
        facts.consultation.pages.get().copy_for_translation(locale).save_revision().publish()
        page = report_page_in(facts, "en").copy_for_translation(locale)
        page.title = "ما قلتموه وما فعلناه"
        page.save_revision().publish()
    return report_page_in(facts, language)


def report_page_in(facts: Reported, language: str) -> Any:
    return OutcomeReportPage.objects.get(locale__language_code=language)


def paper(page: Any, language: str) -> str:
    with override(language):
        shown = shown_number(page.consultation, None, language)
        assert shown is not None
        document = report_file(page, shown["report"], language, with_parts=False)
        return paper_html(page, shown["report"], document, language)


def test_the_word_file_says_what_the_page_says(facts: Reported) -> None:
    response = get(facts, "report.docx")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="squares-report-1-en.docx"'
    assert response["X-Robots-Tag"] == "noindex"
    xml = word_xml(response.content)
    for words in (
        "What you said, and what we did",
        "Clause 1 · Opening hours",
        "Open until ten in summer.",
        QUOTED,
        "Amel Trabelsi",
        "Animals",
        "Dogs may come before nine.",
        "Letters of the traders",
        "No answer, and why",
        "The ministry has not said yet.",
        "1 September 2026",
        "Two people read all of it.",
    ):
        assert words in xml, words
    assert '<w:lang w:val="fr-FR"/>' in xml, "a quote is in its own language"
    assert "xanthoria" not in xml
    assert get(facts, "report.docx", if_none_match=response["ETag"]).status_code == 304


def test_the_word_file_is_in_the_language_of_the_page_and_runs_its_way(facts: Reported) -> None:
    page = translated(facts, "ar")
    response = Client().get(f"{page.get_url()}report.docx")
    assert response["Content-Language"] == "ar"
    xml = word_xml(response.content)
    for words in ("ما قلتموه وما فعلناه", "إلى العاشرة صيفًا.", "الحيوانات", "<w:bidi/>", "<w:rtl/>"):
        assert words in xml, words


def test_what_an_author_takes_back_is_gone_from_the_downloads(facts: Reported) -> None:
    facts.quote.may_be_quoted = False
    facts.quote.save(update_fields=["may_be_quoted"])
    xml = word_xml(get(facts, "report.docx").content)
    html = paper(report_page(facts.consultation), "en")
    for text in (xml, html):
        assert QUOTED not in text
        assert "Amel Trabelsi" not in text


def test_the_page_that_is_drawn_has_cover_contents_and_everything_else(facts: Reported) -> None:
    html = paper(report_page(facts.consultation), "en")
    assert '<html lang="en" dir="ltr">' in html
    assert f'<a href="#clause-{facts.rows[0].clause_id}"><bdi>Clause 1 · Opening hours</bdi></a>' in html
    for words in ("No. 1 of 15 April 2026", "Two people read all of it.", QUOTED, "The ministry has not said yet."):
        assert words in html
    assert "xanthoria" not in html
    arabic = paper(translated(facts, "ar"), "ar")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert "الحيوانات" in arabic


@pytest.mark.slow
def test_the_pdf_is_tagged_and_holds_no_word_that_is_not_public(
    facts: Reported, settings: Any, fresh_folder: Path
) -> None:
    if not can_draw():
        pytest.skip("WeasyPrint's libraries are not here (libpango)")
    response = get(facts, "report.pdf")
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF-1.7")
    assert response["Content-Disposition"] == 'attachment; filename="squares-report-1-en.pdf"'
    opened = unpacked(response.content)
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid:part", b"/DisplayDocTitle true"):
        assert mark in opened, mark
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", "-", "-"], input=response.content, capture_output=True, check=True)
        words = " ".join(done.stdout.decode().split())
        assert "Open until ten in summer." in words
        assert "Dogs may come before nine." in words
        assert "xanthoria" not in words
    settings.PDF_PYTHON = BARE_PYTHON
    assert get(facts, "report.pdf").content == response.content, "kept once drawn"


def test_without_the_library_the_hub_says_so_and_offers_the_rest(
    facts: Reported, settings: Any, fresh_folder: Path
) -> None:
    settings.PDF_PYTHON = BARE_PYTHON
    response = get(facts, "report.pdf")
    html = response.content.decode()
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "This hub cannot make PDFs at the moment" in html
    assert "report.docx" in html
    assert "PDF, to read and print" not in html


def test_a_drawn_pdf_is_forgotten_after_a_day(facts: Reported, settings: Any, fresh_folder: Path) -> None:
    """It may hold words that were taken back since."""
    folder = fresh_folder / "exports" / str(facts.consultation.pk)
    folder.mkdir(parents=True)
    old, young = folder / "v1-en-old.pdf", folder / "v1-en-young.pdf"
    for path, moment in ((old, NOW - WEEK), (young, NOW)):
        path.write_bytes(b"%PDF")
        os.utime(path, (moment.timestamp(), moment.timestamp()))
    forget_report_pdfs(NOW)
    assert [path.name for path in folder.iterdir()] == [young.name]


def test_downloads_are_of_the_newest_number(facts: Reported) -> None:
    answer(facts.consultation, 0, reasons={"en": "We were wrong."}, now=NOW)
    assert republish_report(facts.consultation).number == 2
    response = get(facts, "report.docx")
    assert "report-2-en" in response["Content-Disposition"]
    assert "We were wrong." in word_xml(response.content)


@pytest.mark.parametrize("rest", ["report.exe", "report.json", "report.", "report.html"])
def test_what_is_no_format_of_ours_is_not_found(facts: Reported, rest: str) -> None:
    assert get(facts, rest).status_code in (301, 404)
    assert Client().get(f"{report_page(facts.consultation).get_url()}{rest}", follow=True).status_code == 404


def test_what_only_some_may_read_is_kept_by_no_cache(facts: Reported) -> None:
    page = report_page(facts.consultation)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for rest in ("report.docx", "no/1.json", "no/1/", "summary/"):
        assert get(facts, rest).status_code == 302, rest


def test_the_summary_says_what_matters(facts: Reported) -> None:
    html = get(facts, "summary/").content.decode()
    for words in (
        "What changes",
        "Open until ten in summer.",
        "A licence is the law.",
        "The ministry has not said yet.",
    ):
        assert words in html, words
    assert f"{report_page(facts.consultation).get_url()}#clause-{facts.rows[0].clause_id}" in html
    assert sys.getsizeof(html) < 40_000
