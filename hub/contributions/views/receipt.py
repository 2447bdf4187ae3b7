"""`c/<reference>/mine/?key=…`: the signed link of a receipt. Read-only; to change something a fresh code is asked for.

A confidential text is not shown by a link that lay in a mailbox: it tells where the contribution stands, no more.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.contributions import selectors, services
from hub.contributions.engine.receipts import read_receipt_token
from hub.contributions.enums import PublishAs, Refusal
from hub.contributions.models.comment import Comment
from hub.contributions.permissions import can_still_change
from hub.contributions.reports import shown, trace
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import allow_code_entry
from hub.contributions.views.compose import client_address
from hub.contributions.views.grants import grant
from hub.contributions.views.origin import is_forged
from hub.contributions.views.private import keep_private


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, reference: str) -> HttpResponseBase:
    token = request.POST.get("key") or request.GET.get("key") or ""
    comment = _opened(reference, token)
    now = timezone.now()
    refusal: Refusal | None = None
    action = request.POST.get("action", "")
    if request.method == "POST":
        try:
            if is_forged(request):
                raise RefusedError(Refusal.PAGE_OLD)
            if not allow_code_entry(address=client_address(request), now=now):
                raise RefusedError(Refusal.TOO_MANY)
            if action == "code":
                services.send_change_code(comment, now)
            elif action == "use":
                services.use_change_code(comment, request.POST.get("code", ""), now)
                grant(request, comment, now)
                return keep_private(redirect("contribution_change", reference=comment.reference))
            elif action == "end":
                services.end_receipt_links(comment, now)
                return keep_private(render(request, "contributions/receipt_ended.html", {"comment": comment}))
        except RefusedError as error:
            refusal = error.refusal
    response = render(request, "contributions/receipt.html", _context(comment, token, action, refusal))
    if refusal is not None:
        response.status_code = 429 if refusal == Refusal.TOO_MANY else 422
    return keep_private(response)


def _opened(reference: str, token: str) -> Comment:
    """The same 404 for a wrong reference, a wrong key, an old key and one that was ended."""
    read = read_receipt_token(token)
    comment = selectors.by_reference(reference)
    if read is None or comment is None or read != (comment.pk, comment.receipt_number) or comment.erased_at is not None:
        raise Http404
    return comment


def _context(comment: Comment, token: str, action: str, refusal: Refusal | None) -> dict[str, Any]:
    now = timezone.now()
    subject = selectors.subject_of(comment.hub_thread, now)
    became = selectors.what_became_of([comment])[comment.pk]
    confidential = comment.publish_as == PublishAs.CONFIDENTIAL
    return {
        "comment": comment,
        "shown": None if confidential else shown(comment, subject),
        "subject": subject,
        "steps": trace(comment, subject, became.answers, became.themes),
        "key": token,
        "page_url": reverse("contribution_receipt", args=[comment.reference]),
        "asks_for_code": action in ("code", "use") and refusal != Refusal.TOO_MANY_CODES,
        "refusal": refusal,
        "can_change": can_still_change(comment) and not became.answers,
        "can_withdraw": can_still_change(comment),
    }
