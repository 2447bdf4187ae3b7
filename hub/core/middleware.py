"""What happens around each request: an id and one log line, the health addresses, the language, the page's CSP."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.urls import is_valid_path
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from hub.core.views.health import HEALTH_VIEWS

GetResponse = Callable[[HttpRequest], HttpResponse]

log = structlog.get_logger("hub.request")

# What a proxy may hand us as an id: anything else could forge log lines or carry personal data.
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Addresses for machines: always in the default language, so that shared caches keep one copy.
_MACHINE_PATHS = ("/healthz", "/readyz", "/robots.txt", "/.well-known/", "/media/", "/documents-files/", "/api/")
# Files of open data lie below the address of a page for people, which is sent on to a language.
_DATA_FILE = re.compile(r"/open-data/.+\.(?:csv|json|jsonld)")


class RequestIdMiddleware:
    """Gives each request an id (ours, or the proxy's) and writes one line about it; never an address of a person.

    The line names the resolved route, not the path: paths carry references and tokens, query strings what people type.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if request.method == "HEAD":
                _leave_out_body(response)
            log.log(
                _level(request, response),
                "request",
                method=request.method if request.method in _METHODS else "other",
                route=route_name(request),
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _level(request: HttpRequest, response: HttpResponseBase) -> int:
    if request.path_info in HEALTH_VIEWS:
        # A probe asks every few seconds; that all is well is no news, and 503 is an answer rather than a fault.
        return logging.DEBUG if response.status_code == 200 else logging.WARNING
    return logging.ERROR if response.status_code >= 500 else logging.INFO


def _leave_out_body(response: HttpResponseBase) -> None:
    """Headers stay as GET has them; web servers complain when a body comes with them."""
    if response.streaming:
        response.close()
        response.streaming_content = []  # type: ignore[attr-defined]
    else:
        length = response.headers.get("Content-Length")
        response.content = b""  # type: ignore[attr-defined]
        if length is not None:
            response["Content-Length"] = length


def route_name(request: HttpRequest) -> str:
    """`account_login`, `wagtail_serve` …; never a part of the path that a person could have typed."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return match.view_name or match.route
    if request.path_info in HEALTH_VIEWS:
        return request.path_info.strip("/")
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return "unresolved"


class HealthMiddleware:
    """Answers /healthz and /readyz before hosts, sessions and redirects: a probe knows only the machine."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = HEALTH_VIEWS.get(request.path_info)
        return view(request) if view else self.get_response(request)


class LocaleMiddleware(DjangoLocaleMiddleware):
    """The address alone says the language. No cookie is read or set, so public pages stay cacheable for everybody.

    Where an address has no language (an unknown page, the entry page, the editor before sign-in), the browser's wish
    counts, and only there does the answer vary by it.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        if language is None:
            machine = _is_for_machines(request.path_info)
            language = settings.LANGUAGE_CODE if machine else accepted_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        path = request.path_info
        if translation.get_language_from_path(path) is None and not _is_for_machines(path):
            if response.status_code == 404 and request.method in ("GET", "HEAD"):
                response = self._with_language(request) or response
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response

    def _with_language(self, request: HttpRequest) -> HttpResponseBase | None:
        """`/documents/` typed by hand leads to `/fr/documents/`."""
        if request.path_info.startswith(("/cms/", settings.STATIC_URL)):
            return None
        slash = "" if request.path_info.endswith("/") else "/"
        address = f"/{translation.get_language()}{request.path_info}"
        if not is_valid_path(address + slash):
            return None
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{address}{slash}{'?' + query if query else ''}")


def _is_for_machines(path: str) -> bool:
    return path.startswith(_MACHINE_PATHS) or _DATA_FILE.fullmatch(path) is not None


def accepted_language(request: HttpRequest) -> str:
    """The first language that the browser asks for and we have; else the hub's own."""
    codes = [code for code, _name in settings.LANGUAGES]
    for wished, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        base = wished.split("-")[0]
        if base in codes:
            return base
    return settings.LANGUAGE_CODE


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; below /cms/ the editor's own (settings.CMS_CONTENT_SECURITY_POLICY says why).

    A preview is a public page that the editor shows in a frame beside the form.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/cms/"):
            parts.config = settings.CMS_CONTENT_SECURITY_POLICY
        elif not report_only and getattr(request, "is_preview", False):
            parts.replace = {"frame-ancestors": ["'self'"]}
        return parts
