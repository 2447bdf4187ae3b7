"""What a feature tells, as a row of the index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from hub.core.search import Heading, SearchDocument
from search.engine.analysis import terms, whole_words
from search.enums import Facet
from search.models.entry import FacetName, SearchEntry

# All that a changed document changes: not what it is known by, nor when it was first seen.
WRITTEN = (
    *("readers", "title", "body", "title_terms", "body_terms", "title_words", "process", "page_key", "other_page_key"),
    *("theme_keys", "district_key", "body_key", "year", "date", "fingerprint", "updated_at", "stale_since"),
)
_COLUMNS = (("theme_keys", Facet.THEME), ("district_key", Facet.DISTRICT), ("body_key", Facet.BODY))
_NOT_TOLD = ("updated_at", "stale_since", "fingerprint")


def entry_of(kind: str, document: SearchDocument, *, now: datetime, first_seen_at: datetime) -> SearchEntry:
    pages = [*document.pages[:2], None, None]
    headings = [(facet, heading.key) for facet, heading in headings_of(document)]
    entry = SearchEntry(
        kind=kind,
        key=document.key,
        language=document.language,
        readers=_listed(sorted(document.readers), 100),
        title=document.title,
        body=document.body,
        title_terms=terms(document.title, document.title_language or document.language),
        body_terms=terms(document.body, document.language),
        title_words=whole_words(document.title),
        process=document.process,
        page_key=pages[0],
        other_page_key=pages[1],
        theme_keys=_listed([key for facet, key in headings if facet == Facet.THEME], 800),
        district_key=next((key for facet, key in headings if facet == Facet.DISTRICT), ""),
        body_key=next((key for facet, key in headings if facet == Facet.BODY), ""),
        year=document.year,
        date=document.date,
        first_seen_at=first_seen_at,
        updated_at=now,
    )
    entry.fingerprint = _fingerprint(entry)
    return entry


def headings_of(document: SearchDocument) -> Iterator[tuple[Facet, Heading]]:
    """With the facet of each. A key that the index cannot hold is left out; cut short it might be another's."""
    told = [(Facet.THEME, theme) for theme in document.themes]
    told += [(Facet.DISTRICT, document.district)] if document.district else []
    told += [(Facet.BODY, document.responsible)] if document.responsible else []
    return ((facet, each) for facet, each in told if each.key and "|" not in each.key and len(each.key) <= 80)


def learn_names(documents: Iterable[SearchDocument]) -> None:
    """What themes, districts and bodies are called. Two features may each know a heading in one language only: names
    are added to those known, and `forget_names` is for those that nothing needs any more.
    """
    told: dict[tuple[Facet, str], dict[str, str]] = {}
    for document in documents:
        for facet, heading in headings_of(document):
            told.setdefault((facet, heading.key), {}).update(heading.names)
    if not told:
        return
    known: dict[tuple[Facet, str], dict[str, str]] = {
        (Facet(facet), key): names
        for facet, key, names in FacetName.objects.filter(key__in={key for _facet, key in told}).values_list(
            "facet", "key", "names"
        )
    }
    # In one order, so that two workers never wait for each other.
    written = [
        FacetName(facet=facet.value, key=key, names=names)
        for (facet, key), new in sorted(told.items())
        if (names := {**known.get((facet, key), {}), **new}) != known.get((facet, key))
    ]
    FacetName.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["facet", "key"], update_fields=["names"]
    )


def forget_names() -> None:
    """Of headings that no entry has."""
    used: set[tuple[str, str]] = set()
    for column, facet in _COLUMNS:
        values = SearchEntry.objects.exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()
        used |= {(facet.value, key) for value in values.iterator() for key in value.split("|") if key}
    gone = [pk for pk, facet, key in FacetName.objects.values_list("pk", "facet", "key") if (facet, key) not in used]
    FacetName.objects.filter(pk__in=gone).delete()


def _listed(keys: Iterable[str], longest: int) -> str:
    """As many as the column holds."""
    listed = ""
    for key in dict.fromkeys(keys):
        if len(listed) + len(key) + 2 <= longest:
            listed = f"{listed or '|'}{key}|"
    return listed


def _fingerprint(entry: SearchEntry) -> str:
    told: dict[str, Any] = {name: getattr(entry, name) for name in WRITTEN if name not in _NOT_TOLD}
    return sha256(json.dumps(told, default=str, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
