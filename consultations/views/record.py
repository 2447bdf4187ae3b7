"""A frozen report as it was hashed, for anybody who wants to check the fingerprint that the report prints."""

from __future__ import annotations

from base64 import b64encode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from consultations.selectors.open_data import open_consultation, public_reports

_LARGEST_NUMBER = 2**31 - 1


@require_safe
def report_record(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Exactly the bytes: `sha256sum` of the file is what stands in the report and in the audit log."""
    consultation = open_consultation(slug)
    if consultation is None or number > _LARGEST_NUMBER:
        raise Http404
    report = public_reports(consultation).filter(number=number).first()
    if report is None:
        raise Http404
    response = HttpResponse(report.content.encode(), content_type="application/json; charset=utf-8")
    response["ETag"] = f'"{report.sha256}"'
    response["Last-Modified"] = http_date(report.published_at.timestamp())
    # RFC 9530: of the content itself, whatever compression is put around it on the way.
    response["Repr-Digest"] = f"sha-256=:{b64encode(bytes.fromhex(report.sha256)).decode()}:"
    response["Content-Disposition"] = f'inline; filename="{slug}-report-{number}.json"'
    response["Link"] = f'<{settings.OPEN_DATA_LICENCE_URL}>; rel="license"'
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = "mul"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
