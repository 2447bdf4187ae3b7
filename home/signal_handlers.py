"""After each migrate: the information pages that are missing."""

from __future__ import annotations

from typing import Any

from home.publishing import ensure_information_pages


def make_information_pages(sender: Any, using: str = "default", plan: Any = (), **kwargs: Any) -> None:
    """Runs once per migrate, for this app, when all tables of all apps are there."""
    from django.db import connections

    from home.models.pages import StandardPage

    if using == "default" and StandardPage._meta.db_table in connections[using].introspection.table_names():
        ensure_information_pages()
