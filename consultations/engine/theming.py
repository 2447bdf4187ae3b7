"""Suggestions a person confirms: what contributions seem to be about, and which look like a theme people have named.

Languages are worked on apart. Words of two languages have nothing in common that could be counted, so together they
would only be sorted by language. Apart, each suggestion shows words of one language, and a person says which are one.
docs/machine-help.md tells the rules and their limits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, Any

from consultations.engine.grouping import Group
from consultations.engine.language_words import language_of, words_in
from consultations.engine.texts import normalise

if TYPE_CHECKING:
    from consultations.engine.language_words import Word
    from consultations.engine.text_vectors import Vectors

VERSION = "theming/1"

MOST_THEMES = 30
LEAST_MEMBERS = 3  # of a theme
TERMS = 8
REPRESENTATIVES = 5
BELONGS = 350  # per mille of likeness to the middle of a theme, under which a contribution is left to people
TOO_ALIKE = 900  # per mille; of two representatives as alike, one says it all
TELLING = 6  # content words a representative should have

# When something looks like a theme that people have given.
LEAST_LABELLED = 3  # different texts
LEAST_ALIKE = 100  # per mille
AHEAD = 1.6  # times as alike as to the next theme
MANY_OTHERS = 100  # texts nobody has labelled, from which on they tell what an ordinary likeness is
UNUSUAL = 4  # standard deviations above it


@dataclass(frozen=True)
class Doc:
    id: int
    text: str
    language: str


@dataclass(frozen=True)
class ThemeSuggestion:
    """Terms as people wrote them, the most telling first; members as (id, likeness per mille), the most alike first."""

    language: str
    terms: tuple[str, ...]
    members: tuple[tuple[int, int], ...]
    representatives: tuple[int, ...]


@dataclass
class _Shelf:
    """The different texts of one language that have words, each with the ids of its copies."""

    language: str
    ids: list[list[int]]
    words: list[list[Word]]
    places: dict[int, int]  # of an id among the texts


def suggest_themes(docs: Sequence[Doc], groups: Sequence[Group] = ()) -> tuple[ThemeSuggestion, ...]:
    """At most 30, the largest first. A text counts once however often it was sent; so does a letter of `groups`."""
    shelves = _shelves(docs)
    total = sum(len(shelf.words) for shelf in shelves)
    letter = {member: group.medoid for group in groups for member in group.members}
    found: list[ThemeSuggestion] = []
    for shelf in shelves:
        found += _themes(shelf, letter, max(1, MOST_THEMES * len(shelf.words) // total))
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members[0])))[:MOST_THEMES]


def look_like(labelled: Mapping[int, Collection[int]], docs: Sequence[Doc]) -> dict[int, tuple[tuple[int, int], ...]]:
    """For each theme the (id, likeness per mille) of contributions without any label that look like it.

    It stays silent when in doubt. Something is named only when it is as like the theme as the middle one of people's
    own choices is like the rest of them, clearly more like it than any other theme, and unusually so among all.
    """
    from threadpoolctl import threadpool_limits

    from consultations.engine import text_vectors

    found: dict[int, list[tuple[int, int]]] = {theme: [] for theme in sorted(labelled)}
    named = {number for ids in labelled.values() for number in ids}
    for shelf in _shelves(docs):
        chosen = {
            theme: sorted({shelf.places[number] for number in labelled[theme] if number in shelf.places})
            for theme in found
        }
        if not any(len(places) >= LEAST_LABELLED for places in chosen.values()):
            continue
        with threadpool_limits(1):
            rows = text_vectors.whole(shelf.words)
            for theme, place, score in _alike(rows, chosen):
                found[theme] += [(number, score) for number in shelf.ids[place] if number not in named]
    return {theme: tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))) for theme, pairs in found.items()}


def _shelves(docs: Sequence[Doc]) -> list[_Shelf]:
    shelves: dict[str, _Shelf] = {}
    seen: dict[tuple[str, str], int] = {}
    if len({doc.id for doc in docs}) < len(docs):
        raise ValueError("an id stands twice among the texts")
    for doc in sorted(docs, key=lambda doc: doc.id):
        language = language_of(doc.language)
        key = (language, normalise(doc.text))
        if key not in seen:
            words = words_in(doc.text, language)
            shelf = shelves.setdefault(language, _Shelf(language, [], [], {}))
            seen[key] = len(shelf.words) if words else -1
            if words:
                shelf.ids.append([])
                shelf.words.append(words)
        if seen[key] >= 0:
            shelves[language].ids[seen[key]].append(doc.id)
            shelves[language].places[doc.id] = seen[key]
    return [shelves[language] for language in sorted(shelves) if shelves[language].words]


# --- themes -----------------------------------------------------------------------------------------------------------


def _themes(shelf: _Shelf, letter: Mapping[int, int], most: int) -> Iterator[ThemeSuggestion]:
    from threadpoolctl import threadpool_limits

    from consultations.engine import text_vectors

    letters = [letter.get(ids[0], ids[0]) for ids in shelf.ids]
    sample = _one_of_each(shelf, letters)
    with threadpool_limits(1):
        words, stems = text_vectors.word_matrix(shelf.words)
        vectors = text_vectors.reduced(text_vectors.joined(words, text_vectors.n_gram_matrix(shelf.words)), sample)
        centres = text_vectors.centres(vectors[sample], min(most, isqrt(len(sample))))
        nearest, scores = text_vectors.nearest(vectors, centres)
        for number in range(len(centres)):
            inside = [place for place in range(len(nearest)) if nearest[place] == number and scores[place] >= BELONGS]
            members = [(doc, scores[place]) for place in inside for doc in shelf.ids[place]]
            if len(members) < LEAST_MEMBERS:
                continue
            terms = [stems[column] for column in text_vectors.telling(words, inside, TERMS)]
            yield ThemeSuggestion(
                language=shelf.language,
                terms=_as_written(terms, [shelf.words[place] for place in inside]),
                members=tuple(sorted(members, key=lambda pair: (-pair[1], pair[0]))),
                representatives=_representatives(shelf, inside, scores, letters, vectors),
            )


def _one_of_each(shelf: _Shelf, letters: Sequence[int]) -> list[int]:
    """Places of the texts that themes are learnt from: of each letter its own text, or the first of its copies."""
    first: dict[int, int] = {}
    for place, medoid in enumerate(letters):
        first.setdefault(medoid, shelf.places.get(medoid, place))
    return sorted(set(first.values()))


def _as_written(stems: Sequence[str], texts: Sequence[Sequence[Word]]) -> tuple[str, ...]:
    """Each stem as most people wrote it; in small letters, unless most did not."""
    forms: dict[str, dict[str, int]] = {stem: {} for stem in stems}
    for words in texts:
        for form, stem in {(word.written, word.stem) for word in words if word.stem in forms}:
            forms[stem][form] = forms[stem].get(form, 0) + 1
    return tuple(min(forms[stem], key=lambda form: (-forms[stem][form], form != form.lower(), form)) for stem in stems)


def _representatives(
    shelf: _Shelf, inside: Sequence[int], scores: Sequence[int], letters: Sequence[int], vectors: Vectors
) -> tuple[int, ...]:
    """Nearest to the middle, of those that say something; no two copies of one letter, no two nearly alike."""
    order = sorted(inside, key=lambda place: (len(shelf.words[place]) < TELLING, -scores[place], place))
    chosen: list[int] = []
    for place in order:
        if any(letters[place] == letters[other] for other in chosen):
            continue
        if any(round(1000 * float(vectors[place] @ vectors[other])) >= TOO_ALIKE for other in chosen):
            continue
        chosen.append(place)
        if len(chosen) == REPRESENTATIVES:
            break
    return tuple(shelf.ids[place][0] for place in chosen)


# --- what looks like a theme ------------------------------------------------------------------------------------------


def _alike(rows: Any, chosen: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """(theme, place, per mille) from vectors of length 1 and the places that people chose."""
    import numpy as np

    from consultations.engine import text_vectors

    themes = [theme for theme, places in chosen.items() if places]
    likeness = np.stack([text_vectors.likeness(rows, chosen[theme]) for theme in themes], axis=1)
    taken = {place for places in chosen.values() for place in places}
    free = np.array([place for place in range(len(likeness)) if place not in taken], dtype=np.int64)
    for column, theme in enumerate(themes):
        if len(chosen[theme]) < LEAST_LABELLED or not len(free):
            continue
        mine = likeness[free, column]
        least = max(LEAST_ALIKE / 1000, float(np.median(text_vectors.likeness_of_each(rows, chosen[theme]))))
        if len(free) >= MANY_OTHERS:
            least = max(least, float(mine.mean() + UNUSUAL * mine.std()))
        others = np.delete(likeness[free], column, axis=1)
        ahead = AHEAD * others.max(axis=1) if others.shape[1] else np.zeros(len(free))
        for place, score in zip(free.tolist(), mine.tolist(), strict=True):
            if score >= least and score >= ahead[np.searchsorted(free, place)]:
                yield theme, place, round(1000 * score)
