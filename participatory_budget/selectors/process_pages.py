"""A budget as a process among others: its pages in all languages at once, and how the search names it.

Page models stand in a higher layer, so they are reached through Django's registry of models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import get_language


def pages_in_languages(budget_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """All live pages by budget and language, the oldest first; one query."""
    pages = apps.get_model("participatory_budget", "BudgetPage").objects.live().public()
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for page in pages.filter(budget__in=list(budget_ids)).select_related("locale").order_by("pk"):
        found[page.budget_id].setdefault(page.locale.language_code, page)
    return dict(found)


def process_key(budget_id: UUID) -> str:
    """By which the search narrows to one budget, and to those in a phase."""
    return f"budget:{budget_id}"


def unless_active(language: str) -> str:
    """ "" where it is the language that is being told in."""
    return "" if language == get_language() else language
