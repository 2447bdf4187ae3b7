"""Which clauses are answered, wholly or in part, by answers to themes or to chosen contributions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.selection import SelectionMember
from consultations.selectors.coverage import TO_ANSWER, contributions_of, theme_parents
from consultations.selectors.outcomes import outcomes_of


@dataclass(frozen=True)
class AnsweredElsewhere:
    """So many contributions of one thread are answered by the answer to this theme, or to this choice."""

    clause_thread: int
    kind: str  # "theme" or "selection", as the record of the report calls them
    subject: UUID
    contributions: int


def answered_elsewhere(consultation: Consultation) -> list[AnsweredElsewhere]:
    """Five queries, whatever there is. A contribution under two sub-themes of an answered theme counts once."""
    subjects = list(outcomes_of([consultation]).values_list("theme", "selection").distinct())
    themes = {theme for theme, _selection in subjects if theme is not None}
    selections = {selection for _theme, selection in subjects if selection is not None}
    own = contributions_of(consultation).filter(TO_ANSWER).order_by()
    threads = dict(own.values_list("pk", "hub_thread__clause_thread")) if themes or selections else {}
    found: dict[tuple[int, str, UUID], set[int]] = defaultdict(set)
    if themes:
        parents = theme_parents([consultation])
        rows = CommentTheme.objects.filter(theme__consultation=consultation).order_by().values_list("theme", "comment")
        for theme, comment in rows:
            if comment in threads:
                for answered in _upwards(theme, parents) & themes:
                    found[threads[comment], "theme", answered].add(comment)
    if selections:
        members = SelectionMember.objects.filter(selection__in=selections).order_by()
        for selection, comment in members.values_list("selection", "comment"):
            if comment in threads:
                found[threads[comment], "selection", selection].add(comment)
    return [AnsweredElsewhere(*key, len(comments)) for key, comments in sorted(found.items(), key=_place)]


def _upwards(theme: UUID, parents: dict[UUID, UUID | None]) -> set[UUID]:
    """The theme and all above it."""
    found: set[UUID] = set()
    now: UUID | None = theme
    while now is not None and now not in found:
        found.add(now)
        now = parents.get(now)
    return found


def _place(item: tuple[tuple[int, str, UUID], set[int]]) -> tuple[int, str, str]:
    (thread, kind, subject), _comments = item
    return thread, kind, str(subject)
