"""The letter to staff about what is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hub.notifications.engine.kinds import Kind, kinds
from hub.promises.engine.words import said_in
from hub.promises.selectors.due import DueThing, things_by_person
from hub.promises.services.clock import REMIND


def _letter(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """None once nothing of it is open any more, or the person has left."""
    language = get_language() or settings.LANGUAGE_CODE
    day = date.fromisoformat(payload["day"])
    _person, things = things_by_person(day, language).get(payload["user"], (None, []))
    if not things:
        return None
    return {
        "figure": number_format(len(things), force_grouping=True),
        "overdue": [_line(one, language) for one in things if one.due_on < day],
        "ahead": [_line(one, language) for one in things if one.due_on >= day],
        "list_url": settings.PUBLIC_URL + reverse("promise_list"),
    }


def _line(thing: DueThing, language: str) -> dict[str, Any]:
    return {
        "title": said_in(thing.promise.titles, language)[0],
        "part": thing.part,
        "due_on": thing.due_on,
        "url": settings.PUBLIC_URL + reverse("promise_desk", args=[thing.promise.pk]),
    }


def register() -> None:
    kinds.register(
        REMIND, Kind(subject=_("What is due: %(figure)s"), template="promises/mail/remind.txt", context=_letter)
    )
