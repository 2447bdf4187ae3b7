"""The texts that people were asked about: their versions, and their clauses in each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from consultations.exports import columns
from consultations.models.consultation import Consultation
from consultations.selectors.open_data import (
    documents_asked_about,
    documents_state,
    languages_by_version,
    readable_documents,
    streamed,
    texts_in_order,
    versions_in_order,
)
from hub.core.datasets import Dataset, DatasetState, Field, Kind
from whitepapers.enums import PartKind

_PART = (
    "version__document_id",
    "version__number",
    "clause_id",
    "clause__eid",
    "clause__kind",
    "language",
    "number",
    "heading",
    "text",
    "summary",
    "sha256",
    "level",
    "order",
)


def _state(consultation: Consultation) -> DatasetState:
    documents = readable_documents(consultation)
    asked = sorted((str(key), number) for key, number in documents_asked_about(consultation).items())
    state, changed_at = documents_state(documents)
    return DatasetState(f"{state} {asked} {documents.fingerprint()}", changed_at)


def _versions(consultation: Consultation) -> Iterator[dict[str, Any]]:
    documents, asked = readable_documents(consultation), documents_asked_about(consultation)
    languages = languages_by_version(documents)
    for values in streamed(
        versions_in_order(documents), "pk", "document_id", "number", "published_at", "document__kind"
    ):
        document, parts = values["document_id"], languages.get(values["pk"], {})
        yield {
            "id": documents.version(document, values["number"]),
            "document": document,
            "document_version": values["number"],
            "published_at": values["published_at"],
            "asked_about": asked[document] == values["number"],
            "languages": tuple(parts),
            "parts": max(parts.values(), default=0),
        }


def _clauses(consultation: Consultation) -> Iterator[dict[str, Any]]:
    documents = readable_documents(consultation)
    above = _Above()
    for values in streamed(texts_in_order(documents), *_PART):
        document, number = values["version__document_id"], values["version__number"]
        text = (document, number, values["language"])
        parent = above.parent_of(text, values["clause_id"], values["level"], values["clause__kind"])
        yield {
            "id": documents.clause(document, number, values["clause__eid"], values["language"]),
            "clause": values["clause_id"],
            "document": document,
            "document_version": number,
            "language": values["language"],
            "kind": values["clause__kind"],
            "clause_eid": values["clause__eid"],
            "clause_number": values["number"],
            "heading": values["heading"],
            "text": values["text"],
            "summary": values["summary"],
            "level": values["level"],
            "parent": parent,
            "order": values["order"],
            "sha256": values["sha256"],
        }


class _Above:
    """Nesting, told again from order and level: each part belongs to the nearest one before it that stands higher."""

    def __init__(self) -> None:
        self._text: object = None
        self._open: list[tuple[int, UUID]] = []

    def parent_of(self, text: object, clause: UUID, level: int, kind: str) -> UUID | None:
        if text != self._text:
            self._text, self._open = text, []
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        parent = self._open[-1][1] if self._open else None
        if kind != PartKind.NOTE:
            self._open.append((level, clause))
        return parent


VERSIONS = Dataset(
    process="consultations",
    name="versions",
    label=_("Versions of the documents"),
    text=_("One row for each published version of a document that people were asked about. Versions never change."),
    public_from=_("From the publication of the version."),
    fields=(
        columns.identifier(
            _("The version, frozen, for good."), "https://hub.example.org/en/documents/public-spaces/v1/"
        ),
        columns.document(),
        Field(
            "document_version",
            _("Version of the document"),
            _("Counted from 1."),
            Kind.COUNT,
            "schema:version",
            example="1",
            required=True,
        ),
        Field(
            "published_at",
            _("Published"),
            _("When the version came out."),
            Kind.MOMENT,
            "schema:datePublished",
            example="2026-04-01T09:00:00+01:00",
            required=True,
        ),
        Field(
            "asked_about",
            _("Asked about"),
            _("Is this the version that the consultation is about?"),
            Kind.FLAG,
            example="true",
            required=True,
        ),
        Field(
            "languages",
            _("Languages"),
            _("Languages in which it has a text."),
            Kind.LANGUAGE,
            "schema:inLanguage",
            vocabulary=columns.BCP_47,
            example="ar en fr",
            many=True,
        ),
        Field(
            "parts",
            _("Parts"),
            _("How many headings, clauses and notes it has."),
            Kind.COUNT,
            example="42",
            required=True,
        ),
    ),
    key=("document", "document_version"),
    record_type="schema:Legislation",
    state=_state,
    rows=_versions,
)

CLAUSES = Dataset(
    process="consultations",
    name="clauses",
    label=_("Clauses"),
    text=_("One row for each part of each published version, in each of its languages, in reading order."),
    public_from=_("From the publication of the version."),
    fields=(
        columns.identifier(
            _("The part in this version and language, frozen, for good."),
            "https://hub.example.org/en/documents/public-spaces/v1/#sec_4",
        ),
        columns.clause(_("Identifier of the part; the same in all versions and languages."), required=True),
        columns.document(),
        columns.version(_("The version that this text stands in.")),
        columns.language(_("Language of this text.")),
        Field(
            "kind",
            _("Kind of part"),
            _("Only clauses take comments."),
            Kind.CODE,
            codes=columns.codes_of(PartKind),
            example="clause",
            required=True,
        ),
        columns.eid(),
        columns.number(_("As it stands in this version; empty where the part has none.")),
        Field(
            "heading",
            _("Heading"),
            _("Empty where the part has none."),
            term="schema:headline",
            example="Opening hours",
            language_in="language",
        ),
        Field(
            "text",
            _("Text"),
            _("Plain text, without number, heading and the parts below. Quotations are counted in it."),
            term="schema:text",
            example="The harbour is open from six to nine.",
            language_in="language",
        ),
        Field(
            "summary",
            _("In plain language"),
            _("What the editors say it means; not part of the text."),
            term="schema:abstract",
            example="You may walk at the harbour all day.",
            language_in="language",
        ),
        Field("level", _("Level"), _("How deep it stands, from 1."), Kind.COUNT, example="2", required=True),
        Field(
            "parent",
            _("Part above"),
            _("Identifier of the part that it stands in; empty at the top."),
            Kind.UUID,
            "schema:isPartOf",
            example="0d9f6c31-52b8-4a7d-8e14-6b3c2a1f0e97",
        ),
        Field("order", _("Order"), _("Place in reading order."), Kind.COUNT, example="17", required=True),
        Field(
            "sha256",
            _("Fingerprint of the text (SHA-256)"),
            _("Of the plain text after white space is made even: equal fingerprints mean equal words."),
            term="schema:sha256",
            example="5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
            required=True,
        ),
    ),
    key=("clause", "document_version", "language"),
    record_type="schema:CreativeWork",
    state=_state,
    rows=_clauses,
)
