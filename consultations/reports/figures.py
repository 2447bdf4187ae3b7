"""The figures of a consultation. Everything is counted from the contributions themselves, never from the counters
that pages show, so that a report does not inherit a counter's mistake.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.functions import Concat, Lower

from consultations.enums import CHANGING_DECISIONS, Decision
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.outcome import Outcome
from consultations.reports.texts import TextFigures, texts_as_stored, texts_now
from consultations.selectors.coverage import NOTHING, Unanswered, read_by_people, unanswered_by_thread
from consultations.selectors.outcomes import latest_outcomes
from consultations.selectors.rounds import threads_in_order
from hub.contributions.enums import AuthorKind, Position
from hub.contributions.models.comment import Comment
from hub.moderation.enums import HIDDEN_STATES, ReasonCode, State

NO_POSITION = "none"


@dataclass(frozen=True)
class ClauseFigures:
    """One clause, or a whole document (`clause` is None)."""

    clause_thread_id: int
    thread_id: UUID
    document: UUID
    clause: UUID | None
    eid: str
    number: str
    order: int
    received: int
    comments: int  # published
    confidential: int
    pending: int
    suggestions: int  # published ones with another wording
    positions: Mapping[str, int]  # of the published ones; "none" where none was given
    outcome: str | None
    # Without any answer: not to the clause, not to a theme of theirs, not among chosen ones.
    unanswered: Unanswered = NOTHING

    @property
    def needs_answer(self) -> bool:
        """Confidential contributions are answered too; nobody sees them, but they were received."""
        return self.comments + self.confidential > 0

    @property
    def is_answered(self) -> bool:
        """By an answer to the clause, or because everything said about it is answered elsewhere."""
        return self.outcome is not None or (self.needs_answer and not self.unanswered.total)


@dataclass(frozen=True)
class ConsultationFigures:
    """received = published + sum(withheld) + pending, always; `consultation_figures` raises if it is not so."""

    received: int
    published: int
    withheld: Mapping[str, int]
    pending: int
    people: int
    persons: int  # contributions of single persons
    organisations: int  # contributions of organisations
    languages: Mapping[str, int]
    channels: Mapping[str, int]
    texts: TextFigures
    read: int  # published or confidential ones that somebody opened or coded
    by_clause: tuple[ClauseFigures, ...]

    @property
    def withheld_total(self) -> int:
        return sum(self.withheld.values())

    @property
    def clauses(self) -> int:
        return sum(1 for row in self.by_clause if row.clause is not None)

    @property
    def clauses_changed(self) -> int:
        return sum(1 for row in self.by_clause if row.clause is not None and row.outcome in CHANGING_DECISIONS)

    @property
    def unanswered(self) -> int:
        """Published contributions that no answer serves."""
        return sum(row.unanswered.published for row in self.by_clause)

    @property
    def to_answer(self) -> int:
        """Published and confidential ones."""
        return sum(row.comments + row.confidential for row in self.by_clause)

    @property
    def answered(self) -> int:
        return self.to_answer - sum(row.unanswered.total for row in self.by_clause)

    @property
    def unanswered_clauses(self) -> tuple[ClauseFigures, ...]:
        return tuple(row for row in self.by_clause if row.needs_answer and not row.is_answered)

    @property
    def decisions(self) -> Mapping[str, int]:
        found = Counter(row.outcome for row in self.by_clause if row.outcome)
        return {decision.value: found[decision.value] for decision in Decision if found[decision.value]}


class FiguresDoNotReconcileError(RuntimeError):
    """The parts do not add up to the whole: a report must not be made of them."""


def consultation_figures(consultation: Consultation, *, stored_texts: bool = False) -> ConsultationFigures:
    """Fifteen queries at most, for any number of clauses and contributions.

    `stored_texts`: for pages. No texts are compared; what the machine found last is shown with its date.
    """
    threads = threads_in_order(consultation)
    comments = Comment.objects.filter(hub_thread__clause_thread__consultation=consultation)
    outcomes = latest_outcomes([row.pk for row in threads])
    open_ = unanswered_by_thread(consultation)
    cells = _cells(comments)
    by_thread: dict[UUID, list[_Cell]] = defaultdict(list)
    for cell in cells:
        by_thread[cell.thread_id].append(cell)
    states = _totals(cells, "state")
    withheld = _totals((cell for cell in cells if cell.state in HIDDEN_STATES), "reason_code")
    kinds = _totals(cells, "author_kind")
    figures = ConsultationFigures(
        received=sum(cell.count for cell in cells),
        published=states.get(State.PUBLISHED, 0),
        withheld=withheld,
        pending=states.get(State.PENDING, 0),
        people=_people(comments),
        persons=kinds.get(AuthorKind.PERSON, 0),
        organisations=kinds.get(AuthorKind.ORGANISATION, 0),
        languages=_totals(cells, "language"),
        channels=_totals(cells, "channel"),
        texts=texts_as_stored(consultation) if stored_texts else texts_now(consultation),
        read=read_by_people(consultation),
        by_clause=tuple(
            _clause(row, by_thread[row.thread_id], outcomes.get(row.pk), open_.get(row.thread_id, NOTHING))
            for row in threads
        ),
    )
    _reconcile(figures)
    return figures


def figures_by_clause(consultation: Consultation) -> tuple[ClauseFigures, ...]:
    """What pages of the workspace need at each view: no texts are read, no people counted. Nine queries."""
    threads = threads_in_order(consultation)
    by_thread: dict[UUID, list[_Cell]] = defaultdict(list)
    for cell in _cells(Comment.objects.filter(hub_thread__clause_thread__consultation=consultation)):
        by_thread[cell.thread_id].append(cell)
    outcomes = latest_outcomes([row.pk for row in threads])
    open_ = unanswered_by_thread(consultation)
    return tuple(
        _clause(row, by_thread[row.thread_id], outcomes.get(row.pk), open_.get(row.thread_id, NOTHING))
        for row in threads
    )


@dataclass(frozen=True)
class _Cell:
    """Contributions that are alike in everything that is counted."""

    thread_id: UUID
    state: str
    reason_code: str
    position: str
    channel: str
    language: str
    author_kind: str
    count: int
    suggestions: int


def _cells(comments: QuerySet[Comment]) -> list[_Cell]:
    """One query for all counts: while contributions come in, two queries would not agree with each other."""
    fields = ("hub_thread", "state", "reason_code", "position", "channel", "language", "author_kind")
    grouped = (
        comments.order_by()
        .values_list(*fields)
        .annotate(count=Count("pk"), suggestions=Count("pk", filter=~Q(suggested_text="")))
    )
    return [_Cell(*row) for row in grouped]


def _totals(cells: Iterable[_Cell], name: str) -> dict[str, int]:
    totals: Counter[str] = Counter()
    for cell in cells:
        totals[getattr(cell, name)] += cell.count
    return {key: totals[key] for key in sorted(totals)}


def _clause(row: ClauseThread, cells: list[_Cell], outcome: Outcome | None, unanswered: Unanswered) -> ClauseFigures:
    published = [cell for cell in cells if cell.state == State.PUBLISHED]
    positions = _totals(published, "position")
    return ClauseFigures(
        clause_thread_id=row.pk,
        thread_id=row.thread_id,
        document=row.document_id,
        clause=row.clause_id,
        eid=row.clause.eid if row.clause else "",
        number=row.clause.number if row.clause else "",
        order=row.clause.order if row.clause else -1,
        received=sum(cell.count for cell in cells),
        comments=sum(cell.count for cell in published),
        confidential=sum(cell.count for cell in cells if cell.reason_code == ReasonCode.CONFIDENTIAL),
        pending=sum(cell.count for cell in cells if cell.state == State.PENDING),
        suggestions=sum(cell.suggestions for cell in published),
        positions={**{name: positions.get(name, 0) for name in Position.values}, NO_POSITION: positions.get("", 0)},
        outcome=outcome.decision if outcome else None,
        unanswered=unanswered,
    )


def _people(comments: QuerySet[Comment]) -> int:
    """Different authors. One is known by the key of the address, else by the name given, else counts as one person:
    letters without a name are not merged.
    """
    author = Case(
        When(~Q(author_key=""), then=Concat(Value("k:"), "author_key")),
        When(~Q(organisation=""), then=Concat(Value("o:"), Lower("organisation"))),
        When(~Q(author_name=""), then=Concat(Value("n:"), Lower("author_name"))),
        default=Concat(Value("r:"), "reference"),
    )
    people: int = comments.order_by().aggregate(people=Count(author, distinct=True))["people"]
    return people


def _reconcile(figures: ConsultationFigures) -> None:
    total = figures.published + figures.withheld_total + figures.pending
    by_clause = sum(row.received for row in figures.by_clause)
    if not figures.received == total == by_clause:
        raise FiguresDoNotReconcileError(
            f"received {figures.received}, by state {total}, by clause {by_clause}: a state is unknown"
            " or a clause was added while the figures were read"
        )
