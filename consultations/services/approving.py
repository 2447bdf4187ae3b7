"""Four eyes: one person writes an answer, another one lets it out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.enums import OUTCOME_TRANSITIONS, OutcomeState
from consultations.models.outcome import Outcome
from consultations.permissions import user_can_answer, user_can_approve
from consultations.selectors.outcomes import consultation_of
from consultations.services.answering import keep_revision
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def propose_answer(outcome: Outcome, *, actor: User | None, now: datetime) -> Outcome:
    """Its author says that it is ready to be looked at."""
    locked = _locked(outcome)
    if not user_can_answer(actor, consultation_of(locked), now):
        raise NotAllowedError(_("Only a moderator or an analyst answers, and only once the consultation has opened."))
    return _move(locked, OutcomeState.PROPOSED, actor=actor, now=now)


@transaction.atomic
def approve_answer(outcome: Outcome, *, actor: User | None, now: datetime) -> Outcome:
    """By somebody else than the person who wrote the words as they stand."""
    locked = _locked(outcome)
    if not user_can_approve(actor, consultation_of(locked), now):
        raise NotAllowedError(_("Only an editor or a moderator approves answers."))
    if actor is not None and locked.decided_by_id == actor.pk:
        raise NotAllowedError(_("Somebody else has to approve what you wrote yourself."))
    locked.approved_by, locked.approved_at = actor, now
    return _move(locked, OutcomeState.APPROVED, actor=actor, now=now)


@transaction.atomic
def send_back(outcome: Outcome, *, note: str, actor: User | None, now: datetime) -> Outcome:
    """To whoever wrote it, with a word why."""
    locked = _locked(outcome)
    if not user_can_approve(actor, consultation_of(locked), now):
        raise NotAllowedError(_("Only an editor or a moderator approves answers."))
    if not note.strip():
        raise ConsultationError(_("Say what should be changed."), "note")
    locked.approved_by, locked.approved_at = None, None
    return _move(locked, OutcomeState.WRITTEN, actor=actor, now=now, note=note.strip())


def _locked(outcome: Outcome) -> Outcome:
    locked = Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    if locked.published_at is not None:
        raise ConsultationError(_("This answer is public. A new one goes out with the next report."), "state")
    return locked


def _move(outcome: Outcome, state: OutcomeState, *, actor: User | None, now: datetime, note: str = "") -> Outcome:
    current = OutcomeState(outcome.state)
    if state == current:
        return outcome
    if state not in OUTCOME_TRANSITIONS[current]:
        raise ConsultationError(_("The answer has changed in the meantime. Look at it again."), "state")
    outcome.state = state
    outcome.save(update_fields=["state", "approved_by", "approved_at"])
    keep_revision(outcome, actor=actor, now=now, note=note)
    record(
        f"outcome.{state.value}",
        subject="consultations.outcome",
        subject_id=outcome.pk,
        actor=actor,
        reason_code=outcome.decision,
        data={"consultation": consultation_of(outcome).pk, "number": outcome.number},
        now=now,
    )
    return outcome
