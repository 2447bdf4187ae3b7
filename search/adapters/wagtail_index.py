"""Wagtail's database backend, for pages, images and documents as ever, and beside them the entries of our own search.

Wagtail measures the titles of its whole index anew after each write: with 200,000 entries in it, saving one page would
read them all. Here only its own rows are looked at, and entries are written as `search.services.database_index` does,
whoever asks for it (`manage.py update_index`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from wagtail.search.backends.database import SearchBackend as wagtail_backend
from wagtail.search.index import get_indexed_models
from wagtail.search.models import IndexEntry

from search.models.entry import SearchEntry
from search.services import database_index


def SearchBackend(params: dict[str, Any]) -> Any:
    """For BACKEND in WAGTAILSEARCH_BACKENDS."""
    backend = wagtail_backend(params)
    backend.index_class = _apart(backend.index_class)
    return backend


def _apart(index_class: Any) -> Any:
    class Index(index_class):
        def __init__(self, backend: Any) -> None:
            super().__init__(backend)
            self.entries = IndexEntry.objects.filter(content_type_id__in=_types_of_others())

        def add_items(self, model: Any, objs: Sequence[Any]) -> None:
            if model is SearchEntry:
                database_index.write(list(objs))
            elif connection.vendor == "sqlite":
                # There Wagtail looks what is in the index and adds the rest; another worker may add it in between.
                with transaction.atomic():
                    super().add_items(model, objs)
            else:
                super().add_items(model, objs)

    return Index


def _types_of_others() -> list[int]:
    from django.contrib.contenttypes.models import ContentType

    models = [model for model in get_indexed_models() if model is not SearchEntry]
    return [found.pk for found in ContentType.objects.get_for_models(*models, for_concrete_models=True).values()]
