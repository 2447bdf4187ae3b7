"""What editors say means the same."""

from __future__ import annotations

from search.engine.wording import Synonyms, synonyms_of
from search.models.vocabulary import SynonymSet

MAX_SETS = 2_000


def synonyms() -> Synonyms:
    """Of all languages: a question does not say its own. One query."""
    sets = SynonymSet.objects.order_by("pk").values_list("language", "words")[:MAX_SETS]
    return synonyms_of((language, words.splitlines()) for language, words in sets)
