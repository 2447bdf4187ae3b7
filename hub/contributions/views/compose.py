"""The page where a comment is written. Features call `comment_page` from an address of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hub.contributions import selectors, services
from hub.contributions.engine.own_forms import contribution_forms
from hub.contributions.enums import Refusal
from hub.contributions.forms import CommentForm
from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread
from hub.contributions.permissions import user_can_contribute
from hub.contributions.reports import shown
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.limits import limit_reached
from hub.contributions.services.puzzle import is_solved, new_puzzle
from hub.contributions.views.origin import is_forged
from hub.core.registries import ThreadSubject

_STATUS = {
    Refusal.TOO_MANY: 429,
    Refusal.PUZZLE_MISSING: 429,
    Refusal.CLOSED: 409,
    Refusal.NOT_YET_OPEN: 409,
    Refusal.NOT_ALLOWED: 403,
}


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: HttpRequest, thread_id: UUID) -> HttpResponseBase:
    """The form for any thread, under an address that does not depend on the feature.

    `?part=form` is the form alone, for a page that puts it in place. Whether a request was forged is asked by
    `is_forged`, so that the text is in the answer and people without cookies can write.
    """
    thread = selectors.thread_by_id(thread_id)
    subject = selectors.subject_of(thread, timezone.now()) if thread is not None else None
    if thread is None or subject is None or not subject.url:
        raise Http404
    if request.method != "POST" and request.GET.get("part") == "form":
        return comment_page(request, thread=thread, subject=subject, template="contributions/_form_in_place.html")
    return comment_page(request, thread=thread, subject=subject)


@require_safe
def reply(request: HttpRequest, cid: int) -> HttpResponseBase:
    """The address that django-comments-xtd knows; only for what can be replied to."""
    parent = selectors.published_comment(cid)
    if parent is None or parent.is_reply:
        raise Http404
    subject = selectors.subject_of(parent.hub_thread, timezone.now())
    if subject is None or not subject.url:
        raise Http404
    return redirect(f"{reverse('contribute', args=[parent.hub_thread_id])}?reply_to={parent.pk}")


def comment_page(
    request: HttpRequest,
    *,
    thread: Thread,
    subject: ThreadSubject,
    template: str = "contributions/compose.html",
    context: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """GET shows the form, POST sends it; `?reply_to=` makes it a reply. What was typed is in every answer."""
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    parent = _parent(request, thread)
    own = contribution_forms.get(thread.kind) if thread.kind in contribution_forms else None
    form_class: type[CommentForm] = own.form if own and parent is None else CommentForm
    options: dict[str, Any] = {
        "user": user,
        "comment": parent,
        "clause_text": subject.text,
        "clause_language": subject.text_language,
        # Where a form of its own says which files are taken, the general one takes none.
        "files_allowed": subject.attachments_allowed and (own is None or parent is None),
    }
    status, similar, puzzle = 200, [], ""
    if request.method == "POST":
        form = form_class(thread, request.POST, files=request.FILES, **options)
        valid = form.is_valid()
        if is_forged(request):
            form.add_error(
                None, _("You were signed in or out in another window. Your text is still here: please send it again.")
            )
            status = 403
        elif valid:
            similar = _said_before(request, form, thread)
            if not similar:
                try:
                    return _send(request, form, thread, subject)
                except RefusedError as error:
                    form.add_error(None, error.message)
                    status = _STATUS.get(error.refusal, 422)
                    puzzle = new_puzzle(now) if error.refusal == Refusal.PUZZLE_MISSING else ""
        else:
            status = 422
    else:
        form = form_class(thread, **options)
    if own and parent is None:
        template, context = own.template, {**own.context(thread, subject), **(context or {})}
    return render(
        request,
        template,
        {
            "form": form,
            "subject": subject,
            "thread": thread,
            "parent": shown(parent, subject) if parent is not None and parent.reference else None,
            "puzzle": puzzle,
            "similar": [shown(comment, subject) for comment in similar],
            "can_contribute": user_can_contribute(user, subject, now),
            "action": reverse("contribute", args=[thread.pk]),
            "draft_key": draft_key(thread.pk, parent.pk if parent is not None else None),
            **(context or {}),
        },
        status=status,
    )


def _said_before(request: HttpRequest, form: CommentForm, thread: Thread) -> list[Comment]:
    """Shown once, and never where it would cost somebody the files that they chose."""
    if request.POST.get("seen_similar") or request.FILES or form.parent is not None or not form.shows_similar:
        return []
    email = request.user.email if request.user.is_authenticated else form.given_email()
    return selectors.similar_comments(thread.pk, form.cleaned_data.get("comment") or "", email=email)


def draft_key(thread_id: UUID, parent_id: int | None) -> str:
    return f"comment:{thread_id}" + (f":{parent_id}" if parent_id else "")


def client_address(request: HttpRequest) -> str:
    # allauth knows how many proxies stand before us (ALLAUTH_TRUSTED_PROXY_COUNT); one definition for the whole hub.
    return str(get_adapter().get_client_ip(request) or "")


def _send(request: HttpRequest, form: CommentForm, thread: Thread, subject: ThreadSubject) -> HttpResponseBase:
    now = timezone.now()
    user = request.user if request.user.is_authenticated else None
    solved = is_solved(request.POST.get("puzzle", ""))
    address = client_address(request)
    refusal = limit_reached(user=user, email=form.given_email(), address=address, now=now, puzzle_solved=solved)
    if refusal is not None:
        raise RefusedError(refusal)
    result = services.submit(
        thread,
        draft=form.to_draft(page_language=get_language() or ""),
        user=user,
        email=form.given_email(),
        subject=subject,
        now=now,
        files=form.given_files(),
    )
    if isinstance(result, Comment):
        return redirect(f"{reverse('contribution_trace', args=[result.reference])}?sent=1")
    return redirect("contribution_confirm", submission_id=result.pk)


def _parent(request: HttpRequest, thread: Thread) -> Comment | None:
    wanted = request.POST.get("reply_to") or request.GET.get("reply_to") or ""
    if not wanted.isdecimal() or len(wanted) > 18 or int(wanted) == 0:
        return None
    parent = selectors.published_comment(int(wanted))
    if parent is not None and parent.hub_thread_id == thread.pk and not parent.is_reply:
        return parent
    if request.method == "POST":
        # Hidden while the reply was written: the form comes back with the text, and the service says why.
        return Comment(pk=int(wanted), hub_thread=thread)
    raise Http404
