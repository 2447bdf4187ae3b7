"""Which contributions have an answer. One answer serves many: by clause, by theme, or because they were chosen.

An answer to a theme answers what stands under its sub-themes, too. An answer in preparation covers as a public one
does; whether it may go out, `reports.readiness` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from consultations.models.coding import Coding, CommentTheme, Reading
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.models.selection import SelectionMember
from consultations.models.theme import Theme
from consultations.selectors.outcomes import outcomes_of
from hub.contributions.models.comment import Comment, CommentQuerySet
from hub.moderation.enums import ReasonCode, State

# What was received and can be answered: public ones, and those that only staff may read.
TO_ANSWER = Q(state=State.PUBLISHED) | Q(state=State.WITHHELD, reason_code=ReasonCode.CONFIDENTIAL)


@dataclass(frozen=True)
class Unanswered:
    """Contributions of one thread without any answer."""

    published: int
    confidential: int

    @property
    def total(self) -> int:
        return self.published + self.confidential


NOTHING = Unanswered(0, 0)


def contributions_of(consultation: Consultation) -> CommentQuerySet:
    return Comment.objects.filter(hub_thread__clause_thread__consultation=consultation)


def contributions_to_answer(consultation: Consultation) -> CommentQuerySet:
    return contributions_of(consultation).filter(TO_ANSWER)


def with_descendants(theme_ids: Iterable[UUID], parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    """These themes and all that stand below them, by the parent of each theme."""
    children: dict[UUID, list[UUID]] = {}
    for theme, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(theme)
    found: set[UUID] = set()
    waiting = list(theme_ids)
    while waiting:
        theme = waiting.pop()
        if theme not in found:
            found.add(theme)
            waiting += children.get(theme, [])
    return found


def theme_parents(consultations: Iterable[Consultation]) -> dict[UUID, UUID | None]:
    return dict(Theme.objects.filter(consultation__in=list(consultations)).values_list("pk", "parent"))


def answered_by(consultations: Iterable[Consultation], outcomes: QuerySet[Outcome]) -> Q:
    """The condition on contributions that one of these answers serves; two queries to build it."""
    subjects = list(outcomes.values_list("clause_thread", "theme", "selection"))
    threads = {thread for thread, _theme, _selection in subjects if thread is not None}
    themes = {theme for _thread, theme, _selection in subjects if theme is not None}
    selections = {selection for _thread, _theme, selection in subjects if selection is not None}
    condition = Q(hub_thread__clause_thread__in=threads)
    if themes:
        below = with_descendants(themes, theme_parents(consultations))
        condition |= Q(Exists(CommentTheme.objects.filter(comment=OuterRef("pk"), theme__in=below)))
    if selections:
        condition |= Q(Exists(SelectionMember.objects.filter(comment=OuterRef("pk"), selection__in=selections)))
    return condition


def unanswered(consultation: Consultation) -> QuerySet[Comment]:
    """Contributions that no answer serves, not even one in preparation."""
    return contributions_to_answer(consultation).exclude(answered_by([consultation], outcomes_of([consultation])))


def unanswered_by_thread(consultation: Consultation) -> dict[UUID, Unanswered]:
    """Only threads with some; three queries."""
    found: dict[UUID, Unanswered] = {}
    rows = unanswered(consultation).order_by().values_list("hub_thread", "state").annotate(Count("pk"))
    for thread, state, count in rows:
        before = found.get(thread, NOTHING)
        found[thread] = Unanswered(
            before.published + (count if state == State.PUBLISHED else 0),
            before.confidential + (0 if state == State.PUBLISHED else count),
        )
    return found


def clauses_unanswered(consultations: Sequence[Consultation]) -> dict[UUID, int]:
    """By consultation: clauses about which something was said that no answer serves; three queries for all."""
    open_ = (
        Comment.objects.filter(TO_ANSWER, hub_thread__clause_thread__consultation__in=consultations)
        .exclude(answered_by(consultations, outcomes_of(consultations)))
        .order_by()
        .values_list("hub_thread__clause_thread__consultation")
        .annotate(Count("hub_thread", distinct=True))
    )
    return dict(open_)


def contributions_read(consultation: Consultation) -> QuerySet[Comment]:
    """Those that somebody opened or coded."""
    read = Exists(Reading.objects.filter(comment=OuterRef("pk")))
    coded = Exists(Coding.objects.filter(comment=OuterRef("pk"), machine=""))
    return contributions_to_answer(consultation).filter(read | coded)


def read_by_people(consultation: Consultation) -> int:
    """One query."""
    return contributions_read(consultation).count()
