"""Old addresses below a document: when its slug changed, `old/clauses/<eId>/` and `old/v2/` lead on as `old/` does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from whitepapers.models.pages import DocumentPage

_DEEPEST = 8  # parts of an address that are looked at


class DocumentRedirectMiddleware(RedirectMiddleware):
    """Wagtail keeps the old address of a page, but not those that the page itself serves below it."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer: HttpResponseBase = super().process_response(request, response)
        if answer.status_code != 404 or request.method not in ("GET", "HEAD") or "\0" in request.path:
            return answer
        target = moved_to(request)
        return HttpResponsePermanentRedirect(target) if target else answer


def moved_to(request: HttpRequest) -> str | None:
    """The present address of something below a document that once stood here; two queries, most often one."""
    parts = request.path.strip("/").split("/")[:_DEEPEST]
    prefixes = {Redirect.normalise_path("/" + "/".join(parts[:size])): size for size in range(1, len(parts))}
    redirects = Redirect.get_for_site(Site.find_for_request(request)).filter(
        old_path__in=list(prefixes), redirect_page__isnull=False, redirect_page_route_path=""
    )
    for redirect in sorted(redirects, key=lambda one: -prefixes[one.old_path]):
        page = redirect.redirect_page.specific
        if not isinstance(page, DocumentPage):
            continue
        rest = "/".join(request.path.strip("/").split("/")[prefixes[redirect.old_path] :]) + "/"
        url = page.get_url(request)
        if url is None or not page.serves(f"/{rest}"):
            continue
        query = request.META.get("QUERY_STRING", "")
        return f"{url}{rest}{'?' + query if query else ''}"
    return None
