"""Change one's own words: signed in as their author, or with a fresh code. Never with the link of a receipt alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.contributions import selectors, services
from hub.contributions.forms.change import ChangeForm
from hub.contributions.models.comment import Comment
from hub.contributions.permissions import can_be_quotable, can_still_change, is_author, user_can_read
from hub.contributions.reports import history, shown
from hub.contributions.services.errors import RefusedError
from hub.contributions.views.grants import is_granted
from hub.contributions.views.private import keep_private


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_change(request: HttpRequest, reference: str) -> HttpResponseBase:
    now = timezone.now()
    comment, granted = authored(request, reference)
    subject = selectors.subject_of(comment.hub_thread, now)
    if subject is None or not can_still_change(comment):
        raise Http404
    answered = selectors.is_answered(comment)
    newest = selectors.newest_text(comment)
    options: dict[str, Any] = {"comment": comment, "newest": newest, "clause_text": subject.text}
    status = 200
    if request.method == "POST":
        form = ChangeForm(request.POST, **options)
        if form.is_valid():
            try:
                services.edit(
                    comment,
                    **form.cleaned_data,
                    actor=request.user if request.user.is_authenticated else None,
                    granted=granted,
                    now=now,
                )
                return keep_private(redirect("contribution_changed", reference=comment.reference))
            except RefusedError as error:
                form.add_error(None, error.message)
        status = 422
    else:
        form = ChangeForm(**options)
    context = {
        "comment": comment,
        "shown": shown(comment, subject),
        "subject": subject,
        "form": form,
        "answered": answered,
        "can_be_quotable": can_be_quotable(comment),
        "draft_key": f"change:{comment.reference}",
    }
    return keep_private(render(request, "contributions/change.html", context, status=status))


@never_cache
@require_POST
def contribution_quotation(request: HttpRequest, reference: str) -> HttpResponseBase:
    """May it be quoted? Said and taken back at any time, also when the words themselves can no longer be changed."""
    comment, granted = authored(request, reference)
    actor = request.user if request.user.is_authenticated else None
    allowed = request.POST.get("allowed") == "1"
    try:
        services.permit_quotation(comment, allowed=allowed, actor=actor, granted=granted, now=timezone.now())
    except RefusedError as error:
        raise Http404 from error
    page = "contribution_change" if granted else "contribution_trace"
    return keep_private(redirect(f"{reverse(page, args=[comment.reference])}#quotation"))


@never_cache
@require_safe
def contribution_changed(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What was done, for whoever did it: their words may not be public yet."""
    comment, _granted = authored(request, reference)
    newest = selectors.newest_text(comment)
    context = {
        "comment": comment,
        "newest": newest,
        "subject": selectors.subject_of(comment.hub_thread, timezone.now()),
        "draft_key": f"change:{comment.reference}",
    }
    return keep_private(render(request, "contributions/changed.html", context))


@require_safe
def contribution_history(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Each text that was public, and what changed from one to the next."""
    comment = selectors.by_reference(reference)
    if comment is None or not comment.is_published:
        raise Http404
    subject = selectors.subject_of(comment.hub_thread, timezone.now())
    if not user_can_read(request.user, comment, subject, address_verified=False):
        raise Http404
    texts = selectors.public_texts(comment)
    if len(texts) < 2:
        raise Http404
    context = {"comment": comment, "subject": subject, "texts": history(texts)}
    return render(request, "contributions/history.html", context)


def authored(request: HttpRequest, reference: str) -> tuple[Comment, bool]:
    """The contribution, for its author; to everybody else it does not exist."""
    comment = selectors.by_reference(reference)
    if comment is None:
        raise Http404
    granted = is_granted(request, comment, timezone.now())
    verified = selectors.has_verified_address(request.user)
    if comment.erased_at is not None or not (granted or is_author(request.user, comment, address_verified=verified)):
        raise Http404
    return comment, granted
