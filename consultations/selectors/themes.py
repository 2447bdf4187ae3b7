"""The tree of themes with its figures, and the history of one theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q

from consultations.enums import ThemeEvent, ThemeState
from consultations.models.coding import CommentTheme
from consultations.models.consultation import Consultation
from consultations.models.theme import Theme, ThemeChange, ThemeName
from consultations.selectors.coded import counts_for_themes

MOST_USED = 9


@dataclass(frozen=True)
class Called:
    """A name, and its language where it is not the one that was asked for."""

    name: str
    description: str = ""
    other_language: str = ""


@dataclass(frozen=True)
class ThemeNode:
    """One theme in the order of the tree. `own` and `total` are standing contributions, each counted once."""

    uuid: UUID
    called: Called
    state: str
    depth: int
    parent: UUID | None
    path: tuple[str, ...]  # names from the top down to its own
    own: int
    total: int  # with all themes below it
    key: int = 0  # 1 to 9: the most used ones

    @property
    def is_active(self) -> bool:
        return self.state == ThemeState.ACTIVE

    @property
    def full_name(self) -> str:
        return " › ".join(self.path)


@dataclass(frozen=True)
class ThemeTree:
    nodes: Sequence[ThemeNode]
    coded: int  # contributions with at least one theme
    below: Mapping[UUID, frozenset[UUID]]  # each theme with all below it

    def node(self, uuid: UUID | None) -> ThemeNode | None:
        return next((node for node in self.nodes if node.uuid == uuid), None)

    @property
    def active(self) -> list[ThemeNode]:
        return [node for node in self.nodes if node.is_active]

    @property
    def most_used(self) -> list[ThemeNode]:
        return sorted((node for node in self.nodes if node.key), key=lambda node: node.key)


def theme_tree(consultation: Consultation, language: str, keys: Sequence[UUID] = ()) -> ThemeTree:
    """Themes in use and retired ones; merged ones count for what they went into. Four queries, however many.

    `keys`: the nine that a page shows already, so that a key means the same until the page is loaded again.
    """
    themes = list(
        Theme.objects.filter(consultation=consultation)
        .exclude(state=ThemeState.MERGED)
        .order_by("order", "created_at", "pk")
    )
    called = names_of(consultation, language)
    children: dict[UUID | None, list[Theme]] = {}
    known = {theme.pk for theme in themes}
    for theme in themes:
        children.setdefault(theme.parent_id if theme.parent_id in known else None, []).append(theme)
    ordered = list(_walk(children, None, ()))
    below = {theme.pk: frozenset(_below(children, theme.pk)) for theme, _line in ordered}
    own, totals, coded = _figures(consultation, below)
    numbers = _numbers([theme for theme, _line in ordered], own, keys)
    nodes = [
        ThemeNode(
            uuid=theme.pk,
            called=called.get(theme.pk, Called(str(theme.pk))),
            state=theme.state,
            depth=len(line),
            parent=line[-1].pk if line else None,
            path=tuple(called.get(one.pk, Called(str(one.pk))).name for one in (*line, theme)),
            own=own.get(theme.pk, 0),
            total=totals.get(theme.pk, own.get(theme.pk, 0)),
            key=numbers.get(theme.pk, 0),
        )
        for theme, line in ordered
    ]
    return ThemeTree(nodes, coded, below)


def names_of(consultation: Consultation, language: str) -> dict[UUID, Called]:
    """What each theme is called in this language, else in the hub's, else in the first it has; one query."""
    rows: dict[UUID, dict[str, ThemeName]] = {}
    for row in ThemeName.objects.filter(theme__consultation=consultation).order_by("theme", "language"):
        rows.setdefault(row.theme_id, {})[row.language] = row
    return {theme: _called(found, language) for theme, found in rows.items()}


def _called(found: Mapping[str, ThemeName], language: str) -> Called:
    row = found.get(language) or found.get(settings.LANGUAGE_CODE) or next(iter(found.values()))
    return Called(row.name, row.description, "" if row.language == language else row.language)


@dataclass(frozen=True)
class ThemeLine:
    """One line of history: what happened, to which theme, and how it was before."""

    event: str
    made_at: datetime
    by: str
    other: Called | None
    before: Mapping[str, Any]
    before_name: str
    parent_before: Called | None
    about_this: bool  # else another theme was merged into this one


def theme_history(theme: Theme, language: str) -> list[ThemeLine]:
    """What happened to the theme, and which ones were merged into it; the newest first. Two queries."""
    called = names_of(theme.consultation, language)
    rows = (
        ThemeChange.objects.filter(Q(theme=theme) | Q(other=theme, event=ThemeEvent.MERGED))
        .select_related("made_by")
        .order_by("-made_at", "-pk")
    )
    return [_line(row, theme, called, language) for row in rows]


def _line(row: ThemeChange, theme: Theme, called: Mapping[UUID, Called], language: str) -> ThemeLine:
    mine = row.theme_id == theme.pk
    names = row.before.get("names", {})
    name: Mapping[str, str] = names.get(language) or names.get(settings.LANGUAGE_CODE) or next(iter(names.values()), {})
    parent = row.before.get("parent")
    other = row.other_id if mine else row.theme_id
    return ThemeLine(
        event=row.get_event_display(),
        made_at=row.made_at,
        by=row.made_by.public_name if row.made_by else "",
        other=called.get(other) if other else None,
        before=row.before,
        before_name=name.get("name", ""),
        parent_before=called.get(UUID(parent)) if parent else None,
        about_this=mine,
    )


def _figures(
    consultation: Consultation, below: Mapping[UUID, frozenset[UUID]]
) -> tuple[dict[UUID, int], dict[UUID, int], int]:
    """Own contributions, those of a theme with all below it where there are some, and all coded ones; two queries."""
    rows = CommentTheme.objects.filter(counts_for_themes("comment__"), theme__consultation=consultation)
    own = dict(rows.order_by().values_list("theme").annotate(Count("pk")))
    parents = [uuid for uuid, family in below.items() if len(family) > 1]
    sums = {
        f"below_{place}": Count("comment", distinct=True, filter=Q(theme__in=below[uuid]))
        for place, uuid in enumerate(parents)
    }
    counted = rows.aggregate(coded=Count("comment", distinct=True), **sums)
    return own, {uuid: counted[f"below_{place}"] for place, uuid in enumerate(parents)}, counted["coded"]


def _numbers(themes: Sequence[Theme], own: Mapping[UUID, int], keys: Sequence[UUID]) -> dict[UUID, int]:
    """The nine most used ones, numbered in the order of the tree: what is coded next seldom moves a key."""
    active = [theme.pk for theme in themes if theme.state == ThemeState.ACTIVE]
    most = keys or sorted(active, key=lambda pk: -own.get(pk, 0))[:MOST_USED]
    order = most if keys else [pk for pk in active if pk in most]
    return {pk: place for place, pk in enumerate(order, start=1) if pk in active}


def _walk(
    children: Mapping[UUID | None, Sequence[Theme]], parent: UUID | None, line: tuple[Theme, ...]
) -> Iterable[tuple[Theme, tuple[Theme, ...]]]:
    for theme in children.get(parent, ()):
        yield theme, line
        yield from _walk(children, theme.pk, (*line, theme))


def _below(children: Mapping[UUID | None, Sequence[Theme]], uuid: UUID) -> Iterable[UUID]:
    yield uuid
    for child in children.get(uuid, ()):
        yield from _below(children, child.pk)
