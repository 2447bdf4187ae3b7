"""Absolute addresses of files, and what each file says about itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from hub.core.context_processors import hub_name
from hub.core.datasets import Dataset
from hub.opendata.engine.csvw import in_languages
from hub.opendata.engine.jsonld import NAMESPACES

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def csv_url(dataset: Dataset, slug: str) -> str:
    return absolute(reverse("open_data_csv", args=[dataset.process, slug, dataset.name]))


def linked_url(dataset: Dataset, slug: str) -> str:
    return absolute(reverse("open_data_linked", args=[dataset.process, slug, dataset.name]))


def metadata_url(dataset: Dataset, slug: str) -> str:
    return absolute(reverse("open_data_metadata", args=[dataset.process, slug, dataset.name]))


def schema_url(dataset: Dataset) -> str:
    return absolute(reverse("open_data_schema", args=[dataset.process, dataset.name]))


def page_url(dataset: Dataset, slug: str) -> str:
    """Without a language: the hub sends readers to theirs."""
    return absolute(f"/open-data/{dataset.process}/{slug}/")


def dictionary_url() -> str:
    return absolute("/open-data/dictionary/")


def namespaces() -> dict[str, str]:
    return {**NAMESPACES, "hub": f"{dictionary_url()}#"}


def about_csv(dataset: Dataset, slug: str) -> dict[str, Any]:
    return {
        "dc:license": {"@id": settings.OPEN_DATA_LICENCE_URL},
        "dc:publisher": {"schema:name": hub_name(), "schema:url": {"@id": settings.PUBLIC_URL}},
        "dc:isPartOf": {"@id": page_url(dataset, slug)},
        "dc:conformsTo": {"@id": schema_url(dataset)},
        "schema:version": dataset.format,
    }


def about_linked(dataset: Dataset, slug: str) -> dict[str, Any]:
    return {
        "schema:name": in_languages(dataset.label, LANGUAGES),
        "schema:description": in_languages(dataset.text, LANGUAGES),
        "schema:license": {"@id": settings.OPEN_DATA_LICENCE_URL},
        "schema:publisher": {"schema:name": hub_name(), "schema:url": {"@id": settings.PUBLIC_URL}},
        "schema:isPartOf": {"@id": page_url(dataset, slug)},
        "schema:version": dataset.format,
    }
