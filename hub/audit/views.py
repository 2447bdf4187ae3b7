"""The signed heads, for anybody who wants to keep a copy of them."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from hub.audit import selectors
from hub.audit.engine.signatures import decode, fingerprint

_PAGE = 400


@require_safe
def signed_heads(request: HttpRequest) -> JsonResponse:
    """The latest 400, newest first; `next` leads to the ones before."""
    try:
        before = parse_date(request.GET.get("before", ""))
    except ValueError:
        before = None
    if before is None and "before" in request.GET:
        return JsonResponse({"error": "before is a date such as 2026-01-31", "where": "before"}, status=400)
    heads = selectors.signed_heads(before=before, limit=_PAGE + 1)
    address = reverse("audit_signed_heads")
    more = len(heads) > _PAGE
    heads = heads[:_PAGE]
    public_keys = selectors.public_keys()
    return JsonResponse(
        {
            "format": "hub-audit-heads",
            "version": 1,
            "public_keys": [{"fingerprint": fingerprint(decode(key)), "public_key": key} for key in public_keys],
            "heads": [selectors.head_row(head) for head in heads],
            "next": f"{address}?before={heads[-1].date.isoformat()}" if more else None,
        }
    )
