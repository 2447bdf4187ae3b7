"""`/cms/moderation/`: oldest first; approve, or withhold with a reason. Works by keyboard and without scripts."""

from __future__ import annotations

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.core.registries import moderation_queues
from hub.moderation import selectors
from hub.moderation.engine.transitions import DecisionRefusedError
from hub.moderation.enums import MODERATOR_REASONS
from hub.moderation.permissions import user_can_moderate

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponseBase:
    if not user_can_moderate(request.user):
        raise PermissionDenied
    refused: dict[str, str] = {}
    if request.method == "POST":
        name, item_id = request.POST.get("queue", ""), request.POST.get("item", "")
        error = _decide(request, name, item_id)
        if not error:
            return _onwards(request, name)
        refused = {"item": item_id, "message": error, "reason": request.POST.get("reason", "")}
    asked = request.POST if refused else request.GET
    tabs = selectors.tabs()
    if not tabs:
        raise Http404
    wanted = asked.get("queue")
    first_with_work = next((tab for tab in tabs if tab.count), tabs[0])
    chosen = next((tab for tab in tabs if tab.name == wanted), first_with_work)
    number = asked.get("p", "1")
    page = selectors.page_of(chosen, int(number) if number.isdecimal() and len(number) < 9 else 1, per_page=PER_PAGE)
    if refused and not any(item.id == refused["item"] for item in page.items):
        # Somebody else was faster: it left this list, so there is no place beside it to say so.
        messages.error(request, f"{refused['item']}: {refused['message']}")
        return _onwards(request, chosen.name)
    return render(
        request,
        "moderation/queue.html",
        {
            "tabs": tabs,
            "chosen": chosen,
            "page": page,
            "reasons": [(reason.value, reason.label) for reason in MODERATOR_REASONS],
            "is_unread_queue": chosen.name.endswith(".unread"),
            "refused": refused,
        },
    )


def _decide(request: HttpRequest, name: str, item_id: str) -> str:
    """Why it was not done; nothing when it was."""
    decision, reason = request.POST.get("decision"), request.POST.get("reason", "")
    if name not in moderation_queues or decision not in ("approve", "withhold"):
        raise Http404
    chosen, now = moderation_queues.get(name), timezone.now()
    try:
        if decision == "approve":
            chosen.approve(item_id, actor=request.user, now=now)
            messages.success(request, _("%(reference)s is approved.") % {"reference": item_id})
        else:
            chosen.withhold(item_id, actor=request.user, reason_code=reason, now=now)
            messages.success(request, _("%(reference)s is withheld; its author is told why.") % {"reference": item_id})
    except DecisionRefusedError as error:
        return error.message
    return ""


def _onwards(request: HttpRequest, name: str) -> HttpResponseBase:
    """Back to the same page of the list, at the one that followed: the keyboard goes on from there."""
    number, following = request.POST.get("p", "1"), request.POST.get("following", "")
    query = urlencode({"queue": name, "p": number if number.isdecimal() else "1"})
    anchor = following if re.fullmatch(r"[\w-]{1,40}", following) else "queue"
    return HttpResponseRedirect(f"{reverse('moderation_queue')}?{query}#{anchor}")
