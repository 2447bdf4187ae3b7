"""Puts entries into Wagtail's database index and takes them out, at once and in large numbers.

Wagtail's own way makes a task of each entry, and after each write measures the titles of the whole index anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, router, transaction
from wagtail.search.models import IndexEntry

from search.models.entry import SearchEntry
from search.selectors.matching import entry_type

_AT_ONCE = 500
# Wagtail gives each row with 1.0 a norm of its own whenever any page is saved, and so would write these again. No rank
# of ours asks for it.
_NORM = 0.5
_MAX_BYTES = 900_000  # PostgreSQL refuses a vector over a megabyte


def write(entries: Sequence[SearchEntry]) -> None:
    """New entries and those that are there already; each is found by its present words from then on."""
    with transaction.atomic(using=router.db_for_write(IndexEntry)):
        for start in range(0, len(entries), _AT_ONCE):
            # The last of those with one number: PostgreSQL does not write a row twice in one statement.
            several = {entry.pk: entry for entry in entries[start : start + _AT_ONCE]}.values()
            IndexEntry.objects.bulk_create(
                [_row(entry) for entry in several],
                batch_size=_AT_ONCE,
                update_conflicts=True,
                unique_fields=["content_type", "object_id"],
                update_fields=["title", "body", "autocomplete", "title_norm"],
            )


def remove(entry_ids: Iterable[int]) -> None:
    """Nothing happens for those that are not there."""
    numbers = [str(number) for number in entry_ids]
    using = router.db_for_write(IndexEntry)
    with transaction.atomic(using=using):
        for start in range(0, len(numbers), _AT_ONCE):
            rows = IndexEntry.objects.filter(
                content_type_id=entry_type(), object_id__in=numbers[start : start + _AT_ONCE]
            )
            rows._raw_delete(using)  # a trigger takes them out of FTS5


def _row(entry: SearchEntry) -> IndexEntry:
    words: dict[str, Any] = {"title": entry.title_terms, "body": entry.body_terms, "autocomplete": entry.title_words}
    if connection.vendor == "postgresql":
        words = {
            # Both in one column, told apart by weight: only single columns have an index that a search can use.
            "title": "",
            "body": _vector((entry.title_terms, "A"), (entry.body_terms, "")),
            "autocomplete": _vector((entry.title_words, "")),
        }
    return IndexEntry(content_type_id=entry_type(), object_id=str(entry.pk), title_norm=_NORM, **words)


def _vector(*texts: tuple[str, str]) -> str:
    """A tsvector as PostgreSQL reads it: the words as they are, and no dictionary of the server's is asked.

    Of each text its terms and their weight.
    """
    places: dict[str, list[str]] = {}
    size = place = 0
    for terms, weight in texts:
        for term in terms.split():
            place += 1
            if term not in places:
                size += len(term.encode())
                if size > _MAX_BYTES:
                    break
            places.setdefault(term, []).append(f"{min(place, 16_383)}{weight}")
        place += 1  # no phrase begins with the last word of a title and ends with the first of its text
    return " ".join(
        "'{}':{}".format(term.replace("\\", "\\\\").replace("'", "''"), ",".join(where[:256]))
        for term, where in places.items()
    )
