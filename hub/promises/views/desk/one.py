"""`/cms/promises/<uuid>/`: how one promise stands, and what can be done with it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.views.private import keep_private
from hub.promises.engine.actions import actions_in
from hub.promises.engine.sources import promise_sources
from hub.promises.models.promise import Promise
from hub.promises.reports.one import one_promise
from hub.promises.selectors.public import urls_of
from hub.promises.views.desk.labels import LABELS
from hub.promises.views.desk.shared import language, promise_on_desk


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    promise, _user = promise_on_desk(request, pk)
    now, code = timezone.now(), language()
    context = {
        "promise": promise,
        "view": one_promise(promise, code, now) if promise.kind in promise_sources else None,
        "actions": [(action.value, LABELS[action]) for action in actions_in(promise.state, promise.due_on)],
        "public_url": urls_of([promise], code).get(promise.pk, "") if promise.published_at else "",
        "desk_url": _own_desk(promise, request.path),
    }
    return keep_private(render(request, "promises/admin/one.html", context))


def _own_desk(promise: Promise, here: str) -> str:
    """Where its feature has more to bring up to date than a promise has; "" where that is this page."""
    if promise.kind not in promise_sources:
        return ""
    try:
        url = promise_sources.get(promise.kind).desk_urls([promise.key]).get(promise.key, "")
    except NoReverseMatch:
        return ""
    return "" if url == here else url
