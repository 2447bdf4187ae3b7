"""What a published answer says that happens next becomes a promise, which is followed until it is kept.

A later answer to the same thing that says it again carries the promise on: its history, its followers and the day that
was promised first stay. One that says it no more does not undo it: a promise ends when it is kept or given up by a
decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consultations.models.outcome import NextStep, Outcome
from consultations.selectors.outcomes import consultation_of
from consultations.selectors.promised import (
    NEXT_STEP,
    answers_without_promises,
    same_subject,
    steps_with_promises,
)
from hub.promises.enums import OPEN_STATES
from hub.promises.services import Promised, hand_on, postpone, promise, set_due

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def promise_missing_steps(now: datetime) -> None:
    """For the clock: answers that were published before promises were kept. Done again, it finds nothing to do."""
    promise_next_steps(answers_without_promises().values_list("pk", flat=True), actor=None, now=now)


@transaction.atomic
def promise_next_steps(outcome_ids: Iterable[int], *, actor: User | None, now: datetime) -> None:
    """Of published answers. What has its promise already keeps it as it is."""
    outcomes = (
        Outcome.objects.filter(pk__in=list(outcome_ids), next_steps__isnull=False, published_at__isnull=False)
        .select_related("clause_thread__consultation", "theme__consultation", "selection__consultation")
        .prefetch_related("next_steps__texts", "theme__names")
        .distinct()
        .order_by("number", "pk")
    )
    for outcome in outcomes:
        _promise_steps(outcome, actor, now)


def _promise_steps(outcome: Outcome, actor: User | None, now: datetime) -> None:
    others = NextStep.objects.filter(outcome__in=same_subject(outcome)).exclude(outcome=outcome)
    known = list(others.select_related("outcome").prefetch_related("texts"))
    own = list(outcome.next_steps.all())
    promises = steps_with_promises([*known, *own])
    taken: set[int] = set()
    for step in own:
        if step.pk in promises or not _texts(step):
            continue
        said = next((one for one in known if one.pk not in taken and one.pk in promises and _alike(one, step)), None)
        if said is None:
            promise(NEXT_STEP, str(step.pk), _told(outcome, step), public=True, actor=actor, now=now)
            continue
        taken.add(said.pk)
        if said.outcome.number < outcome.number:
            _carry_on(promises[said.pk], outcome, step, actor, now)


def _carry_on(promise_id: UUID, outcome: Outcome, step: NextStep, actor: User | None, now: datetime) -> None:
    """The days are moved in the hub's own name: who publishes a report need not be one who keeps promises."""
    hand_on(promise_id, key=str(step.pk), actor=actor, now=now)
    found = promise(NEXT_STEP, str(step.pk), _told(outcome, step), public=True, actor=actor, now=now)
    if step.due_on is None or step.due_on == found.due_on or found.state not in OPEN_STATES:
        return
    if found.due_on is None or step.due_on < found.due_on:
        set_due(promise_id, due_on=step.due_on, actor=None, now=now)
    else:
        postpone(promise_id, until=step.due_on, reasons=_answer_says_so(_day(outcome, now)), actor=None, now=now)


def _told(outcome: Outcome, step: NextStep) -> Promised:
    day = _day(outcome, timezone.now())
    body = outcome.responsible_body or consultation_of(outcome).owner_body
    theme = {name.language: name.name for name in outcome.theme.names.all()} if outcome.theme else {}
    return Promised(
        titles=_texts(step),
        year=day.year,
        promised_on=day,
        due_on=step.due_on,
        # Typed once, for all languages.
        body={code: body for code, _name in settings.LANGUAGES} if body else {},
        theme=theme,
    )


def _day(outcome: Outcome, now: datetime) -> date:
    return timezone.localdate(outcome.published_at or now)


def _answer_says_so(day: date) -> dict[str, str]:
    reasons = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told = {"day": date_format(day, "DATE_FORMAT")}
            reasons[code] = _("The answer that was published on %(day)s names this day.") % told
    return reasons


def _texts(step: NextStep) -> dict[str, str]:
    return {text.language: text.text for text in step.texts.all()}


def _alike(one: NextStep, other: NextStep) -> bool:
    """The same words in a language that both have."""
    ours, theirs = _texts(one), _texts(other)
    return any(text.strip().casefold() == theirs.get(code, "").strip().casefold() for code, text in ours.items())
