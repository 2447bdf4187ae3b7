"""Pages that are one person's business."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def keep_private(response: Response) -> Response:
    """Not in caches, not in search engines, and its address not told to any other site.

    `same-origin`, because under `no-referrer` browsers send `Origin: null` with a form, and no form on the page would
    pass the check against forged requests. Other sites get no referrer under either; our own logs hold none.
    """
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
