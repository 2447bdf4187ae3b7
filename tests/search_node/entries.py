"""Entries as the index keeps them, with words for stems: how stems are made is no matter of the node."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from typing import Any

from hub.core.engine.folding import fold, fold_letters
from search.engine.question import Question, Term
from search.models.entry import SearchEntry

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
_numbers = count(1)


def listed(*keys: str) -> str:
    return f"|{'|'.join(keys)}|" if keys else ""


def entry(title: str = "Water", body: str = "", **changes: Any) -> SearchEntry:
    """Saved; lists are given as they are in the column, see `listed`."""
    values: dict[str, Any] = {
        "kind": "clause",
        "key": f"key-{next(_numbers)}",
        "language": "en",
        "readers": listed("en", "fr", "ar"),
        "date": NOW,
        "year": 2026,
        "first_seen_at": NOW,
        "updated_at": NOW,
        **changes,
    }
    made = SearchEntry(**values)
    say(made, title, body)
    SearchEntry.objects.bulk_create([made])
    return made


def say(one: SearchEntry, title: str, body: str = "") -> None:
    """Other words, not saved yet."""
    one.title, one.body = title, body
    one.title_terms, one.body_terms, one.title_words = fold(title), fold(body), fold_letters(title)
    one.fingerprint = sha256(f"{title}\n{body}".encode()).hexdigest()


def asks(*words: str) -> Question:
    """Each word a group: "water" one word, "green roof" a phrase, "waste/rubbish" either."""
    return Question(tuple(tuple(Term(tuple(fold(either).split())) for either in word.split("/")) for word in words))
