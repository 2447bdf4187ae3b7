"""What the search finds: projects that are carried out, by their names in whatever language."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.core.engine.folding import query_terms
from hub.core.registries import SearchHit
from hub.promises.engine.status import status_of
from hub.promises.models.promise import Promise
from participatory_budget.selectors.deliveries import PROJECT, project_pages, title_language


class ProjectSearch:
    """Registered with `hub.core.registries.search_sources`. Says of each where it stands."""

    def find(self, query: str, language: str, *, limit: int) -> Sequence[SearchHit]:
        terms = query_terms(query)
        if not terms:
            return []
        rows = Promise.objects.public().filter(kind=PROJECT)
        for term in terms:
            rows = rows.filter(folded__contains=term)
        found = list(rows.order_by("-promised_on", "pk")[:limit])
        pages = project_pages([UUID(one.key) for one in found], language)
        return [
            _hit(one, pages[UUID(one.key)])
            for one in found
            if UUID(one.key) in pages and pages[UUID(one.key)].get_url()
        ]


def _hit(one: Promise, page: Page) -> SearchHit:
    status = status_of(
        one.state,
        first_due_on=one.first_due_on,
        due_on=one.due_on,
        kept_on=one.kept_on,
        today=timezone.localdate(),
    )
    return SearchHit(
        kind="project",
        kind_label=_("Projects that are carried out"),
        title=page.title,
        url=page.get_url() or "",
        excerpt=str(status.label),
        language=title_language(one.titles, page.title, page.locale.language_code),
        date=one.news_at,
    )
