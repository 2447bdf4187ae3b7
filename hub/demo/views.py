"""The demo's mailbox: what the hub wrote to people, so that a tester can read a confirmation code in the browser."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hub.demo import selectors


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    _require_demo()
    context = {"mails": selectors.newest_mails(), "mail_goes_to_files": selectors.mail_goes_to_files()}
    return _private(render(request, "demo/mailbox.html", context))


@require_safe
@never_cache
def mail(request: HttpRequest, file: str, number: int) -> HttpResponse:
    _require_demo()
    found = selectors.mail(file, number)
    if found is None:
        raise Http404
    return _private(render(request, "demo/mail.html", {"mail": found}))


def _require_demo() -> None:
    if not settings.DEMO_ALLOWED:
        raise Http404


def _private(response: HttpResponse) -> HttpResponse:
    # Links in these letters open someone's contribution: neither engines nor the next site shall learn of them.
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
