"""`/cms/promises/`: what is late first."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.views.private import keep_private
from hub.promises.engine.sources import promise_sources
from hub.promises.permissions import user_can_import, user_can_see_all_promises
from hub.promises.reports.desk import desk_rows
from hub.promises.selectors.desk import promises_for
from hub.promises.selectors.desk_list import SHOW, in_order, listed, narrowed
from hub.promises.views.desk.shared import language, staff

PER_PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    user, now = staff(request), timezone.now()
    today = timezone.localdate(now)
    sees_all = user_can_see_all_promises(user)
    own = promises_for(user)
    if not sees_all and not own.exists():
        raise PermissionDenied
    asked = request.GET
    show = asked.get("show", "") if asked.get("show", "") in SHOW else "open"
    kind = asked.get("kind", "") if asked.get("kind", "") in promise_sources else ""
    words, mine = asked.get("q", "").strip()[:200], bool(asked.get("mine"))
    rows = listed(own, today, kind=kind, words=words, owner=user if mine else None)
    page = Paginator(in_order(narrowed(rows, show, today), today), PER_PAGE).get_page(asked.get("page"))
    context = {
        "page_obj": page,
        "rows": desk_rows(page.object_list, language(), now),
        "tabs": [(name, label, narrowed(rows, name, today).count()) for name, label in SHOW.items()],
        "show": show,
        "kinds": [(name, source.label) for name, source in promise_sources],
        "kind": kind,
        "words": words,
        "mine": mine,
        "narrowed": bool(kind or words or mine),
        "can_import": user_can_import(user),
        "sees_all": sees_all,
    }
    return keep_private(render(request, "promises/admin/list.html", context))
