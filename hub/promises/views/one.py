"""`/<language>/promises/<uuid>/`: one promise. Where its feature has a page for it, that is the place."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from hub.promises.engine.sources import promise_sources
from hub.promises.models.promise import Promise
from hub.promises.reports.one import one_promise


@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is not public is the same 404 as what does not exist."""
    found = Promise.objects.public().filter(pk=pk).first()
    if found is None or found.kind not in promise_sources:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    url = promise_sources.get(found.kind).urls([found.key], language).get(found.key, "")
    if not url:
        raise Http404
    if url != request.path:
        return redirect(url)
    context = {"promise": found, "view": one_promise(found, language, timezone.now())}
    return render(request, "promises/one.html", context)
