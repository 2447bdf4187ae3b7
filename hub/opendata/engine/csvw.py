"""CSV on the Web (W3C, csvw): the dictionary for programs, beside each CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import translation

from hub.core.datasets import Dataset, Field, Kind
from hub.opendata.engine.jsonld import ID, term

CONTENT_TYPE = "application/csvm+json"
_CONTEXT = "http://www.w3.org/ns/csvw"
_DATATYPES: dict[Kind, Any] = {
    Kind.TEXT: "string",
    Kind.COUNT: "nonNegativeInteger",
    Kind.NUMBER: "integer",
    Kind.DATE: "date",
    Kind.MOMENT: "dateTime",
    Kind.FLAG: "boolean",
    Kind.LANGUAGE: "language",
    Kind.ADDRESS: "anyURI",
    Kind.UUID: {"base": "string", "format": "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"},
}


def metadata(
    dataset: Dataset, languages: Sequence[str], namespaces: Mapping[str, str], about: Mapping[str, Any]
) -> dict[str, Any]:
    """Of one file; `about` says whose it is, such as licence and date."""
    return {
        "@context": [_CONTEXT, {"@language": languages[0]}],
        "url": f"{dataset.name}.csv",
        "dc:title": in_languages(dataset.label, languages),
        "dc:description": in_languages(dataset.text, languages),
        "dc:accessRights": in_languages(dataset.public_from, languages),
        **about,
        "dialect": {"encoding": "utf-8", "header": True},
        "tableSchema": table_schema(dataset, languages, namespaces),
    }


def schema(dataset: Dataset, languages: Sequence[str], namespaces: Mapping[str, str]) -> dict[str, Any]:
    """Of all files of this dataset, whatever the process."""
    found = table_schema(dataset, languages, namespaces)
    return {
        "@context": [_CONTEXT, {"@language": languages[0]}],
        "@type": "Schema",
        "dc:title": in_languages(dataset.label, languages),
        "dc:description": in_languages(dataset.text, languages),
        **found,
    }


def table_schema(dataset: Dataset, languages: Sequence[str], namespaces: Mapping[str, str]) -> dict[str, Any]:
    columns = [_column(dataset, field, languages, namespaces) for field in dataset.fields]
    # The column that names a row holds an address, or what follows the "#" of the file's own.
    return {"columns": columns, "primaryKey": list(dataset.key), "aboutUrl": f"{{+{ID}}}"}


def in_languages(text: Any, languages: Sequence[str]) -> list[dict[str, str]]:
    """A lazy text in every language of the hub."""
    found = []
    for code in languages:
        with translation.override(code):
            found.append({"@value": str(text), "@language": code})
    return found


def _column(dataset: Dataset, field: Field, languages: Sequence[str], namespaces: Mapping[str, str]) -> dict[str, Any]:
    column: dict[str, Any] = {
        "name": field.name,
        "titles": field.name,  # what stands in the first line of the file
        "dc:title": in_languages(field.label, languages),
        "dc:description": in_languages(field.text, languages),
        "datatype": _datatype(field),
        "required": field.required,
        "schema:version": field.since,
    }
    if field.name != ID:
        column["propertyUrl"] = _expanded(term(dataset, field), namespaces)
    if field.many:
        column["separator"] = " "
    if field.codes:
        column["schema:valueReference"] = [
            {"schema:value": code.value, "schema:name": in_languages(code.label, languages)} for code in field.codes
        ]
    if field.vocabulary:
        column["dc:conformsTo"] = {"@id": field.vocabulary}
    if field.example:
        column["skos:example"] = field.example
    return column


def _datatype(field: Field) -> Any:
    if field.name == ID:
        return "anyURI"
    if field.codes:
        return {"base": "string", "format": "|".join(code.value for code in field.codes)}
    return _DATATYPES.get(field.kind, "string")


def _expanded(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _colon, rest = name.partition(":")
    return f"{namespaces[prefix]}{rest}"
