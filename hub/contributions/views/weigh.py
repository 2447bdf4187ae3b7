"""Agree, disagree and report. Each has an address of its own, because a reading page holds no token."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hub.contributions import selectors, services
from hub.contributions.enums import Refusal
from hub.contributions.forms.report import ReportForm
from hub.contributions.models.comment import Comment
from hub.contributions.reports import shown
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import allow_report
from hub.contributions.views.compose import client_address
from hub.contributions.views.origin import is_forged
from hub.core.registries import ThreadSubject


@never_cache
@require_POST
def contribution_react(request: HttpRequest, reference: str) -> HttpResponseBase:
    comment, _subject = _public(reference)
    back = f"{reverse('contribution_trace', args=[comment.reference])}#agree"
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={back.split('#')[0]}")
    try:
        services.react(comment, actor=request.user, kind=request.POST.get("kind", ""), now=timezone.now())
    except RefusedError as error:
        raise Http404 from error
    return redirect(back)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contribution_report(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Open to everybody: who is insulted need not have an account."""
    comment, subject = _public(reference)
    now, status = timezone.now(), 200
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        error = _report(request, form, comment)
        if error is None:
            return render(request, "contributions/reported.html", {"comment": comment, "subject": subject})
        status = 429 if error == Refusal.TOO_MANY else 422
        if error != Refusal.EMPTY:
            form.add_error(None, str(error.label))
    context = {"comment": comment, "shown": shown(comment, subject), "subject": subject, "form": form, "now": now}
    return render(request, "contributions/report.html", context, status=status)


def _report(request: HttpRequest, form: ReportForm, comment: Comment) -> Refusal | None:
    now = timezone.now()
    if is_forged(request):
        return Refusal.PAGE_OLD
    if not form.is_valid():
        return Refusal.EMPTY
    if form.cleaned_data["honeypot"]:
        return Refusal.UNKNOWN_CHOICE
    if not allow_report(address=client_address(request), now=now):
        return Refusal.TOO_MANY
    data = form.cleaned_data
    actor = request.user if request.user.is_authenticated else None
    try:
        services.flag(comment, actor=actor, reason_code=data["reason"], note=data["note"], now=now)
    except RefusedError as error:
        return error.refusal
    return None


def _public(reference: str) -> tuple[Comment, ThreadSubject]:
    comment = selectors.by_reference(reference)
    if comment is None or not comment.is_published:
        raise Http404
    subject = selectors.subject_of(comment.hub_thread, timezone.now())
    if subject is None or not subject.url:
        raise Http404
    return comment, subject
