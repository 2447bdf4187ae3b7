"""What a letter about a promise says, in the active language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.models.promise import Promise
from hub.promises.models.update import PromiseUpdate


def promise_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """None once it is not public (any more)."""
    found = Promise.objects.public().filter(pk=payload["promise"]).first()
    if found is None or found.kind not in promise_sources:
        return None
    language = get_language() or settings.LANGUAGE_CODE
    url = promise_sources.get(found.kind).urls([found.key], language).get(found.key, "")
    if not url:
        return None
    update = PromiseUpdate.objects.filter(pk=payload["update"]).first() if payload.get("update") else None
    postponed = found.postponements.order_by("-number").first()
    given_up = found.cancellations.filter(ended_at=None).first()
    return {
        "title": said_in(found.titles, language)[0],
        "url": settings.PUBLIC_URL + url,
        "promise": found,
        "due_on": found.due_on,
        "kept_on": found.kept_on,
        "postponed": postponed,
        "reason": said_in(postponed.reasons, language)[0] if postponed else "",
        "given_up": given_up,
        "given_up_reason": said_in(given_up.reasons, language)[0] if given_up else "",
        "decided_by": said_in(given_up.decided_by, language)[0] if given_up else "",
        "update_title": said_in(update.titles, language)[0] if update else "",
        "update_text": said_in(update.texts, language)[0] if update else "",
    }
