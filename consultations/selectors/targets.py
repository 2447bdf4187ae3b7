"""Which thread is meant: contributions from other channels name a clause by uuid, eId or number."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from wagtail.models import Page

from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation, ConsultationDocument
from whitepapers.models.clause import ClauseText

_SHOWN = 3


class UnknownTargetError(Exception):
    """Nothing, or more than one thing, has this name; the message says what to write instead."""


@dataclass(frozen=True)
class Target:
    """A clause, or a document as a whole (`clause` is None), with the version in which people are asked about it."""

    thread_id: UUID
    document: UUID
    version: int
    language: str  # of the original
    clause: UUID | None
    eid: str


class Targets:
    """All threads of one consultation by every name that they have; four queries, whatever is looked up then."""

    def __init__(self, consultation: Consultation) -> None:
        documents = list(ConsultationDocument.objects.filter(consultation=consultation).select_related("document"))
        versions = {row.document_id: row.version_number for row in documents}
        languages = {row.document_id: row.document.source_language for row in documents}
        rows = list(ClauseThread.objects.filter(consultation=consultation).select_related("clause"))
        latest, numbers = _texts(rows, versions, languages)
        self.wholes: dict[UUID, Target] = {}
        self._by_uuid: dict[UUID, Target] = {}
        self._by_name: dict[str, dict[UUID, Target]] = defaultdict(dict)
        for row in rows:
            target = Target(
                thread_id=row.thread_id,
                document=row.document_id,
                version=latest.get(row.clause_id, versions.get(row.document_id, row.added_in_version)),
                language=languages.get(row.document_id, "en"),
                clause=row.clause_id,
                eid=row.clause.eid if row.clause else "",
            )
            if row.clause_id is None or row.clause is None:
                self.wholes[row.document_id] = self._by_uuid[row.document_id] = target
                continue
            self._by_uuid[row.clause_id] = target
            for name in {row.clause.eid, _tidy(numbers.get(row.clause_id, ""))} - {""}:
                self._by_name[name][row.clause_id] = target
        for key, slug in Page.objects.filter(translation_key__in=self.wholes).values_list("translation_key", "slug"):
            self._by_name[slug][key] = self.wholes[key]
        self.first = next((self.wholes[row.document_id] for row in documents if row.document_id in self.wholes), None)

    def find(self, name: str) -> Target:
        """By uuid, eId, number in the version asked about, or short name of a document; "" is the whole document.

        With several documents "" is the first of them.
        """
        if not name:
            if self.first is None:
                raise UnknownTargetError("the consultation has no document")
            return self.first
        if (by_uuid := _uuid(name)) is not None and by_uuid in self._by_uuid:
            return self._by_uuid[by_uuid]
        found = self._by_name.get(name, {}) | self._by_name.get(_tidy(name), {})
        if not found:
            raise UnknownTargetError("no clause of this consultation has this uuid, eId or number")
        if len(found) > 1:
            raise UnknownTargetError(f"{len(found)} clauses have this name; write one of: {_ways_out(found)}")
        return next(iter(found.values()))


def _texts(
    rows: list[ClauseThread], versions: dict[UUID, int], languages: dict[UUID, str]
) -> tuple[dict[UUID | None, int], dict[UUID, str]]:
    """By clause: the last version up to the one asked about that has it, and its number if that is the one."""
    latest: dict[UUID | None, int] = {}
    numbers: dict[UUID, str] = {}
    texts = (
        ClauseText.objects.filter(
            version__document__in=list(versions),
            language__in=set(languages.values()),
            clause__in=[row.clause_id for row in rows if row.clause_id],
        )
        .order_by("version__number")
        .values_list("clause_id", "version__document_id", "version__number", "language", "number")
    )
    for clause, document, version, language, number in texts:
        if language != languages[document] or version > versions[document]:
            continue
        latest[clause] = version
        if version == versions[document]:
            numbers[clause] = number
    return latest, numbers


def _tidy(number: str) -> str:
    """ "4.2.", " ٤.٢" and "4.2" are one number."""
    plain = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in unicodedata.normalize("NFKC", number)
    )
    return " ".join(plain.split()).casefold().rstrip(".)").strip()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _ways_out(found: dict[UUID, Target]) -> str:
    """An eId where it tells them apart, else the uuid."""
    one_document = len({target.document for target in found.values()}) == 1
    ways = [target.eid if one_document and target.eid else str(key) for key, target in found.items()]
    return ", ".join(ways[:_SHOWN]) + (" …" if len(ways) > _SHOWN else "")
