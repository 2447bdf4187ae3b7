"""Downloads of an outcome report: `report.pdf` and `report.docx` below its page, in the page's language."""

from __future__ import annotations

import hashlib
import re
from http import HTTPMethod
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import override

from consultations.reports.numbers import shown_number
from consultations.reports.report_file import report_file
from hub.core.context_processors import hub_name
from whitepapers.engine.exports import WRITERS, ExportDocument
from whitepapers.engine.exports.document import is_rtl
from whitepapers.views.exports import CONTENT_TYPES, disposition
from whitepapers.views.printing import STYLES, PdfRefusedError, fingerprint_of, pdf_of

REPORT_STYLES = (*STYLES, "consultations/paper.css")
FORMATS = ("pdf", "docx")


def download(request: HttpRequest, page: Any, *, format_name: str) -> HttpResponse:
    """The newest number. What people take back is gone from it at once: nothing is kept that still says it."""
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        return HttpResponseNotAllowed([HTTPMethod.GET, HTTPMethod.HEAD])
    language = page.locale.language_code
    with override(language):
        shown = shown_number(page.consultation, None, language) if format_name in FORMATS else None
        if shown is None:
            raise Http404
        if format_name == "pdf":
            return _pdf(request, page, shown["report"], language)
        exported = report_file(page, shown["report"], language)
        body = WRITERS["docx"](exported)
        return _file(page, exported, "docx", body, hashlib.sha256(body).hexdigest())


def paper_html(page: Any, report: Any, document: ExportDocument, language: str) -> str:
    """The page that a PDF is drawn from. Nobody sees it as a web page."""
    context = {
        "page": page,
        "report": report,
        "document": document,
        "summary": page.summary,
        "consultation_page": page.consultation_page,
        "page_language": language,
        "direction": "rtl" if is_rtl(language) else "ltr",
        "hub_name": hub_name(),
        # Before, between and after the two figures that only the printed page knows.
        "page_words": re.split(r"%\(pages?\)s", document.labels.page),
    }
    return render_to_string("consultations/report/paper.html", context)


def _pdf(request: HttpRequest, page: Any, report: Any, language: str) -> HttpResponse:
    document = report_file(page, report, language, with_parts=False)
    html = paper_html(page, report, document, language)
    key = fingerprint_of(html, {}, REPORT_STYLES)
    try:
        body = pdf_of(document, html, {}, key, REPORT_STYLES)
    except PdfRefusedError as refusal:
        context = page.get_context(request) | {"may_try_again": refusal.retry_after}
        answer = TemplateResponse(request, "consultations/report/pdf_unavailable.html", context, status=503)
        answer["Cache-Control"] = "no-store"
        if refusal.retry_after:
            answer["Retry-After"] = str(refusal.retry_after)
        return answer
    return _file(page, document, "pdf", body, key)


def _file(page: Any, document: ExportDocument, format_name: str, body: bytes, etag: str) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPES[format_name])
    response["Content-Disposition"] = disposition(
        f"{document.slug}-{document.version}-{document.language}.{format_name}"
    )
    response["Content-Language"] = document.language
    response["ETag"] = f'"{etag}"'
    # Quotes are taken back: every cache asks again, which the ETag makes cheap.
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{document.page_url}>; rel="canonical"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
