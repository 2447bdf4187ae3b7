"""Where the pages of budgets are, for many at once and in the reader's language.

Page models stand in a higher layer, so they are reached through Django's registry of models.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from participatory_budget.models.budget import Budget


def public_budgets() -> QuerySet[Budget]:
    """Those with a page that anybody may read, in whatever language; newest first."""
    return Budget.objects.filter(Exists(_budget_pages().filter(budget=OuterRef("pk")))).order_by("-created_at", "slug")


def budget_pages(budget_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by budget, in this language or else in another; one query."""
    pages = _budget_pages().filter(budget__in=list(budget_ids)).select_related("locale").order_by("pk")
    found: dict[UUID, Page] = {}
    for page in pages:
        if page.locale.language_code == language:
            found[page.budget_id] = page
        else:
            found.setdefault(page.budget_id, page)
    return found


def budgets_of_pages(page_keys: Collection[UUID]) -> list[Budget]:
    """Those with a public page of one of these translation keys, newest first; one query."""
    mine = _budget_pages().filter(budget=OuterRef("pk"), translation_key__in=list(page_keys))
    return list(public_budgets().filter(Exists(mine)))


def page_keys() -> dict[UUID, UUID]:
    """Translation key of the page of each public budget; one query."""
    return dict(_budget_pages().order_by("-pk").values_list("budget_id", "translation_key"))


def _budget_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = apps.get_model("participatory_budget", "BudgetPage").objects.live().public()
    return pages
