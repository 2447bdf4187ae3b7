"""Planned against actual: the stages, and each milestone with the day that was planned first, the day that holds now,
the day on which it was done, and why it moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.promises.engine.words import said_in
from hub.promises.enums import PromiseState
from hub.promises.models.promise import Promise
from participatory_budget.engine.rails import Rail, rail_of
from participatory_budget.enums import Stage
from participatory_budget.models.delivery import Milestone
from participatory_budget.reports.projects.standing import days_later, days_over
from participatory_budget.selectors.delivery_files import DeliveryFile

DONE, NOW, LATER, STOPPED, LATE, PLANNED, DROPPED = "done", "now", "later", "stopped", "late", "planned", "dropped"


@dataclass(frozen=True)
class StageStep:
    title: str
    state: str
    entered_on: date | None
    note: str
    note_language: str

    @property
    def state_word(self) -> str:
        return {
            DONE: pgettext("stage of a project", "Done"),
            NOW: pgettext("stage of a project", "Now"),
            LATER: pgettext("stage of a project", "Still to come"),
            STOPPED: pgettext("stage of a project", "Stopped here"),
        }[self.state]


@dataclass(frozen=True)
class Move:
    """`after` is empty where it was dropped."""

    before: date
    after: date | None
    reason: str
    reason_language: str
    made_on: date


@dataclass(frozen=True)
class PlanStep:
    title: str
    language: str
    state: str
    first: date
    planned: date
    done: date | None
    words: str  # how far plan and deed are apart; "" where they are not
    moves: Sequence[Move]
    is_whole: bool = False  # the project itself, the last of its steps
    rail: Rail | None = None

    @property
    def state_word(self) -> str:
        return {
            DONE: pgettext("state of a milestone", "Done"),
            LATE: pgettext("milestone", "Late"),
            PLANNED: pgettext("milestone", "Planned"),
            DROPPED: pgettext("milestone", "Dropped"),
        }[self.state]


@dataclass(frozen=True)
class Timeline:
    stages: Sequence[StageStep]
    steps: Sequence[PlanStep]
    starts_on: date | None  # both ends of the rails
    ends_on: date | None

    @property
    def counted(self) -> tuple[int, int]:
        """Milestones that are done, of those that were not dropped."""
        own = [one for one in self.steps if not one.is_whole and one.state != DROPPED]
        return sum(1 for one in own if one.state == DONE), len(own)


def timeline_of(file: DeliveryFile, language: str, today: date) -> Timeline:
    promise = file.delivery.promise
    steps = [_milestone(one, language, today, PromiseState(promise.state)) for one in file.milestones]
    if promise.due_on is not None and promise.first_due_on is not None:
        steps.append(_whole(file, promise.first_due_on, promise.due_on, language, today))
    days = [day for one in steps for day in (one.first, one.planned, one.done) if day is not None]
    days += [promise.promised_on] if days else []
    starts, ends = (min(days), max(days)) if days else (None, None)
    if starts is None or ends is None:
        return Timeline(_stages(file, language), steps, None, None)
    # An open project runs on: the rail has room for today.
    ends = max(ends, today) if any(one.state == LATE for one in steps) else ends
    drawn = [
        replace(
            one,
            rail=rail_of(
                starts,
                ends,
                first=one.first,
                planned=one.planned,
                done=one.done,
                today=today,
                overdue=one.state == LATE,
            ),
        )
        for one in steps
    ]
    return Timeline(_stages(file, language), drawn, starts, ends)


def _stages(file: DeliveryFile, language: str) -> list[StageStep]:
    """What lies before the stage that holds is done, also where nobody wrote down when."""
    newest = {one.stage: one for one in file.stages}
    order = list(Stage)
    current = order.index(Stage(file.delivery.stage))
    state = file.delivery.promise.state
    steps = []
    for place, stage in enumerate(order):
        word = DONE if place < current else NOW if place == current else LATER
        if place == current and state == PromiseState.CANCELLED:
            word = STOPPED
        elif place == current and (stage == Stage.FINISHED or state == PromiseState.KEPT):
            word = DONE
        entry = newest.get(stage) if place <= current else None
        note, note_language = said_in(entry.notes, language) if entry else ("", "")
        steps.append(StageStep(str(stage.label), word, entry.entered_on if entry else None, note, note_language))
    if state == PromiseState.CANCELLED:
        return steps[: current + 1]
    return steps


def _milestone(one: Milestone, language: str, today: date, whole: PromiseState) -> PlanStep:
    title, title_language = said_in(one.titles, language)
    state = milestone_state(one, whole, today)
    moves = (
        (move.planned_before, move.planned_after, move.reasons, timezone.localdate(move.made_at))
        for move in one.moves.all()
    )
    return PlanStep(
        title=title,
        language=title_language,
        state=state,
        first=one.first_planned_on,
        planned=one.planned_on,
        done=one.done_on,
        words=_apart(state, one.first_planned_on, one.planned_on, one.done_on, today),
        moves=_moves(moves, language),
    )


def milestone_state(one: Milestone, whole: PromiseState, today: date) -> str:
    """With the whole project what was still open in it ends, whoever forgot to say so."""
    dropped = one.dropped_at is not None or whole == PromiseState.CANCELLED
    state = _state(one.done_on, one.planned_on, today, dropped=dropped)
    return PLANNED if state == LATE and whole == PromiseState.KEPT else state


def _whole(file: DeliveryFile, first: date, due: date, language: str, today: date) -> PlanStep:
    promise: Promise = file.delivery.promise
    state = _state(promise.kept_on, due, today, dropped=promise.state == PromiseState.CANCELLED)
    moves = (
        (one.due_before, one.due_after, one.reasons, timezone.localdate(one.made_at)) for one in file.postponements
    )
    return PlanStep(
        title=_("The whole project is finished"),
        language="",
        state=state,
        first=first,
        planned=due,
        done=promise.kept_on,
        words=_apart(state, first, due, promise.kept_on, today),
        moves=_moves(moves, language),
        is_whole=True,
    )


def _state(done: date | None, planned: date, today: date, *, dropped: bool) -> str:
    if done is not None:
        return DONE
    if dropped:
        return DROPPED
    return LATE if planned < today else PLANNED


def _apart(state: str, first: date, planned: date, done: date | None, today: date) -> str:
    if done is not None:
        return days_later((done - first).days) if done > first else ""
    if state == LATE:
        return days_over((today - planned).days)
    return days_later((planned - first).days) if state == PLANNED and planned > first else ""


def _moves(rows: Iterable[tuple[date, date | None, dict[str, str], date]], language: str) -> list[Move]:
    return [Move(before, after, *said_in(reasons, language), made_on) for before, after, reasons, made_on in rows]
