"""Downloads of a published version: `export/<number>.<format>` below a document."""

from __future__ import annotations

import hashlib
import re
from http import HTTPMethod
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse

from whitepapers.engine.exports import WRITERS, ExportDocument
from whitepapers.selectors import document_of, version_numbered
from whitepapers.selectors.exporting import export_of, pictures_of
from whitepapers.views.print_page import page_html
from whitepapers.views.printing import PdfRefusedError, fingerprint_of, pdf_of

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "xml": "application/akn+xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_WITH_PICTURES = {"docx", "pdf"}
# Not for ever: a translation may catch up, and title and summary are not part of a version. The ETag makes asking
# again cheap.
_CACHE = "public, max-age=3600"
_LARGEST_NUMBER = 2**31 - 1


def export(request: HttpRequest, page: Any, *, number: int, format_name: str) -> HttpResponse:
    """A version in one format, in the page's language; 404 for what was never published or no format of ours."""
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        return HttpResponseNotAllowed([HTTPMethod.GET, HTTPMethod.HEAD])
    if format_name not in CONTENT_TYPES or number > _LARGEST_NUMBER:
        raise Http404
    document, version = document_of(page.document_uuid), version_numbered(page.document_uuid, number)
    if document is None or version is None:
        raise Http404
    exported = export_of(page, document, version)
    if format_name == "pdf":
        return _pdf(request, page, exported)
    if format_name in _WITH_PICTURES:
        exported = exported.with_pictures(pictures_of(exported.parts))
    body = WRITERS[format_name](exported)
    return _file(page, exported, format_name, body, etag=hashlib.sha256(body).hexdigest())


def _pdf(request: HttpRequest, page: Any, exported: ExportDocument) -> HttpResponse:
    pictures = pictures_of(exported.parts)
    html = page_html(exported, pictures)
    key = fingerprint_of(html, pictures)
    try:
        body = pdf_of(exported, html, pictures, key)
    except PdfRefusedError as refusal:
        context = page.get_context(request) | {"version": exported.version, "may_try_again": refusal.retry_after}
        answer = TemplateResponse(request, "whitepapers/export/unavailable.html", context, status=503)
        answer["Cache-Control"] = "no-store"
        if refusal.retry_after:
            answer["Retry-After"] = str(refusal.retry_after)
        return answer
    return _file(page, exported, "pdf", body, etag=key)


def _file(page: Any, exported: ExportDocument, format_name: str, body: bytes, *, etag: str) -> HttpResponse:
    response = HttpResponse(body, content_type=CONTENT_TYPES[format_name])
    response["Content-Disposition"] = disposition(
        f"{exported.slug}-v{exported.version}-{exported.language}.{format_name}"
    )
    response["Content-Language"] = exported.language
    response["ETag"] = f'"{etag}"'
    # A page that only some may read must not be handed on by a shared cache.
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = _CACHE if is_public else "private, no-store"
    # Search engines shall lead people to the page, which says what the text is about.
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{exported.url}>; rel="canonical"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def disposition(name: str) -> str:
    """`attachment` with a name for every browser: ASCII for old ones, UTF-8 (RFC 6266) where it says more."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.") or "document"
    header = f'attachment; filename="{plain}"'
    return header if plain == name else f"{header}; filename*=UTF-8''{quote(name)}"
