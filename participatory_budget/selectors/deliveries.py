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
# What an address is made of.
_FOR_ADDRESS = ("delivery", "url_path", "path", "depth", "slug", "locale")


def project_pages(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by file, in this language or else in another; two queries."""
    pages = _project_pages().filter(pk__in=_chosen(delivery_ids, language).values()).select_related("locale")
    return {page.delivery_id: page for page in pages}


def project_urls(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Paths of public pages; a file without one is left out. Without the words of the pages: lists ask for all."""
    pages = _project_pages().filter(pk__in=_chosen(delivery_ids, language).values()).select_related("locale")
    urls = {page.delivery_id: page.get_url() or "" for page in pages.only(*_FOR_ADDRESS)}
    return {key: url for key, url in urls.items() if url}


def _chosen(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, int]:
    """Which page tells of each file; one query that makes no pages."""
    rows = _project_pages().filter(delivery__in=list(delivery_ids)).order_by("pk")
    found: dict[UUID, int] = {}
    for delivery_id, page_id, code in rows.values_list("delivery_id", "pk", "locale__language_code"):
        if code == language or delivery_id not in found:
            found[delivery_id] = page_id
    return found


def deliveries_of(budget_id: UUID) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(budget=budget_id)
        .select_related("promise", "project", "envelope", "category", "department", "budget")
        .order_by("created_at", "pk")
    )


def _project_pages() -> QuerySet[Page]:
    pages: QuerySet[Page] = apps.get_model("participatory_budget", "ProjectPage").objects.live().public()
    return pages
