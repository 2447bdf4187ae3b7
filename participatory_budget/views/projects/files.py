"""What belongs to a project and is no page: its photos, and its days as a calendar."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.contributions.enums import FileKind
from hub.core.engine.icalendar import CONTENT_TYPE, write_calendar
from hub.core.engine.keys import uuids_in
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.reports.projects.calendar import project_entries
from participatory_budget.selectors.delivery_files import delivery_of

_TYPES = {FileKind.JPEG.value: "image/jpeg", FileKind.PNG.value: "image/png"}


@require_safe
def photo(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    """Withdrawn ones are gone, whoever asks."""
    known = DeliveryPhoto.objects.filter(delivery=page.delivery_id, withdrawn_at=None)
    found = known.filter(pk__in=uuids_in([name])).defer("content").first()
    if found is None or found.kind not in _TYPES:
        raise Http404
    etag = quote_etag(found.sha256)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        # Only now the bytes are read.
        response = HttpResponse(bytes(found.content), content_type=_TYPES[found.kind])
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return _cached(response, page, etag)


@require_safe
def calendar(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    if name:
        raise Http404
    delivery, language = delivery_of(page.delivery_id), page.locale.language_code
    entries = project_entries(delivery, page.title, page.get_url() or "", language)
    text = write_calendar(page.title, entries, language=language, program="projects")
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest())
    response = get_conditional_response(request, etag=etag) or HttpResponse(text, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'inline; filename="{page.slug}.ics"'
    response["Content-Language"] = language
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _cached(response, page, etag)


def _cached(response: HttpResponseBase, page: Page, etag: str) -> HttpResponseBase:
    """Kept by browsers and asked about each time: it may be taken down, or moved."""
    response["ETag"] = etag
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    return response
