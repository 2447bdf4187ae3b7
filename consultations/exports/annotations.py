"""Quotations: which words of a clause a contribution is about, as W3C Web Annotations and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultations.engine.annotations import CONTEXT, Quotation, annotation
from consultations.exports import columns
from consultations.exports.contributions import address_of, public_name
from consultations.models.consultation import Consultation
from consultations.selectors.document_addresses import DocumentAddresses
from consultations.selectors.open_data import (
    contributions_changed_at,
    contributions_state,
    public_contributions,
    readable_documents,
    streamed,
    threads_by_id,
)
from hub.contributions.enums import AuthorKind
from hub.contributions.models.comment import CommentQuerySet
from hub.core.datasets import Dataset, DatasetState, Field, Kind, LinkedData
from hub.opendata.engine.values import moment

_NAMES = (
    "reference",
    "published_at",
    "edited_at",
    "language",
    "publish_as",
    "author_name",
    "author_kind",
    "organisation",
    "comment",
    "suggested_text",
    "document_version",
    "hub_thread_id",
    "quote",
    "quote_prefix",
    "quote_suffix",
    "quote_start",
    "quote_end",
    "quote_language",
)


def _quoting(consultation: Consultation, documents: DocumentAddresses) -> CommentQuerySet:
    """A quotation is of a version: what does not say which quotes nothing that one could look up."""
    return public_contributions(consultation, documents).exclude(quote="").exclude(document_version=None)


def _state(consultation: Consultation) -> DatasetState:
    documents = readable_documents(consultation)
    state = contributions_state(_quoting(consultation, documents))
    return DatasetState(f"{state} {documents.fingerprint()}", contributions_changed_at(consultation))


def _read(consultation: Consultation) -> Iterator[tuple[Mapping[str, Any], dict[str, Any]]]:
    """What was read, and the row that is made of it."""
    documents, threads = readable_documents(consultation), threads_by_id(consultation)
    for values in streamed(_quoting(consultation, documents).order_by("received_at", "pk"), *_NAMES):
        place = threads[values["hub_thread_id"]]
        version, language = values["document_version"], values["quote_language"] or values["language"]
        eid = place.clause.eid if place.clause else ""
        contribution = address_of(values["reference"])
        yield (
            values,
            {
                "id": f"{contribution}#quote",
                "contribution": contribution,
                "document": place.document_id,
                "document_version": version,
                "clause": place.clause_id,
                "clause_eid": eid,
                "source": documents.version(place.document_id, version, language),
                "language": language,
                "exact": values["quote"],
                "prefix": values["quote_prefix"],
                "suffix": values["quote_suffix"],
                "start": values["quote_start"],
                "end": values["quote_end"],
            },
        )


def _rows(consultation: Consultation) -> Iterator[dict[str, Any]]:
    return (row for _values, row in _read(consultation))


def _linked(consultation: Consultation, address: str) -> LinkedData:
    head = {
        "@context": CONTEXT,
        "id": address,
        "type": "AnnotationPage",
        "partOf": {"id": f"{address}#collection", "type": "AnnotationCollection", "label": consultation.slug},
        "startIndex": 0,
    }
    records = (annotation(_quotation(values, row)) for values, row in _read(consultation))
    return LinkedData(head, "items", records)


def _quotation(values: Mapping[str, Any], row: Mapping[str, Any]) -> Quotation:
    return Quotation(
        id=row["id"],
        contribution=row["contribution"],
        created=moment(values["published_at"]),
        modified=moment(values["edited_at"]) if values["edited_at"] else "",
        name=public_name(values),
        is_organisation=values["author_kind"] == AuthorKind.ORGANISATION,
        text=values["comment"],
        suggested_text=values["suggested_text"],
        language=values["language"],
        source=row["source"],
        source_language=row["language"],
        clause=str(row["clause"] or ""),
        eid=row["clause_eid"],
        exact=row["exact"],
        prefix=row["prefix"],
        suffix=row["suffix"],
        start=row["start"],
        end=row["end"],
        rights=settings.OPEN_DATA_LICENCE_URL,
    )


ANNOTATIONS = Dataset(
    process="consultations",
    name="annotations",
    label=_("Quotations"),
    text=_("One row for each published contribution that quotes words of the text. In JSON-LD: W3C Web Annotations."),
    public_from=_("With the contribution, and only as long as that is public."),
    fields=(
        columns.identifier(_("The quotation."), "https://hub.example.org/c/C-2026-000123/#quote"),
        Field(
            "contribution",
            _("Contribution"),
            _("The contribution that quotes."),
            Kind.ADDRESS,
            "oa:hasBody",
            example="https://hub.example.org/c/C-2026-000123/",
            required=True,
        ),
        columns.document(),
        columns.version(_("The version that is quoted.")),
        columns.clause(),
        columns.eid(),
        Field(
            "source",
            _("Address of the text"),
            _("The version that is quoted, in the language of the quotation where it has one of its own."),
            Kind.ADDRESS,
            "oa:hasSource",
            example="https://hub.example.org/en/documents/public-spaces/v1/",
            required=True,
        ),
        columns.language(_("Language of the text that is quoted.")),
        Field(
            "exact",
            _("Quoted words"),
            _("Letter for letter."),
            term="oa:exact",
            example="from six to nine",
            required=True,
        ),
        Field(
            "prefix",
            _("Words before"),
            _("What stands in front of them, up to 32 characters."),
            term="oa:prefix",
            example="open ",
        ),
        Field(
            "suffix",
            _("Words after"),
            _("What stands behind them, up to 32 characters."),
            term="oa:suffix",
            example=".",
        ),
        Field(
            "start",
            _("Start"),
            _(
                "Characters (code points) of the clause's plain text before the quotation. Empty where the words were "
                "written down without a place."
            ),
            Kind.COUNT,
            "oa:start",
            vocabulary="https://www.w3.org/TR/annotation-model/#text-position-selector",
            example="20",
        ),
        Field("end", _("End"), _("The same up to its end."), Kind.COUNT, "oa:end", example="36"),
    ),
    key=("id",),
    record_type="oa:Annotation",
    state=_state,
    rows=_rows,
    linked=_linked,
)
