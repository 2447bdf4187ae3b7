"""The photo of a proposal, for whoever may read the proposal itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.core.views.private import keep_private
from hub.moderation.enums import State
from participatory_budget.models.proposal_draft import ProposalPhoto
from participatory_budget.views.proposals.finding import readable_proposal

# Told by the bytes, whatever is written beside them.
_BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@require_safe
def photo(request: HttpRequest, page: Page, reference: str) -> HttpResponseBase:
    proposal = readable_proposal(request, page, reference)
    found = ProposalPhoto.objects.filter(proposal=proposal).first()
    content = bytes(found.content) if found is not None else b""
    kind = next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)
    if found is None or kind is None:
        raise Http404
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    if proposal.state != State.PUBLISHED:
        return keep_private(response)
    # Kept by browsers and asked about each time: it may be taken down.
    etag = quote_etag(found.sha256)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
