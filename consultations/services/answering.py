"""Answering a clause, a theme or chosen contributions: a decision, a reason, what changes, what happens next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.enums import Decision, OutcomeState, ThemeState
from consultations.models.clause_thread import ClauseThread
from consultations.models.consultation import Consultation
from consultations.models.outcome import (
    NextStep,
    NextStepText,
    Outcome,
    OutcomeChange,
    OutcomeReason,
    OutcomeRevision,
)
from consultations.models.selection import Selection
from consultations.models.theme import Theme
from consultations.permissions import user_can_answer
from consultations.selectors.outcomes import says
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record
from hub.core.engine.folding import fold
from whitepapers.models.clause import Clause

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# What an answer is given to; the name of the field that points at it.
Answered: TypeAlias = ClauseThread | Theme | Selection
SUBJECTS: Mapping[type, str] = {ClauseThread: "clause_thread", Theme: "theme", Selection: "selection"}


@dataclass(frozen=True)
class Step:
    """Something promised, in each language, by a day if there is one."""

    texts: Mapping[str, str]
    due_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """What is said. `changes` are clauses whose words change, with the version that does it if that is known."""

    decision: str
    reasons: Mapping[str, str]
    responsible_body: str = ""
    changes: Sequence[tuple[UUID, int | None]] = ()
    steps: Sequence[Step] = ()


def answer_clause(
    clause_thread: ClauseThread,
    *,
    decision: str,
    reasons: Mapping[str, str],
    actor: User | None,
    now: datetime,
    responsible_body: str = "",
) -> Outcome:
    """An answer of a decision and a reason, as most are."""
    return give_answer(clause_thread, Answer(decision, reasons, responsible_body), actor=actor, now=now)


@transaction.atomic
def give_answer(subject: Answered, answer: Answer, *, actor: User | None, now: datetime) -> Outcome:
    """Writes the answer that goes out with the next report.

    An answer that is not public yet is rewritten, and loses its approval; one that is public stays as it was and gets
    a successor. The same answer twice is one, and records nothing.
    """
    locked = lock_subject(subject)
    consultation = locked.consultation
    if not user_can_answer(actor, consultation, now):
        raise NotAllowedError(_("Only a moderator or an analyst answers, and only once the consultation has opened."))
    wanted = _cleaned(answer, consultation)
    field = SUBJECTS[type(locked)]
    latest = Outcome.objects.filter(**{field: locked}).order_by("-number").first()
    if latest is not None and says(latest) == _as_said(wanted):
        return latest
    outcome = latest if latest is not None and latest.published_at is None else None
    if outcome is None:
        outcome = Outcome(**{field: locked}, number=latest.number + 1 if latest else 1)
    outcome.decision = wanted.decision
    outcome.responsible_body = wanted.responsible_body
    outcome.state = OutcomeState.WRITTEN
    outcome.approved_by, outcome.approved_at = None, None
    outcome.decided_by = actor
    outcome.decided_at = now
    outcome.save()
    _write_parts(outcome, wanted)
    keep_revision(outcome, actor=actor, now=now)
    record(
        "outcome.decided",
        subject=f"consultations.{field}",
        subject_id=locked.pk,
        actor=actor,
        reason_code=wanted.decision,
        data={
            "consultation": consultation.pk,
            "clause": getattr(locked, "clause_id", None),
            "number": outcome.number,
        },
        now=now,
    )
    return outcome


def lock_subject(subject: Answered) -> Answered:
    """Two moderators who answer at once wait for each other; the later answer counts, both are recorded."""
    manager: Any = type(subject)._default_manager
    locked = manager.select_for_update(of=("self",)).select_related("consultation").get(pk=subject.pk)
    if isinstance(locked, Theme) and locked.state != ThemeState.ACTIVE:
        raise ConsultationError(_("This theme is no longer used: answer the one that took its place."), "theme")
    answered: Answered = locked
    return answered


def keep_revision(outcome: Outcome, *, actor: User | None, now: datetime, note: str = "") -> None:
    decision, body, reasons, changes, steps = says(outcome)
    content: dict[str, Any] = {
        "decision": decision,
        "responsible_body": body,
        "reasons": reasons,
        "changes": [[str(clause), version] for clause, version in changes],
        "steps": [[due.isoformat() if due else None, texts] for due, texts in steps],
    }
    OutcomeRevision.objects.create(
        outcome=outcome, state=outcome.state, content=content, note=note, made_at=now, made_by=actor
    )


def _write_parts(outcome: Outcome, answer: Answer) -> None:
    outcome.reasons.all().delete()
    outcome.changes.all().delete()
    outcome.next_steps.all().delete()
    OutcomeReason.objects.bulk_create(
        OutcomeReason(outcome=outcome, language=language, text=text, folded=fold(text))
        for language, text in answer.reasons.items()
    )
    OutcomeChange.objects.bulk_create(
        OutcomeChange(outcome=outcome, clause_id=clause, version_number=version) for clause, version in answer.changes
    )
    for order, step in enumerate(answer.steps):
        row = NextStep.objects.create(outcome=outcome, order=order, due_on=step.due_on)
        NextStepText.objects.bulk_create(
            NextStepText(step=row, language=language, text=text) for language, text in step.texts.items()
        )


def _cleaned(answer: Answer, consultation: Consultation) -> Answer:
    if answer.decision not in Decision.values:
        raise ConsultationError(_("This decision is not in the list."), "decision")
    reasons = texts_by_language(answer.reasons, "reasons")
    if not reasons:
        raise ConsultationError(_("An answer needs a reason in at least one language."), "reasons")
    steps = [Step(texts_by_language(step.texts, "steps"), step.due_on) for step in answer.steps]
    changes = dict(answer.changes)
    known = set(
        Clause.objects.filter(pk__in=changes, document__in=consultation.documents.values("document")).values_list(
            "pk", flat=True
        )
    )
    if set(changes) - known:
        raise ConsultationError(_("Only clauses of the texts that were asked about can be named."), "changes")
    return Answer(
        decision=answer.decision,
        reasons=reasons,
        responsible_body=answer.responsible_body.strip(),
        changes=tuple(sorted(changes.items(), key=lambda pair: str(pair[0]))),
        steps=tuple(step for step in steps if step.texts),
    )


def texts_by_language(texts: Mapping[str, str], where: str) -> dict[str, str]:
    """Without empty ones, in a fixed order; a language that the hub does not speak is refused."""
    known = [code for code, _name in settings.LANGUAGES]
    unknown = [code for code in texts if code not in known]
    if unknown:
        raise ConsultationError(_("The hub does not speak this language: %(code)s") % {"code": unknown[0]}, where)
    return {code: text.strip() for code, text in sorted(texts.items()) if text.strip()}


def _as_said(answer: Answer) -> tuple[Any, ...]:
    steps = [(step.due_on, dict(step.texts)) for step in answer.steps]
    return answer.decision, answer.responsible_body, dict(answer.reasons), list(answer.changes), steps
