"""Columns that several tables of a consultation have, described once."""

from __future__ import annotations

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from hub.core.datasets import Code, Field, Kind

BCP_47 = "https://www.rfc-editor.org/info/bcp47"
COUNTED = (
    Field(
        "count",
        _("Count"),
        _("How many. Empty where it is small; the next column then says between what it lies."),
        Kind.COUNT,
        example="128",
    ),
    Field(
        "range",
        _("Range of a hidden count"),
        _("“1-4”, or “5+” where a subtraction would tell another hidden count. Empty where the count is given."),
        example="1-4",
    ),
)


def codes_of(choices: type[Choices]) -> tuple[Code, ...]:
    return tuple(Code(str(value), label) for value, label in choices.choices)


def identifier(text: object, example: str) -> Field:
    return Field("id", _("Address of the record"), text, Kind.ADDRESS, example=example, required=True)


def document(text: object = "", *, required: bool = True) -> Field:
    return Field(
        "document",
        _("Document"),
        text or _("Identifier of the document; the same in all versions and languages."),
        Kind.UUID,
        "dcterms:isPartOf",
        example="9f8b2c1e-6d0a-4b7e-9a51-0c2d3e4f5a6b",
        required=required,
    )


def clause(text: object = "", *, required: bool = False) -> Field:
    return Field(
        "clause",
        _("Clause"),
        text
        or _("Identifier of the clause; the same in all versions and languages. Empty for the document as a whole."),
        Kind.UUID,
        "schema:about",
        example="4c1d7e52-8a3f-4f60-b1c9-7d2e5a908b13",
        required=required,
    )


def theme(text: object, *, required: bool = False, since: int = 1) -> Field:
    return Field(
        "theme",
        _("Theme"),
        text,
        Kind.UUID,
        "schema:about",
        example="6b0f4f5e-2a44-4c0e-8a57-6f1d9f0f7c21",
        required=required,
        since=since,
    )


def eid() -> Field:
    return Field(
        "clause_eid",
        _("Address of the clause within the document"),
        _("It stays when the number changes. Empty for the document as a whole."),
        vocabulary="http://docs.oasis-open.org/legaldocml/akn-nc/v1.0/akn-nc-v1.0.html",
        example="sec_4__subsec_2",
    )


def number(text: object) -> Field:
    return Field("clause_number", _("Number of the clause"), text, term="schema:position", example="4.2")


def version(text: object) -> Field:
    return Field("document_version", _("Version of the document"), text, Kind.COUNT, "schema:version", example="1")


def language(text: object, *, required: bool = True) -> Field:
    return Field(
        "language",
        _("Language"),
        text,
        Kind.LANGUAGE,
        "schema:inLanguage",
        vocabulary=BCP_47,
        example="fr",
        required=required,
    )
