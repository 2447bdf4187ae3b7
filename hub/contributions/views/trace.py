"""`c/<reference>/`: a contribution and what became of it. What is not public is the same 404 as what does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from hub.contributions import selectors, services
from hub.contributions.engine.own_forms import answers_beside
from hub.contributions.models.comment import Comment
from hub.contributions.permissions import (
    can_be_quotable,
    can_still_change,
    is_author,
    is_open,
    user_can_react,
    user_can_read,
    user_can_withdraw,
)
from hub.contributions.reports import receipt_facts, shown, trace
from hub.contributions.services.errors import RefusedError
from hub.contributions.views.change import authored
from hub.contributions.views.compose import draft_key
from hub.contributions.views.private import keep_private
from hub.core.registries import ThreadSubject
from hub.moderation.engine.transitions import can_become
from hub.moderation.enums import State


@require_safe
def contribution_trace(request: HttpRequest, reference: str) -> HttpResponseBase:
    now = timezone.now()
    try:
        comment, subject, verified = _readable(request, reference)
    except Http404:
        # One series of references for all that people send: a proposal has a page of its own.
        address = selectors.address_elsewhere(reference)
        if address is None:
            raise
        return redirect(address)
    if comment.reference != reference:
        return redirect("contribution_trace", reference=comment.reference)
    became = selectors.what_became_of([comment])[comment.pk]
    mine = is_author(request.user, comment, address_verified=verified)
    replies = selectors.replies_of(comment, request.GET.get("page") or 1)
    reply_files = selectors.attachments_of(replies.object_list)
    response = render(
        request,
        "contributions/trace.html",
        {
            "comment": comment,
            "shown": shown(comment, subject, selectors.attachments_of([comment]).get(comment.pk, [])),
            "subject": subject,
            "facts": receipt_facts(comment, subject),
            "answers": answers_beside([comment.pk]).get(comment.pk, ()),
            "steps": trace(comment, subject, became.answers, became.themes),
            "parent": comment.hub_parent if comment.hub_parent and comment.hub_parent.is_published else None,
            "mine": mine,
            "page_obj": replies,
            "replies": [shown(each, subject, reply_files.get(each.pk, [])) for each in replies.object_list],
            "can_change": mine and not became.answers and can_still_change(comment),
            "can_be_quotable": mine and can_be_quotable(comment),
            "has_history": comment.edited_at is not None and len(selectors.public_texts(comment)) > 1,
            "can_react": user_can_react(request.user, comment, subject, now, address_verified=verified),
            "reaction": selectors.reaction_of(request.user, comment),
            "reactions_open": subject is not None and subject.reactions_allowed and is_open(subject, now),
            "just_sent": mine and request.GET.get("sent") == "1",
            "draft_key": draft_key(comment.hub_thread_id, comment.hub_parent_id),
            # Nothing here depends on the reader: what came by letter has nobody who could sign in.
            "claimable": not request.user.is_authenticated and bool(comment.author_key or comment.user_id),
            "can_withdraw": user_can_withdraw(request.user, comment, now, address_verified=verified),
        },
    )
    return keep_private(response) if mine else response


@require_http_methods(["GET", "HEAD", "POST"])
def contribution_withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """GET asks, POST withdraws; for the author only, to everybody else it does not exist."""
    now = timezone.now()
    comment, granted = authored(request, reference)
    if not can_become(comment.state, State.WITHDRAWN):
        raise Http404
    subject = selectors.subject_of(comment.hub_thread, now)
    if request.method == "POST":
        actor = request.user if request.user.is_authenticated else None
        try:
            services.withdraw(comment, actor=actor, granted=granted, now=now)
        except RefusedError as error:
            raise Http404 from error
        if granted and actor is None:
            return keep_private(render(request, "contributions/withdrawn.html", {"comment": comment}))
        return redirect("contribution_trace", reference=comment.reference)
    context = {"comment": comment, "shown": shown(comment, subject), "subject": subject}
    return keep_private(render(request, "contributions/withdraw.html", context))


def _readable(request: HttpRequest, reference: str) -> tuple[Comment, ThreadSubject | None, bool]:
    comment = selectors.by_reference(reference)
    if comment is None:
        raise Http404
    verified = selectors.has_verified_address(request.user)
    # Before anything else is read: what is hidden takes others no longer to be "not found" than what never was.
    if not comment.is_published and not is_author(request.user, comment, address_verified=verified):
        raise Http404
    subject = selectors.subject_of(comment.hub_thread, timezone.now())
    if not user_can_read(request.user, comment, subject, address_verified=verified):
        raise Http404
    return comment, subject, verified
