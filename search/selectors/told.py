"""What is found is told anew by who knows it: what nobody may read any more is not shown, though the index has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.core.search import SearchDocument, SearchKind, search_kinds
from search.models.entry import SearchEntry


@dataclass(frozen=True)
class Told:
    entry_id: int
    kind: SearchKind
    kind_name: str
    document: SearchDocument


@dataclass(frozen=True)
class Hydrated:
    """`found`: in the order asked for. `gone`: (kind, key) of what the index has and nobody tells; to be noted as
    changed.
    """

    found: Sequence[Told] = ()
    gone: Sequence[tuple[str, str]] = ()


def told(ids: Sequence[int], *, language: str) -> Hydrated:
    """One query for the entries and one call a kind. `language`: the reader's, for addresses and notes."""
    entries = {
        row[0]: row[1:]
        for row in SearchEntry.objects.filter(pk__in=ids, stale_since__isnull=True).values_list(
            "pk", "kind", "key", "language"
        )
    }
    keys: dict[str, list[str]] = {}
    for kind, key, _language in entries.values():
        if kind in search_kinds and key not in keys.setdefault(kind, []):
            keys[kind].append(key)
    documents = {
        (kind, document.key, document.language): document
        for kind, of_kind in keys.items()
        for document in search_kinds.get(kind).documents(of_kind, language)
    }
    found = []
    gone = []
    for number in ids:
        entry = entries.get(number)
        if entry is None:
            continue
        document = documents.get(entry)
        if document is None:
            gone.append(entry[:2])
        else:
            found.append(Told(number, search_kinds.get(entry[0]), entry[0], document))
    return Hydrated(found, tuple(dict.fromkeys(gone)))
