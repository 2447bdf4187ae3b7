"""The state of a translation: what is behind the original, what a machine wrote and nobody has checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from wagtail_localize.models import StringTranslation

from whitepapers.engine.text import normalise, plain_text
from whitepapers.models.clause import Clause
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.selectors.body import Part
from whitepapers.selectors.clauses import lagging_clauses
from whitepapers.selectors.reading_parts import ReadingPart

_BLOCK_PATH = re.compile(r"^body\.([^.]+)")


@dataclass(frozen=True)
class MachineWords:
    """What a machine wrote for a document in one language, in the form two texts are compared in."""

    by_block: Mapping[str, Sequence[str]]  # "" for the title and the summary of the page
    # Tables and further paragraphs are blocks of their own in the editor and part of the clause above them here.
    attached: Sequence[str] = ()

    def stand_in(self, block_id: str, *texts: str) -> bool:
        """Only words that still stand there count: a person who writes over them takes the label off."""
        words = (*self.by_block.get(block_id, ()), *(self.attached if block_id else ()))
        if not words:
            return False
        shown = normalise(" ".join(texts))
        return any(text and text in shown for text in words)


def machine_words(document_uuid: UUID, language: str, block_ids: Collection[str]) -> MachineWords:
    """One query. `block_ids` are those of the document's parts."""
    rows = StringTranslation.objects.filter(
        context__object_id=document_uuid,
        locale__language_code=language,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
        has_error=False,
    ).values_list("context__path", "data")
    words: dict[str, list[str]] = {}
    for path, data in rows:
        block = _BLOCK_PATH.match(path)
        words.setdefault(block.group(1) if block else "", []).append(normalise(plain_text(data)))
    known = {"", *block_ids}
    attached = [text for block in words.keys() - known for text in words[block]]
    return MachineWords(words, attached)


def machine_marked(shown: Sequence[ReadingPart], document_uuid: UUID, language: str) -> list[ReadingPart]:
    """The parts of a translation, those marked whose words came from a machine and were not checked by a person."""
    words = machine_words(document_uuid, language, {part.block_id for part in shown})
    return [
        replace(
            one, is_machine=not one.is_untranslated and words.stand_in(one.block_id, one.heading, one.text, one.summary)
        )
        for one in shown
    ]


def compared(
    shown: Sequence[ReadingPart],
    parts: Sequence[Part],
    clauses: Mapping[str, Clause],
    document: Document,
    version: DocumentVersion,
    language: str,
) -> tuple[list[ReadingPart], tuple[int, int]]:
    """Marks what is not translated yet, translated from an older text, or gone; counts what is behind and missing."""
    lagging = lagging_clauses(version, document.source_language, language)
    source = dict(version.texts.order_by().filter(language=document.source_language).values_list("clause_id", "sha256"))
    result: list[ReadingPart] = []
    present: set[UUID] = set()
    outdated = 0
    for one, part in zip(shown, parts, strict=True):
        clause = clauses.get(part.block_id)
        if clause is None:
            result.append(one)
            continue
        present.add(clause.pk)
        is_same = bool(part.text) and source.get(clause.pk) == part.sha256
        is_outdated = clause.pk in lagging and not is_same and one.is_clause
        outdated += is_same or is_outdated or one.is_removed
        result.append(
            replace(
                one,
                language=document.source_language if is_same else one.language,
                is_untranslated=is_same,
                is_outdated=is_outdated,
            )
        )
    return result, (outdated, len(set(source) - present))
