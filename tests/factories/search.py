"""Entries of the search index, as `search.services` writes them.

entries = [an_entry(title="Water for all"), an_entry(title="L'eau pour tous", language="fr")]
filled(engine, entries)                                # tests.search.engines
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from search.engine.analysis import terms, whole_words
from search.models.entry import SearchEntry

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def an_entry(title: str = "", body: str = "", *, language: str = "en", **given: Any) -> SearchEntry:
    """Not saved. `readers`, `themes`: lists; without `readers` it is found by the readers of its language."""
    readers: Sequence[str] = given.pop("readers", (language,))
    themes: Sequence[str] = given.pop("themes", ())
    date = given.setdefault("date", NOW)
    values: dict[str, Any] = {
        "kind": "clause",
        "key": str(uuid4()),
        "process": "",
        "year": date.year if date else None,
        "fingerprint": uuid4().hex,
        "first_seen_at": NOW,
        "updated_at": NOW,
    }
    return SearchEntry(
        language=language,
        title=title,
        body=body,
        readers=f"|{'|'.join(readers)}|",
        theme_keys=f"|{'|'.join(themes)}|" if themes else "",
        title_terms=terms(title, language),
        body_terms=terms(body, language),
        title_words=whole_words(title),
        **(values | given),
    )
