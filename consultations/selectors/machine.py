"""What the machine found, for its pages. Only what is public at this moment: what has left since is not shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from consultations.engine.grouping import Additions, additions
from consultations.enums import AnalysisKind, Judgement, SuggestionState
from consultations.models.analysis import AnalysisRun, GroupMember, SuggestedMember, TextGroup, ThemeSuggestion
from consultations.models.coding import Coding
from consultations.models.consultation import Consultation
from consultations.selectors.coded import theme_roots
from consultations.selectors.coverage import contributions_of
from consultations.selectors.machine_texts import latest_run
from consultations.selectors.themes import ThemeNode, ThemeTree
from consultations.selectors.waiting_runs import ALIKE
from hub.contributions.models.comment import Comment
from hub.moderation.enums import State

if TYPE_CHECKING:
    from django.core.paginator import Page

GROUPS_PER_PAGE = 20
MEMBERS_PER_PAGE = 25
SUGGESTIONS_PER_PAGE = 10
LEAST_SHOWN = 3  # contributions of a suggestion; its words are of so many people at least
TOO_LONG = 20_000  # characters; longer texts are read, not compared, while somebody waits for a page


@dataclass(frozen=True)
class RunState:
    """What a page says about the run that it shows."""

    run: AnalysisRun | None
    public_now: int

    @property
    def has_changed(self) -> bool:
        """More or fewer contributions are public than went in. Changed words alone do not show here."""
        return self.run is not None and self.run.texts != self.public_now


@dataclass(frozen=True)
class GroupRow:
    pk: int
    size: int  # public now
    exact: bool
    letter: Comment


@dataclass(frozen=True)
class MemberRow:
    comment: Comment
    changes: Additions | None  # None: too long to compare here
    is_letter: bool


@dataclass(frozen=True)
class SuggestionRow:
    suggestion: ThemeSuggestion
    size: int
    representatives: Sequence[Comment]


@dataclass(frozen=True)
class AlikeRow:
    """A theme in use, and how many contributions wait that the machine says belong to it."""

    node: ThemeNode
    waiting: int
    is_waiting: bool = False  # the machine is looking for more


def public_count(consultation: Consultation) -> int:
    return contributions_of(consultation).filter(state=State.PUBLISHED).count()


def run_state(consultation: Consultation, kind: AnalysisKind) -> RunState:
    return RunState(latest_run(consultation, kind), public_count(consultation))


def groups_of(consultation: Consultation) -> QuerySet[TextGroup]:
    """Of the latest run, with two public members or more."""
    run = latest_run(consultation, AnalysisKind.GROUPS)
    public = Q(members__comment__in=_public(consultation))
    groups = TextGroup.objects.filter(run=run) if run else TextGroup.objects.none()
    counted = groups.annotate(public=Count("members", filter=public), first=Min("members__comment", filter=public))
    return counted.filter(public__gte=2).order_by("-public", "medoid")


def group_rows(consultation: Consultation, number: int | str) -> tuple[Page[TextGroup], list[GroupRow]]:
    page = Paginator(groups_of(consultation), GROUPS_PER_PAGE).get_page(number)
    groups = list(page.object_list)
    letters = _letters(consultation, groups)
    return page, [GroupRow(one.pk, _count(one), one.exact, letters[one.pk]) for one in groups]


def group_row(consultation: Consultation, pk: int) -> GroupRow | None:
    group = groups_of(consultation).filter(pk=pk).first()
    if group is None:
        return None
    return GroupRow(group.pk, _count(group), group.exact, _letters(consultation, [group])[group.pk])


def members_in(consultation: Consultation, group: GroupRow) -> QuerySet[Comment]:
    members = GroupMember.objects.filter(group=group.pk).values("comment")
    return _public(consultation).filter(pk__in=members).order_by("pk")


def member_rows(
    consultation: Consultation, group: GroupRow, number: int | str
) -> tuple[Page[Comment], list[MemberRow]]:
    """Each with what it adds to the letter and what it leaves out."""
    page = Paginator(members_in(consultation, group), MEMBERS_PER_PAGE).get_page(number)
    letter = text_of(group.letter)
    rows = []
    for comment in page.object_list:
        text, changes = text_of(comment), None
        if len(letter) + len(text) <= TOO_LONG:
            changes = additions(letter, text)
        rows.append(MemberRow(comment, changes, comment.pk == group.letter.pk))
    return page, rows


def text_of(comment: Comment) -> str:
    return str(comment.comment or comment.suggested_text)


def suggestions_of(consultation: Consultation) -> QuerySet[ThemeSuggestion]:
    """Nobody has decided about them, and enough of their contributions are still public."""
    public = Q(members__comment__in=_public(consultation))
    rows = ThemeSuggestion.objects.filter(run__consultation=consultation, state=SuggestionState.OPEN)
    counted = rows.select_related("run").annotate(public=Count("members", filter=public))
    return counted.filter(public__gte=LEAST_SHOWN).order_by("order", "pk")


def suggestion_rows(consultation: Consultation, number: int | str) -> tuple[Page[ThemeSuggestion], list[SuggestionRow]]:
    page = Paginator(suggestions_of(consultation), SUGGESTIONS_PER_PAGE).get_page(number)
    return page, _suggestions(consultation, list(page.object_list))


def suggestion_row(consultation: Consultation, pk: UUID) -> SuggestionRow | None:
    rows = _suggestions(consultation, list(suggestions_of(consultation).filter(pk=pk)))
    return rows[0] if rows else None


def most_alike(consultation: Consultation, row: SuggestionRow, limit: int = MEMBERS_PER_PAGE) -> list[Comment]:
    """The members nearest to the middle, without those that are quoted already."""
    quoted = [comment.pk for comment in row.representatives]
    members = SuggestedMember.objects.filter(suggestion=row.suggestion, comment__in=_public(consultation))
    found = members.exclude(comment__in=quoted).select_related("comment").order_by("-score", "comment")
    return [member.comment for member in found[:limit]]


def decided_counts(consultation: Consultation) -> dict[str, int]:
    rows = ThemeSuggestion.objects.filter(run__consultation=consultation).exclude(state=SuggestionState.OPEN)
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def alike_rows(consultation: Consultation, tree: ThemeTree, asked: Collection[str] = ()) -> list[AlikeRow]:
    """Themes in use; a contribution that somebody has judged for the theme does not wait. Two queries."""
    roots = theme_roots(consultation)
    people = Coding.objects.filter(comment=OuterRef("comment"), theme=OuterRef("theme"), machine="")
    rows = (
        Coding.objects.filter(~Exists(people), theme__in=roots, judgement=Judgement.BELONGS)
        .filter(comment__in=_public(consultation))
        .exclude(machine="")
        .order_by()
        .values_list("theme")
        .annotate(Count("comment", distinct=True))
    )
    waiting: dict[UUID, int] = {}
    for theme, count in rows:
        waiting[roots[theme]] = waiting.get(roots[theme], 0) + count
    return [AlikeRow(node, waiting.get(node.uuid, 0), f"{ALIKE}{node.uuid}" in asked) for node in tree.active]


def _public(consultation: Consultation) -> QuerySet[Comment]:
    return contributions_of(consultation).filter(state=State.PUBLISHED).order_by()


def _count(group: TextGroup) -> int:
    public: int = group.public  # type: ignore[attr-defined]
    return public


def _letters(consultation: Consultation, groups: Sequence[TextGroup]) -> dict[int, Comment]:
    """The letter itself; where it is no longer public, the first that is."""
    wanted = {group.pk: (group.medoid_id, group.first) for group in groups}  # type: ignore[attr-defined]
    keys = {key for pair in wanted.values() for key in pair}
    found = {comment.pk: comment for comment in _public(consultation).filter(pk__in=keys)}
    return {pk: found.get(medoid) or found[first] for pk, (medoid, first) in wanted.items()}


def _suggestions(consultation: Consultation, found: Sequence[ThemeSuggestion]) -> list[SuggestionRow]:
    examples: dict[UUID, list[Comment]] = {}
    members = SuggestedMember.objects.filter(
        suggestion__in=found, representative__isnull=False, comment__in=_public(consultation)
    )
    for member in members.select_related("comment").order_by(F("representative"), "pk"):
        examples.setdefault(member.suggestion_id, []).append(member.comment)
    return [
        SuggestionRow(one, one.public, examples.get(one.pk, ()))  # type: ignore[attr-defined]
        for one in found
    ]
