"""Projects that are carried out, and where their pages are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import get_language
from wagtail.models import Page

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from participatory_budget.models.delivery import Delivery

# The kind of promise, of thread and of what can be followed.
PROJECT = "project"


def project_pages(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, Page]:
    """Live pages by file, in this language or else in another; two queries."""
    chosen = [one.page for one in _chosen(delivery_ids, language).values()]
    pages = _project_pages().filter(pk__in=chosen).select_related("locale")
    return {page.delivery_id: page for page in pages}


def project_pages_in_languages(delivery_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """All live pages by file and language, the oldest first; one query."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for page in _project_pages().filter(delivery__in=list(delivery_ids)).select_related("locale").order_by("pk"):
        found[page.delivery_id].setdefault(page.locale.language_code, page)
    return dict(found)


def project_urls(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, str]:
    """Paths of public pages; a file without one is left out. Lists ask for all of them: makes no page of a project,
    but asks each budget's page, of which there are few, and goes on from there."""
    chosen = _chosen(delivery_ids, language)
    parents = Page.objects.filter(path__in={one.parent for one in chosen.values()})
    addresses = {page.path: (page.get_url() or "", len(page.url_path)) for page in parents}
    found = {}
    for delivery_id, one in chosen.items():
        above, length = addresses.get(one.parent, ("", 0))
        if above:
            found[delivery_id] = above + quote(one.url_path[length:], safe=f"{RFC3986_SUBDELIMS}/~:@")
    return found


@dataclass(frozen=True)
class _Chosen:
    page: int
    url_path: str
    parent: str  # its path in the tree


def _chosen(delivery_ids: Iterable[UUID], language: str) -> dict[UUID, _Chosen]:
    """Which page tells of each file; one query that makes no pages."""
    rows = _project_pages().filter(delivery__in=list(delivery_ids)).order_by("pk")
    found: dict[UUID, _Chosen] = {}
    for delivery_id, page, url_path, path, code in rows.values_list(
        "delivery_id", "pk", "url_path", "path", "locale__language_code"
    ):
        if code == language or delivery_id not in found:
            found[delivery_id] = _Chosen(page, url_path, path[: -Page.steplen])
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


def followed_projects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """Only those with a page that anybody may read; in the active language, one query and those of their pages."""
    language = get_language() or settings.LANGUAGE_CODE
    pages = project_pages(uuids_in(keys), language)
    titles = dict(Delivery.objects.filter(pk__in=pages).values_list("pk", "promise__titles"))
    found = {}
    for key, page in pages.items():
        url = page.get_url() or ""
        shown = title_language(titles[key], page.title, page.locale.language_code)
        if url:
            found[str(key)] = FollowSubject(
                key=str(key), title=page.title, url=url, language="" if shown == language else shown
            )
    return found


def title_language(titles: Mapping[str, str], title: str, language: str) -> str:
    """A page without words of its own language shows those of another one; which, the file of the project knows."""
    if titles.get(language):
        return language
    return next((code for code, text in titles.items() if text == title), language)
