"""The thread as a part of a page that a feature owns."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from hub.contributions import selectors
from hub.contributions.models.thread import Thread
from hub.contributions.permissions import is_open
from hub.contributions.reports import shown
from hub.core.registries import ThreadSubject


@require_safe
def thread_page(request: HttpRequest, thread_id: UUID) -> HttpResponseBase:
    """For threads whose subject has no page of its own, such as a document as a whole."""
    now = timezone.now()
    thread = selectors.thread_by_id(thread_id)
    subject = selectors.subject_of(thread, now) if thread is not None else None
    if thread is None or subject is None or not subject.url:
        raise Http404
    if subject.url != request.path:
        return redirect(subject.url)
    context = {
        "subject": subject,
        "outcome": selectors.outcomes_of([thread]).get(thread.pk),
        "thread_html": render_thread(
            request, thread=thread, subject=subject, compose_url=reverse("contribute", args=[thread.pk])
        ),
    }
    return render(request, "contributions/thread_page.html", context)


def render_thread(request: HttpRequest, *, thread: Thread, subject: ThreadSubject, compose_url: str) -> SafeString:
    """The same for every reader, without cookies and tokens; `?page=` chooses the page."""
    found = selectors.visible_comments(thread.pk, request.GET.get("page") or 1)
    everything = [each for item in found.items for each in (item.comment, *item.replies)]
    files = selectors.attachments_of(each for each in everything if each.is_published)
    items = [
        {
            "comment": shown(item.comment, subject, files.get(item.comment.pk, [])) if not item.is_tombstone else None,
            "tombstone": item.comment if item.is_tombstone else None,
            "more_replies": item.reply_count - len(item.replies),
            "parent_url": item.comment.get_absolute_url() if item.comment.is_published else "",
            "replies": [shown(reply, subject, files.get(reply.pk, [])) for reply in item.replies],
        }
        for item in found.items
    ]
    context = {
        "items": items,
        "page_obj": found.page,
        "counts": selectors.counts_of(thread),
        "subject": subject,
        "compose_url": compose_url,
        "form_url": f"{reverse('contribute', args=[thread.pk])}?part=form",
        "can_contribute": is_open(subject, timezone.now()),
    }
    return render_to_string("contributions/_thread.html", context, request=request)
