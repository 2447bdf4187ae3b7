"""Pages that are one person's business."""

from __future__ import annotations

from django.http import HttpResponseBase


def keep_private(response: HttpResponseBase) -> HttpResponseBase:
    """Not in caches, not in search engines, and its address not told to the next site."""
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
