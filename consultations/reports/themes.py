"""What was said, by theme: counts of what people coded, never of what a machine only suggested."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from consultations.enums import ThemeState
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.theme import Theme
from consultations.selectors.coverage import TO_ANSWER, contributions_of, with_descendants
from hub.moderation.enums import State


@dataclass(frozen=True)
class ThemeFigures:
    """One theme with all that stands below it; a contribution under two of its sub-themes counts once."""

    theme: UUID
    parent: UUID | None
    level: int
    comments: int  # published
    confidential: int
    positions: Mapping[str, int]  # of the published ones
    outcome: str | None


@dataclass(frozen=True)
class Themes:
    by_theme: tuple[ThemeFigures, ...]
    coded: int  # contributions to answer with at least one theme


def theme_figures(consultation: Consultation) -> Themes:
    """In the order of the tree; four queries, whatever there is."""
    themes = list(
        Theme.objects.filter(consultation=consultation, state=ThemeState.ACTIVE).order_by("order", "created_at", "pk")
    )
    if not themes:
        return Themes((), 0)
    parents = {theme.pk: theme.parent_id for theme in themes}
    facts = {
        pk: (state, position)
        for pk, state, position in contributions_of(consultation)
        .filter(TO_ANSWER, themes__isnull=False)
        .order_by()
        .values_list("pk", "state", "position")
        .distinct()
    }
    under: dict[UUID, set[int]] = defaultdict(set)
    rows = CommentTheme.objects.filter(theme__in=list(parents)).order_by()
    for theme_id, comment_id in rows.values_list("theme", "comment"):
        if comment_id in facts:
            under[theme_id].add(comment_id)
    decisions: dict[UUID | None, str] = {}
    for outcome in Outcome.objects.filter(theme__in=list(parents)).order_by("number"):
        decisions[outcome.theme_id] = outcome.decision
    found = []
    for theme, level in in_tree_order(themes):
        members = set().union(*(under[each] for each in with_descendants([theme.pk], parents)))
        public = [facts[pk][1] for pk in members if facts[pk][0] == State.PUBLISHED]
        found.append(
            ThemeFigures(
                theme=theme.pk,
                parent=theme.parent_id,
                level=level,
                comments=len(public),
                confidential=len(members) - len(public),
                positions=dict(sorted(Counter(position or "none" for position in public).items())),
                outcome=decisions.get(theme.pk),
            )
        )
    return Themes(tuple(found), len(set().union(*under.values())))


def in_tree_order(themes: list[Theme]) -> list[tuple[Theme, int]]:
    """Each theme before its children, with its depth. One whose parent is no longer used stands at the top."""
    known = {theme.pk for theme in themes}
    children: dict[UUID | None, list[Theme]] = defaultdict(list)
    for theme in themes:
        children[theme.parent_id if theme.parent_id in known else None].append(theme)
    found: list[tuple[Theme, int]] = []

    def walk(parent: UUID | None, level: int) -> None:
        for theme in children[parent]:
            found.append((theme, level))
            walk(theme.pk, level + 1)

    walk(None, 0)
    return found
