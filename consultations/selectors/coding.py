"""The contributions of the reading workspace: filtered, paged, each with what this reader may know of its themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q

from consultations.engine.standing import Said, latest_words, stands
from consultations.enums import Judgement
from consultations.models.coding import Coding, CommentTheme, Reading, SavedFilter, StaffNote
from consultations.models.consultation import Consultation
from consultations.selectors.coded import codable, family_of, said, theme_roots
from consultations.selectors.coverage import answered_by
from consultations.selectors.outcomes import outcomes_of
from consultations.selectors.reading_filters import DIFFER, SECOND, UNREAD_BY_ANYBODY, UNREAD_BY_ME, ReadingFilters
from consultations.selectors.second_reading import second_reading
from consultations.selectors.themes import ThemeNode, ThemeTree
from hub.contributions.engine.folding import fold
from hub.contributions.models.comment import Comment, CommentQuerySet

if TYPE_CHECKING:
    from django.core.paginator import Page

    from hub.accounts.models.user import User

PER_PAGE = 50


@dataclass(frozen=True)
class ThemeMark:
    """One theme beside one contribution, as one reader sees it."""

    node: ThemeNode
    mine: bool | None  # what this reader said; None: nothing
    stands: bool
    yes: int = 0  # others, as far as this reader may know
    no: int = 0
    settled: bool = False
    score: int | None = None  # the machine's, per cent, where nobody has said anything yet

    @property
    def is_on(self) -> bool:
        return self.stands or bool(self.mine)

    @property
    def is_contested(self) -> bool:
        """Others' judgements stand against this reader's, or somebody has settled it."""
        return self.differs or self.settled or (self.stands and not self.mine)

    @property
    def differs(self) -> bool:
        voices = [self.mine is True, self.mine is False, self.yes > 0, self.no > 0]
        return not self.settled and (voices[0] or voices[2]) and (voices[1] or voices[3])


@dataclass(frozen=True)
class ReadingItem:
    comment: Comment
    given: Sequence[ThemeMark]
    offered: Sequence[ThemeMark]  # the most used ones that it does not have
    suggested: Sequence[ThemeMark]  # by the machine, not decided
    blind: bool  # others' themes are hidden from this reader, who has not finished
    second: bool  # another reader has finished, this one has not
    is_read: bool
    is_finished: bool
    readers: int
    finished: int
    notes: Sequence[StaffNote]

    @property
    def marks(self) -> list[ThemeMark]:
        """Each at its place, given or not: a button does not run away when it is pressed."""
        return sorted([*self.given, *self.offered], key=lambda mark: mark.node.key or PER_PAGE)


def contributions_to_read(
    consultation: Consultation, filters: ReadingFilters, page: int | str, *, reader: User, tree: ThemeTree
) -> Page[Comment]:
    """Fifty at a time, the oldest first. The same number of queries for fifty and for ten thousand."""
    rows = matching(consultation, filters, reader=reader, tree=tree).select_related(None)
    ordered = rows.annotate(parent_reference=F("hub_parent__reference")).order_by("received_at", "pk")
    return Paginator(ordered, PER_PAGE).get_page(page)


def matching(consultation: Consultation, filters: ReadingFilters, *, reader: User, tree: ThemeTree) -> CommentQuerySet:
    """What fits the filters, in no order."""
    rows = codable(consultation).order_by()
    same = {
        "hub_thread__clause_thread": filters.clause,
        "position": filters.position,
        "channel": filters.channel,
        "language": filters.language,
        "author_kind": filters.author,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if filters.wording:
        rows = rows.exclude(suggested_text="")
    if filters.unanswered:
        rows = rows.exclude(answered_by([consultation], outcomes_of([consultation])))
    for word in fold(filters.words).split():
        rows = rows.filter(search_text__contains=word)
    here = CommentTheme.objects.filter(comment=OuterRef("pk"))
    if filters.without_theme:
        rows = rows.filter(~Exists(here))
    elif filters.theme is not None:
        rows = rows.filter(Exists(here.filter(theme__in=tree.below.get(filters.theme, ()))))
    if filters.suggested is not None:
        rows = _suggested(rows, consultation, filters.suggested)
    return _by_readers(rows, consultation, filters, reader)


def items_of(
    consultation: Consultation, comments: Sequence[Comment], *, reader: User, tree: ThemeTree
) -> list[ReadingItem]:
    """What stands beside these contributions; five queries, however many."""
    keys = [comment.pk for comment in comments]
    roots = theme_roots(consultation)
    words = latest_words(said(keys), roots)
    machine = _machine_says(keys, roots)
    readings: dict[int, list[Reading]] = {}
    for row in Reading.objects.filter(comment__in=keys):
        readings.setdefault(row.comment_id, []).append(row)
    notes: dict[int, list[StaffNote]] = {}
    for note in StaffNote.objects.filter(comment__in=keys).select_related("author").order_by("written_at", "pk"):
        notes.setdefault(note.comment_id, []).append(note)
    by_comment: dict[int, dict[UUID, list[Said]]] = {}
    for (key, theme), rows in words.items():
        by_comment.setdefault(key, {})[theme] = rows
    return [
        _item(
            comment,
            by_comment.get(comment.pk, {}),
            machine.get(comment.pk, {}),
            readings.get(comment.pk, []),
            notes.get(comment.pk, []),
            reader,
            tree,
        )
        for comment in comments
    ]


def saved_filters(consultation: Consultation, reader: User) -> list[SavedFilter]:
    return list(SavedFilter.objects.filter(consultation=consultation, owner=reader).order_by("name", "pk"))


def _suggested(rows: CommentQuerySet, consultation: Consultation, theme: UUID) -> CommentQuerySet:
    family = family_of(theme, theme_roots(consultation))
    here = Coding.objects.filter(comment=OuterRef("pk"), theme__in=family)
    return rows.filter(
        Exists(here.exclude(machine="").filter(judgement=Judgement.BELONGS)), ~Exists(here.filter(machine=""))
    )


def _by_readers(
    rows: CommentQuerySet, consultation: Consultation, filters: ReadingFilters, reader: User
) -> CommentQuerySet:
    readings = Reading.objects.filter(comment=OuterRef("pk"))
    if filters.unread == UNREAD_BY_ME:
        rows = rows.filter(~Exists(readings.filter(reader=reader)))
    elif filters.unread == UNREAD_BY_ANYBODY:
        rows = rows.filter(~Exists(readings))
    if filters.readers == SECOND:
        coded = Reading.objects.filter(coded_at__isnull=False).order_by().values("comment")
        once = coded.annotate(readers=Count("pk")).filter(readers=1).values("comment")
        mine = readings.filter(reader=reader, coded_at__isnull=False)
        rows = rows.filter(~Exists(mine), pk__in=once)
    elif filters.readers == DIFFER:
        rows = rows.filter(pk__in=second_reading(consultation).differing)
    return rows


def _machine_says(keys: Sequence[int], roots: Mapping[UUID, UUID]) -> dict[int, dict[UUID, int]]:
    found: dict[int, dict[UUID, int]] = {}
    rows = Coding.objects.filter(~Q(machine=""), comment__in=keys, judgement=Judgement.BELONGS)
    for comment, theme, score in rows.order_by("pk").values_list("comment", "theme", "score"):
        scores = found.setdefault(comment, {})
        scores[roots[theme]] = max(scores.get(roots[theme], 0), score or 0)
    return found


def _item(
    comment: Comment,
    words: Mapping[UUID, list[Said]],
    machine: Mapping[UUID, int],
    readings: Sequence[Reading],
    notes: Sequence[StaffNote],
    reader: User,
    tree: ThemeTree,
) -> ReadingItem:
    own = next((row for row in readings if row.reader_id == reader.pk), None)
    others_finished = sum(1 for row in readings if row.coded_at and row is not own)
    is_finished = own is not None and own.coded_at is not None
    # With two others it needs no second reader any more, so a third one may see.
    blind = not is_finished and others_finished < 2
    marks = {node.uuid: _mark(node, words.get(node.uuid, []), machine, reader, blind) for node in tree.nodes}
    given = [mark for mark in marks.values() if mark.is_on or mark.differs]
    shown = {mark.node.uuid for mark in given}
    suggested = [mark for mark in marks.values() if mark.score is not None and mark.node.uuid not in shown]
    shown |= {mark.node.uuid for mark in suggested}
    return ReadingItem(
        comment=comment,
        given=given,
        offered=[marks[node.uuid] for node in tree.most_used if node.uuid not in shown],
        suggested=sorted(suggested, key=lambda mark: -(mark.score or 0)),
        blind=blind,
        second=blind and others_finished == 1,
        is_read=own is not None,
        is_finished=is_finished,
        readers=len(readings),
        finished=others_finished + is_finished,
        notes=notes,
    )


def _mark(node: ThemeNode, words: Sequence[Said], machine: Mapping[UUID, int], reader: User, blind: bool) -> ThemeMark:
    own = next((row for row in words if row.reader == reader.pk), None)
    others = [] if blind else [row for row in words if row is not own]
    known = [row for row in (own, *others) if row is not None]
    score = machine.get(node.uuid)
    return ThemeMark(
        node=node,
        mine=own.belongs if own else None,
        stands=stands(known),
        yes=sum(1 for row in others if row.belongs),
        no=sum(1 for row in others if not row.belongs),
        settled=any(row.settles for row in known),
        score=None if score is None or known or not node.is_active else (score + 5) // 10,
    )
