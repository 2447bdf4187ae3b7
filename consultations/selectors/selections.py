"""Contributions that were chosen to be answered together."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from consultations.models.selection import Selection, SelectionMember
from consultations.selectors.coverage import TO_ANSWER
from hub.contributions.models.comment import Comment


def members_of(selection: Selection) -> QuerySet[Comment]:
    """Those that can still be answered: what was withdrawn or withheld since has left."""
    return Comment.objects.filter(TO_ANSWER, selections__selection=selection).order_by("received_at", "pk")


def sizes_of(selection_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many contributions each holds; one query."""
    rows = SelectionMember.objects.filter(selection__in=list(selection_ids)).order_by().values_list("selection")
    return dict(rows.annotate(Count("pk")))


def title_in(selection: Selection, language: str) -> tuple[str, str]:
    """The title in this language, or in whatever there is; with the language it is in."""
    titles = {row.language: row.title for row in selection.titles.all()}
    for code in (language, "en", *sorted(titles)):
        if titles.get(code):
            return titles[code], code
    return "", ""
