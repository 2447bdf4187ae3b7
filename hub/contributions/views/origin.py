"""Was this form sent by one of our own pages?

A signed-in person is protected by Django's token, as everywhere. Somebody who is not signed in has nothing that a
foreign page could use in their name: what they send counts only with the code from their own mailbox. They need no
token, and so no cookie; a reading page can hold the form and stay the same for everybody.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class _TokenCheck(CsrfViewMiddleware):
    """Answers with the reason instead of an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def is_forged(request: HttpRequest) -> bool:
    """For views that are exempt from the middleware's own check."""
    if request.user.is_authenticated:
        return _TokenCheck(lambda _request: None).process_view(request, None, (), {}) is not None  # type: ignore[arg-type]
    return not _from_here(request)


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    if origin is None or origin == "null":
        return origin is None
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return origin in ours or urlsplit(origin).netloc == request.get_host()
