"""The page where a comment on a clause is written: `documents/<slug>/clauses/<eId>/comment/`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from consultations.models.clause_thread import ClauseThread
from consultations.selectors.rounds import rounds_of
from consultations.selectors.subjects import describe
from hub.contributions.selectors import by_reference
from hub.contributions.views.compose import comment_page
from whitepapers.models.clause import Clause


def comment_on_clause(request: HttpRequest, page: Any, clause: Clause) -> HttpResponse:
    """GET shows the clause and the form, POST sends it. Before the opening and after the close the page says so and
    keeps what was typed: that is the business of `comment_page`, which asks the same subject as the service.
    """
    now = timezone.now()
    row = _thread_row(page, clause, now)
    if row is None:
        raise Http404
    if request.method == "GET" and (reference := request.GET.get("reply")):
        return _reply(request, row, reference)
    subject = describe([row.thread_id], now)[row.thread_id]
    response = comment_page(request, thread=row.thread, subject=subject, context={"page": page, "clause": clause})
    # The library declares its base class; a page or a redirect is what it is.
    return cast(HttpResponse, response)


def _thread_row(page: Any, clause: Clause, now: datetime) -> ClauseThread | None:
    rounds = rounds_of(page.document_uuid, now)
    rows = {
        row.consultation_id: row
        for row in ClauseThread.objects.filter(clause=clause, consultation__in=rounds).select_related("thread")
    }
    return next((rows[one.pk] for one in rounds if one.pk in rows), None)


def _reply(request: HttpRequest, row: ClauseThread, reference: str) -> HttpResponse:
    """People cite references; the form knows comments by number."""
    parent = by_reference(reference)
    if parent is None or not parent.is_published or parent.hub_thread_id != row.thread_id:
        raise Http404
    return redirect(f"{request.path}?{urlencode({'reply_to': parent.pk})}")
