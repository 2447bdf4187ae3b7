"""Two languages side by side: the original first, the translation after it, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from whitepapers.models.document import DocumentVersion
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.clauses import texts_of
from whitepapers.selectors.documents import document_page
from whitepapers.selectors.reading_parts import ReadingPart, Wording, framed_tables
from whitepapers.selectors.translation import machine_words


@dataclass(frozen=True)
class Beside:
    """The other language of a bilingual view."""

    language: str
    is_first: bool  # it is the original, or the one nearer to it
    parts: Sequence[ReadingPart]


def living_beside(
    parts: Sequence[ReadingPart], document_uuid: UUID, language: str, *, page_language: str, source_language: str
) -> Beside | None:
    """The living text beside its page in another language; None when there is no such page."""
    plain = document_page(document_uuid, language) if language != page_language else None
    if plain is None:
        return None
    page = plain.specific
    other = parts_of(page.body, language)
    machine = machine_words(document_uuid, language, {part.block_id for part in other})
    wordings = {
        part.block_id: Wording(
            language=language,
            heading=part.heading,
            html=framed_tables(part.html),
            is_machine=language != source_language
            and machine.stand_in(part.block_id, part.heading, part.text, part.summary),
        )
        for part in other
    }
    return _beside(parts, wordings, language, source_language)


def frozen_beside(
    parts: Sequence[ReadingPart], version: DocumentVersion, language: str, *, page_language: str, source_language: str
) -> Beside | None:
    """A version in two of the languages that it was published in."""
    texts = list(texts_of(version, language)) if language != page_language else []
    if not texts:
        return None
    wordings = {
        text.clause.block_id: Wording(language=language, heading=text.heading, html=framed_tables(text.html))
        for text in texts
    }
    return _beside(parts, wordings, language, source_language)


def _beside(
    parts: Iterable[ReadingPart], wordings: Mapping[str, Wording], language: str, source_language: str
) -> Beside:
    is_first = language == source_language

    def paired(part: ReadingPart) -> ReadingPart:
        wording = wordings.get(part.block_id)
        return replace(part, before=wording) if is_first else replace(part, beside=wording)

    # What is shown in the other language already needs no second column of the same words.
    return Beside(language, is_first, [paired(part) if part.language != language else part for part in parts])
