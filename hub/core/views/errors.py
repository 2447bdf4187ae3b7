"""Pages for when something went wrong. Each says what happened, what to do next, and loses nothing that was typed."""

from __future__ import annotations

import logging

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponseServerError,
    QueryDict,
)
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_path
from django.utils.translation import override as language_override
from django.views.decorators.csrf import requires_csrf_token

# What a person may have typed but must not see again on a page: secrets, and fields that only the machine fills in.
UNSHOWN_WORDS = ("password", "token", "code", "otp", "honeypot", "hash", "timestamp", "object_pk", "content_type")
SHORTEST_TEXT = 3
BARE_SERVER_ERROR = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>500</title>"
    "<h1>Something broke on our side</h1><p>Please go back, copy what you typed and try again in a few minutes.</p>"
    "<h1 lang=fr>Une erreur s’est produite de notre côté</h1><h1 lang=ar dir=rtl>حدث خلل من جانبنا</h1></html>"
)

logger = logging.getLogger("hub.errors")


def typed_text(post: QueryDict) -> list[str]:
    """What a person wrote, in the order of the form, so that it can be copied from a page that refuses it."""
    texts = [
        value.strip()
        for name, values in post.lists()
        if not any(word in name.lower() for word in UNSHOWN_WORDS)
        for value in values
        if isinstance(value, str) and (" " in value.strip() or "\n" in value) and len(value.strip()) >= SHORTEST_TEXT
    ]
    return list(dict.fromkeys(texts))


def _page(request: HttpRequest, template: str, **context: object) -> str:
    """The page in the language of its address: an error may come before the language is known."""
    language = get_language_from_path(request.path_info) or get_language() or "en"
    with language_override(language):
        return loader.render_to_string(template, context, request)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseBadRequest(_page(request, "400.html"))


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseForbidden(_page(request, "403.html"))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponseNotFound(_page(request, "404.html"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context processors, session or database: any of them may be what is broken."""
    language = get_language_from_path(request.path_info) or "en"
    try:
        with language_override(language):
            return HttpResponseServerError(loader.render_to_string("500.html", {"LANGUAGE_CODE": language}))
    except Exception:
        # The template itself may be what is broken (a style sheet missing from the manifest): say it bare.
        logger.exception("the page for error 500 could not be rendered")
        return HttpResponseServerError(BARE_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old. What was typed is shown again, to be copied into a fresh form."""
    referer = request.headers.get("Referer", "")
    # The form's own page; the address that it was sent to may answer to POST alone.
    is_ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    context = {"typed": typed_text(request.POST), "form_url": referer if is_ours else request.get_full_path()}
    return HttpResponseForbidden(_page(request, "403_csrf.html", **context))


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: a file or a form larger than the hub takes."""
    return HttpResponse(_page(request, "413.html"), status=413)


def too_many_requests(request: HttpRequest, exception: Exception | None = None, retry_after: int = 60) -> HttpResponse:
    """429. `retry_after` in seconds goes into the header; the page says it in minutes and shows what was typed."""
    minutes = max(1, -(-retry_after // 60))
    typed = typed_text(request.POST) if request.method == "POST" else []
    page = _page(request, "429.html", minutes=minutes, typed=typed)
    return HttpResponse(page, status=429, headers={"Retry-After": str(retry_after)})
