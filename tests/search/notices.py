"""A feature of the tests' own: notices, which have a kind of their own among what can be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import uuid4

from hub.core.search import SearchDocument
from search.models.entry import SearchEntry
from search.selectors.database import DatabaseEngine
from tests.factories.search import an_entry
from tests.search.engines import filled

KIND = "notice"


@dataclass
class Notices:
    """A `SearchKind`. `public` is what anybody may read now; `calls` is what was asked of it."""

    label: str = "Notices"
    label_one: str = "Notice"
    order: int = 99
    public: dict[str, SearchDocument] = field(default_factory=dict)
    calls: list[tuple[list[str], str]] = field(default_factory=list)

    def keys(self) -> Iterator[str]:
        return iter(self.public)

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        self.calls.append((list(keys), language))
        found = [self.public[key] for key in reversed(keys) if key in self.public]
        return [replace(one, url=f"/{language}{one.url}") for one in found]

    def post(self, title: str, body: str = "", *, url: str = "", language: str = "en", **given: object) -> SearchEntry:
        """Makes a notice public and brings it into the index."""
        key = str(uuid4())
        document = SearchDocument(
            key=key,
            language=language,
            title=title,
            body=body,
            url=url or f"/notices/{key}/",
            readers=frozenset([language]),
        )
        self.public[key] = document
        return filled(DatabaseEngine(), [an_entry(title, body, language=language, kind=KIND, key=key, **given)])[0]
