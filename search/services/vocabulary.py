"""Keeps the words that occur in what is public, for "did you mean"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction

from search.engine.vocabulary import words_of
from search.models.entry import SearchEntry
from search.models.vocabulary import SearchWord

_AT_ONCE = 500
_SPELLINGS = 4  # of one word that are told apart, such as "école" and "ecole"
_Key = tuple[str, str]  # language, word


def learn(entries: Sequence[SearchEntry]) -> None:
    """Adds the words that are not known yet. How often the known ones occur is for `recount` to say, once a night."""
    found: Counter[_Key] = Counter()
    shown: dict[_Key, str] = {}
    for entry in entries:
        for word, written in words_of(f"{entry.title}\n{entry.body}").items():
            found[entry.language, word] += 1
            shown.setdefault((entry.language, word), written)
    for keys in _slices(sorted(found)):
        known = set(
            SearchWord.objects.filter(word__in={word for _language, word in keys}).values_list("language", "word")
        )
        # Another worker may learn the same word meanwhile.
        SearchWord.objects.bulk_create(
            [_row(key, shown[key], found[key]) for key in keys if key not in known], ignore_conflicts=True
        )


def recount() -> int:
    """How often each word occurs now; forgets those that no entry has. Gives how many are known then.

    All entries are read once, as a stream; only the words stay in memory.
    """
    found: Counter[_Key] = Counter()
    shown: dict[_Key, dict[str, int]] = {}
    rows = SearchEntry.objects.filter(stale_since__isnull=True).order_by("pk").values_list("language", "title", "body")
    for language, title, body in rows.iterator(chunk_size=_AT_ONCE):
        for word, written in words_of(f"{title}\n{body}").items():
            key = language, word
            found[key] += 1
            spellings = shown.get(key)
            if spellings is None:
                shown[key] = {written: 1}
            elif written in spellings or len(spellings) < _SPELLINGS:
                spellings[written] = spellings.get(written, 0) + 1
    counted = {key: (max(shown[key], key=shown[key].__getitem__), entries) for key, entries in found.items()}
    _forget(_keep(counted))
    for keys in _slices(sorted(counted)):
        SearchWord.objects.bulk_create(
            [_row(key, *counted[key]) for key in keys],
            update_conflicts=True,
            unique_fields=["word", "language"],
            update_fields=["shown", "entries"],
        )
    return len(found)


def _keep(counted: dict[_Key, tuple[str, int]]) -> list[int]:
    """Takes out what is written already as it is counted; gives the rows of words that no entry has."""
    gone = []
    known = SearchWord.objects.values_list("pk", "language", "word", "shown", "entries")
    for number, language, word, shown, entries in known.iterator():
        now = counted.get((language, word))
        if now is None:
            gone.append(number)
        elif now == (shown, entries):
            del counted[language, word]
    return gone


def _forget(gone: Sequence[int]) -> None:
    for start in range(0, len(gone), _AT_ONCE):
        with transaction.atomic():
            SearchWord.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()


def _row(key: _Key, shown: str, entries: int) -> SearchWord:
    language, word = key
    return SearchWord(word=word, shown=shown, language=language, entries=entries, initial=word[0], length=len(word))


def _slices(keys: Iterable[_Key]) -> Iterator[list[_Key]]:
    listed = list(keys)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
