"""A feature that plugs into the reading view, as consultations does: a real panel with figures of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from hub.core.registries import ClauseActivity, PhaseBanner, clause_views, document_panels
from whitepapers.models.clause import Clause


class CountingPanel:
    """As many comments on each clause as its order says."""

    def banner(self, document_id: UUID, now: datetime) -> PhaseBanner | None:
        return PhaseBanner(
            phase="open",
            phase_label="Open for comments",
            is_open=True,
            opens_at=datetime(2026, 11, 1, tzinfo=UTC),
            closes_at=datetime(2096, 12, 15, tzinfo=UTC),
            answer_due_at=datetime(2097, 3, 9, tzinfo=UTC),
            process_title="Streets for all",
            process_url="/en/consultations/streets/",
            how_used_url="/en/consultations/streets/#use",
        )

    def activity(self, document_id: UUID, now: datetime) -> Mapping[UUID, ClauseActivity]:
        return {
            clause.pk: ClauseActivity(clause.order, 1, True, f"/comment-on/{clause.eid}/")
            for clause in Clause.objects.filter(document_id=document_id, kind="clause")
        }

    def render_thread(self, request: HttpRequest, document_id: UUID, clause_id: UUID) -> str:
        return f'<section class="thread" id="thread"><p>Thread of {clause_id}</p></section>'


def answer(request: HttpRequest, page: Any, clause: Clause) -> HttpResponse:
    return HttpResponse(f"{request.method} {clause.eid} of {page.slug}")


@contextmanager
def only_panel() -> Iterator[None]:
    """Replaces what is registered by the panel above, and puts it back."""
    panels, views = dict(document_panels._items), dict(clause_views._items)
    document_panels._items.clear()
    clause_views._items.clear()
    document_panels.register("counting", CountingPanel())
    clause_views.register("comment", answer)
    try:
        yield
    finally:
        document_panels._items.clear()
        document_panels._items.update(panels)
        clause_views._items.clear()
        clause_views._items.update(views)
