"""Where the documents of a consultation stand, absolute and for good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.conf import settings

from whitepapers.models.document import Document
from whitepapers.selectors import standing_pages


class DocumentAddresses:
    """Documents that a reader can open, with the addresses of their frozen versions. A constant number of queries."""

    def __init__(self, documents: Iterable[UUID]) -> None:
        keys = list(documents)
        self._paths: dict[UUID, dict[str, str]] = {}
        self._sources = dict(Document.objects.filter(pk__in=keys).values_list("pk", "source_language"))
        for code, _name in settings.LANGUAGES:
            for key, page in standing_pages(keys, code).items():
                path = page.get_url() or ""
                if path:
                    self._paths.setdefault(key, {})[page.locale.language_code] = path

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._paths)

    def version(self, document: UUID, number: int | None, language: str = "") -> str:
        """In this language where the document has it, else in the original's: it may have no page in the reader's."""
        paths = self._paths.get(document)
        if not paths or number is None:
            return ""
        path = paths.get(language) or paths.get(self._sources[document]) or next(iter(paths.values()))
        return f"{settings.PUBLIC_URL}{path}v{number}/"

    def clause(self, document: UUID, number: int | None, eid: str, language: str = "") -> str:
        version = self.version(document, number, language)
        return f"{version}#{eid}" if version and eid else version

    def fingerprint(self) -> list[str]:
        return sorted(path for paths in self._paths.values() for path in paths.values())
