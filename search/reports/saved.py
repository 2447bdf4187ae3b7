"""Saved searches in words: what a person follows, and what is new in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from search.engine.addresses import search_address, wish_at
from search.engine.wish import SearchWish
from search.enums import NAMED, Facet
from search.models.saved import SavedSearch
from search.reports.facets import Names, label_of, names_for, public_keys
from search.selectors.told import told

SEARCH = "search"  # among what can be followed
LINKS_IN_A_LETTER = 10
LONGEST_TITLE = 160


def saved_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """In the active language. Who has the key may read it: it is drawn by lot, and the row names nobody."""
    rows = list(SavedSearch.objects.filter(pk__in=uuids_in(keys)))
    reader = get_language() or settings.LANGUAGE_CODE
    wishes = {row.pk: wish_at(row.address) for row in rows}
    wanted = {facet: {key for wish in wishes.values() for key in wish.values(facet)} for facet in NAMED}
    names = names_for(public_keys(wanted), reader)
    return {
        str(row.pk): FollowSubject(
            key=str(row.pk),
            title=title_of(wishes[row.pk], names),
            url=search_address(row.language, row.address),
        )
        for row in rows
    }


def title_of(wish: SearchWish, names: Names) -> str:
    """ "Search: water · Clauses · Open now"."""
    parts = [_apart(wish.query)] if wish.query else []
    parts += [label_of(facet, value, names)[0] for facet in Facet for value in wish.values(facet)]
    if wish.since:
        parts.append(_("from %(day)s") % {"day": date_format(wish.since, "DATE_FORMAT")})
    if wish.until:
        parts.append(_("until %(day)s") % {"day": date_format(wish.until, "DATE_FORMAT")})
    words = " · ".join(parts)
    if len(words) > LONGEST_TITLE:
        words = words[: LONGEST_TITLE - 1].rstrip() + "…"
    return _("Search: %(words)s") % {"words": words}


def _apart(words: str) -> str:
    """Words of the other direction do not pull what stands beside them to their other side."""
    is_arabic = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in words)
    return words if is_arabic is get_language_bidi() else f"\u2068{words}\u2069"


@dataclass(frozen=True)
class NewHit:
    title: str
    kind_label: str
    part_of: str
    url: str  # whole, with the host


def letter_of(payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a letter about new results says, in the active language; None once nothing of it can be read any more."""
    row = SavedSearch.objects.filter(pk=payload["saved"]).first()
    if row is None:
        return None
    reader = get_language() or settings.LANGUAGE_CODE
    found = told(payload["entries"], language=reader).found[:LINKS_IN_A_LETTER]
    if not found:
        return None
    hits = [
        NewHit(
            " ".join(one.document.title.split()),
            str(one.kind.label_one),
            one.document.part_of,
            settings.PUBLIC_URL + one.document.url,
        )
        for one in found
    ]
    total = max(payload["total"] - (len(payload["entries"]) - len(hits)), len(hits))
    subject = saved_subjects([str(row.pk)])[str(row.pk)]
    return {
        "title": subject.title,
        "hits": hits,
        "total": total,
        "more": total - len(hits),
        "url": settings.PUBLIC_URL + subject.url,
        "newest_url": f"{settings.PUBLIC_URL}{subject.url}&sort=newest",
    }


def is_recent(looked_at: datetime) -> datetime:
    """What is dated before this is an old paper that was brought in late: no news."""
    return looked_at - timedelta(days=7)
