"""Show that the e-mail address is yours. GET shows, POST confirms; nothing happens by following a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hub.contributions import selectors, services
from hub.contributions.engine.confirmation import read_link_token
from hub.contributions.enums import Refusal
from hub.contributions.models.pending_submission import PendingSubmission
from hub.contributions.reports import receipt_facts, trace
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import allow_code_entry
from hub.contributions.views.compose import client_address, draft_key
from hub.contributions.views.origin import is_forged
from hub.contributions.views.private import keep_private


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    pending = selectors.pending_submission(submission_id)
    if pending is None:
        raise Http404
    refusal: Refusal | None = None
    # Exempt from the token: who has the code or the link has the right, also in a browser that keeps no cookies.
    if request.method == "POST" and pending.comment is None and is_forged(request):
        refusal = Refusal.NOT_ALLOWED if not request.user.is_authenticated else Refusal.PAGE_OLD
    elif request.method == "POST" and pending.comment is None:
        try:
            _act(request, pending)
        except RefusedError as error:
            refusal = error.refusal
        else:
            # Back to a plain GET: reloading asks for nothing, and the token is gone from the address.
            sent_again = "?sent=1" if request.POST.get("action") == "resend" else ""
            response: HttpResponseBase = redirect("contribution_confirm", submission_id=pending.pk)
            response["Location"] += sent_again
            return keep_private(response)
        pending = selectors.pending_submission(submission_id) or pending
    return keep_private(_show(request, pending, refusal))


@never_cache
@require_safe
def confirm_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """The address that django-comments-xtd knows; shows the same page, which confirms by POST."""
    submission_id = read_link_token(key)
    if submission_id is None:
        raise Http404
    response = redirect("contribution_confirm", submission_id=submission_id)
    response["Location"] += f"?token={key}"
    return keep_private(response)


def _act(request: HttpRequest, pending: PendingSubmission) -> None:
    now = timezone.now()
    action = request.POST.get("action")
    if not allow_code_entry(address=client_address(request), now=now):
        raise RefusedError(Refusal.TOO_MANY)
    if action == "resend":
        services.resend_code(pending, now)
    elif action == "link":
        token = request.POST.get("token", "")
        if read_link_token(token) != pending.pk:
            raise RefusedError(Refusal.LINK_INVALID)
        services.confirm_by_token(token, now)
    else:
        services.confirm_by_code(pending, request.POST.get("code", ""), now)


def _show(request: HttpRequest, pending: PendingSubmission, refusal: Refusal | None) -> HttpResponse:
    now = timezone.now()
    subject = selectors.subject_of(pending.thread, now)
    context: dict[str, Any] = {"pending": pending, "subject": subject, "refusal": refusal}
    if pending.comment is not None:
        comment = pending.comment
        context |= {
            "comment": comment,
            "facts": receipt_facts(comment, subject),
            "next_step": trace(comment, subject)[1],
            "draft_key": draft_key(pending.thread_id, comment.hub_parent_id),
        }
        return render(request, "contributions/confirmed.html", context)
    token = request.POST.get("token") or request.GET.get("token") or ""
    expired = now >= pending.expires_at
    context |= {
        "token": token if read_link_token(token) == pending.pk else "",
        "link_broken": bool(token) and read_link_token(token) != pending.pk,
        "expired": expired,
        "sent_again": request.GET.get("sent") == "1" and refusal is None,
        "body": pending.draft.get("body", ""),
        "quote": pending.draft.get("quote", ""),
        "suggested_text": pending.draft.get("suggested_text", ""),
        "code": request.POST.get("code", "") if refusal == Refusal.WRONG_CODE else "",
    }
    status = 200
    if refusal is not None:
        status = 429 if refusal == Refusal.TOO_MANY else 422
    return render(request, "contributions/confirm.html", context, status=status)
