"""Where promises can be read, for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.models.promise import Promise


def urls_of(promises: Iterable[Promise], language: str) -> dict[UUID, str]:
    """Paths of public pages; one without is left out. As many queries as there are kinds, and what these ask."""
    found: dict[UUID, str] = {}
    for kind, rows in by_kind(promises).items():
        urls = promise_sources.get(kind).urls([one.key for one in rows], language)
        found |= {one.pk: urls[one.key] for one in rows if urls.get(one.key)}
    return found


def by_kind(promises: Iterable[Promise]) -> dict[str, list[Promise]]:
    """Without those whose feature is not installed."""
    kinds: dict[str, list[Promise]] = {}
    for one in promises:
        if one.kind in promise_sources:
            kinds.setdefault(one.kind, []).append(one)
    return kinds


def promise_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """For those who follow them, in the active language."""
    language = get_language() or settings.LANGUAGE_CODE
    rows = list(Promise.objects.public().filter(pk__in=uuids_in(keys)))
    urls = urls_of(rows, language)
    found = {}
    for one in rows:
        if one.pk in urls:
            title, code = said_in(one.titles, language)
            found[str(one.pk)] = FollowSubject(
                key=str(one.pk), title=title, url=urls[one.pk], language="" if code == language else code
            )
    return found
