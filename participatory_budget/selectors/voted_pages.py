"""Pages at which people vote, or voted: the log of a vote stays at its address."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from functools import reduce

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page


def voted_pages(pages: Sequence[Page]) -> list[Page]:
    """Among these pages and all below them; one query."""
    if not pages:
        return []
    below = reduce(operator.or_, (Q(path__startswith=one.path) for one in pages))
    budget_pages = apps.get_model("participatory_budget", "BudgetPage").objects
    return list(budget_pages.filter(below, budget__frozen__isnull=False).order_by("path"))
