"""The thread as a part of a page that a feature owns."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from hub.contributions import selectors
from hub.contributions.models.thread import Thread
from hub.contributions.permissions import is_open
from hub.contributions.reports import shown
from hub.core.registries import ThreadSubject


def render_thread(request: HttpRequest, *, thread: Thread, subject: ThreadSubject, compose_url: str) -> SafeString:
    """The same for every reader, without cookies and tokens; `?page=` chooses the page."""
    found = selectors.visible_comments(thread.pk, request.GET.get("page") or 1)
    items = [
        {
            "comment": shown(item.comment, subject) if not item.is_tombstone else None,
            "tombstone": item.comment if item.is_tombstone else None,
            "replies": [shown(reply, subject) for reply in item.replies],
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
