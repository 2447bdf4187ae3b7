"""`/cms/moderation/`: oldest first; approve, or withhold with a reason; one by one or many at once.

Works by keyboard and without scripts: after a decision the next comment is the target of the link.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from hub.core.registries import moderation_lists, moderation_queues
from hub.moderation import selectors
from hub.moderation.engine.transitions import DecisionRefusedError
from hub.moderation.enums import CHANNELS, MODERATOR_REASONS
from hub.moderation.permissions import user_can_moderate

PER_PAGE = 25
PAGE_SIZES = (25, 100)


@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest) -> HttpResponseBase:
    if not user_can_moderate(request.user):
        raise PermissionDenied
    refused: dict[str, str] = {}
    if request.method == "POST":
        name, item_id = request.POST.get("queue", ""), request.POST.get("item", "")
        error = _decide_many(request, name) if "many" in request.POST else _decide(request, name, item_id)
        if not error:
            return _onwards(request, name)
        refused = {"item": item_id, "message": error, "reason": request.POST.get("reason", "")}
    asked = request.POST if refused else request.GET
    wanted, size = wanted_of(asked), size_of(asked)
    tabs = selectors.tabs(wanted)
    if not tabs:
        raise Http404
    first_with_work = next((tab for tab in tabs if tab.count), tabs[0])
    chosen = next((tab for tab in tabs if tab.name == asked.get("queue")), first_with_work)
    number = asked.get("p", "1")
    page = selectors.page_of(chosen, int(number) if number.isdecimal() and len(number) < 9 else 1, per_page=size)
    if refused and refused["item"] and not any(item.id == refused["item"] for item in page.items):
        # Somebody else was faster: it left this list, so there is no place beside it to say so.
        messages.error(request, f"{refused['item']}: {refused['message']}")
        return _onwards(request, chosen.name)
    context = {
        "tabs": tabs,
        "lists": [(one.label, reverse(one.url_name)) for _name, one in moderation_lists],
        "chosen": chosen,
        "page": page,
        "reasons": [(reason.value, reason.label) for reason in MODERATOR_REASONS],
        "approve_label": _approve_label(chosen.name),
        "explained": _explained(chosen.name),
        "refused": refused,
        "ticked": request.POST.getlist("items") if refused else [],
        "wanted": wanted,
        "kept": urlencode({**wanted, **({"size": str(size)} if size != PER_PAGE else {})}),
        "size": size,
        "sizes": PAGE_SIZES,
        "languages": settings.LANGUAGES,
        "channels": CHANNELS,
    }
    return render(request, "moderation/queue.html", context, status=422 if refused else 200)


def wanted_of(asked: QueryDict) -> dict[str, str]:
    """The filters, as far as they are ones."""
    found = {
        "language": asked.get("language", "") if asked.get("language") in dict(settings.LANGUAGES) else "",
        "channel": asked.get("channel", "") if asked.get("channel") in dict(CHANNELS) else "",
        "words": " ".join(asked.get("words", "").replace("\x00", "").split())[:100],
    }
    return {name: value for name, value in found.items() if value}


def size_of(asked: QueryDict) -> int:
    return next((size for size in PAGE_SIZES if str(size) == asked.get("size")), PER_PAGE)


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


def _decide_many(request: HttpRequest, name: str) -> str:
    """Each is a decision of its own, with lock, record and letter; what failed is named, the rest is done."""
    decision, reason = request.POST.get("many"), request.POST.get("reason", "")
    if name not in moderation_queues or decision not in ("approve", "withhold"):
        raise Http404
    items = list(dict.fromkeys(request.POST.getlist("items")))[: max(PAGE_SIZES)]
    if not items:
        return _("Choose at least one.")
    if decision == "withhold" and reason not in MODERATOR_REASONS:
        return _("Choose a reason. All that are chosen are withheld for the same one.")
    chosen, now, done = moderation_queues.get(name), timezone.now(), 0
    for item_id in items:
        try:
            if decision == "approve":
                chosen.approve(item_id, actor=request.user, now=now)
            else:
                chosen.withhold(item_id, actor=request.user, reason_code=reason, now=now)
            done += 1
        except DecisionRefusedError as error:
            messages.warning(request, f"{item_id}: {error.message}")
    if done and decision == "approve":
        text = ngettext("%(count)s is approved.", "%(count)s are approved.", done)
        messages.success(request, text % {"count": done})
    elif done:
        text = ngettext(
            "%(count)s is withheld; its author is told why.",
            "%(count)s are withheld; their authors are told why.",
            done,
        )
        messages.success(request, text % {"count": done})
    return ""


def _approve_label(name: str) -> str:
    return _("Keep it") if name.endswith((".unread", ".flagged")) else _("Publish")


def _explained(name: str) -> str:
    texts: Mapping[str, str] = {
        ".unread": _("These are public already. Keep them, or withhold them with a reason."),
        ".flagged": _(
            "Readers reported these. They are public until you decide; how many reported is seen by moderators only."
        ),
        ".edited": _("Their authors changed these. What is marked as public already can be seen by everybody."),
    }
    ending = f".{name.rpartition('.')[2]}"
    return texts.get(ending, _("Nobody can read these until you decide. The oldest stands first."))


def _onwards(request: HttpRequest, name: str) -> HttpResponseBase:
    """Back to the same page of the list, at the one that followed: the keyboard goes on from there."""
    number, following = request.POST.get("p", "1"), request.POST.get("following", "")
    size = size_of(request.POST)
    query = {"queue": name, "p": number if number.isdecimal() else "1", **wanted_of(request.POST)}
    if size != PER_PAGE:
        query["size"] = str(size)
    anchor = following if re.fullmatch(r"[\w-]{1,40}", following) else "queue"
    return HttpResponseRedirect(f"{reverse('moderation_queue')}?{urlencode(query)}#{anchor}")
