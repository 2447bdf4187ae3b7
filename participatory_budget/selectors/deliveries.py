"""Projects that are carried out, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import Page

from participatory_budget.models.delivery import Delivery

# The kind of promise, of thread and of what can be followed.
PROJECT = "project"


def project_pages(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by file, in this language or else in another; one query."""
    pages = _project_pages().filter(delivery__in=list(delivery_ids)).select_related("locale").order_by("pk")
    found: dict[UUID, Page] = {}
    for page in pages:
        if page.locale.language_code == language:
            found[page.delivery_id] = page
        else:
            found.setdefault(page.delivery_id, page)
    return found


def project_urls(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Paths of public pages; a file without one is left out."""
    urls = {key: page.get_url() or "" for key, page in project_pages(delivery_ids, language).items()}
    return {key: url for key, url in urls.items() if url}


def deliveries_of(budget_id: UUID) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(budget=budget_id)
        .select_related("promise", "project", "envelope", "category", "department", "budget")
        .order_by("created_at", "pk")
    )


def _project_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = apps.get_model("participatory_budget", "ProjectPage").objects.live().public()
    return pages
