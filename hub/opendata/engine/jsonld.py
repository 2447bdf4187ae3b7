"""Rows as JSON-LD: what the keys mean stands in the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hub.core.datasets import Dataset, Field, Kind
from hub.opendata.engine.values import linked

RECORDS = "records"
NAMESPACES = {
    "schema": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# The column that names a record.
ID = "id"
_TYPES = {
    Kind.MOMENT: "xsd:dateTime",
    Kind.DATE: "xsd:date",
    Kind.COUNT: "xsd:nonNegativeInteger",
    Kind.NUMBER: "xsd:integer",
    Kind.FLAG: "xsd:boolean",
    Kind.ADDRESS: "@id",
    Kind.UUID: "@id",
}


def anchor(dataset: Dataset, field: Field) -> str:
    """Of a column on the page of the dictionary, which is also where a term of our own leads."""
    return f"{dataset.process}.{dataset.name}.{field.name}"


def term(dataset: Dataset, field: Field) -> str:
    return field.term or f"hub:{anchor(dataset, field)}"


def context(dataset: Dataset, address: str, dictionary: str) -> dict[str, Any]:
    terms: dict[str, Any] = {"@version": 1.1, "@base": address, **NAMESPACES, "hub": f"{dictionary}#"}
    terms[RECORDS] = {"@id": "schema:hasPart", "@container": "@set"}
    for field in dataset.fields:
        if field.name != ID:
            terms[field.name] = {"@id": term(dataset, field)}
            if field.kind in _TYPES:
                terms[field.name]["@type"] = _TYPES[field.kind]
    return terms


def records(dataset: Dataset, rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        record: dict[str, Any] = {"@id": row[ID], "@type": dataset.record_type}
        for field in dataset.fields:
            value = None if field.name == ID else linked(field, row)
            if value is not None:
                record[field.name] = value
        yield record
