"""Answering a clause: a decision, a reason, in as many languages as there are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from consultations.enums import Decision
from consultations.models.clause_thread import ClauseThread
from consultations.models.outcome import Outcome, OutcomeReason
from consultations.permissions import user_can_answer
from consultations.selectors.outcomes import reasons_of
from consultations.services.errors import ConsultationError, NotAllowedError
from hub.audit.services import record
from hub.core.engine.folding import fold

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def answer_clause(
    clause_thread: ClauseThread,
    *,
    decision: str,
    reasons: Mapping[str, str],
    actor: User | None,
    now: datetime,
    responsible_body: str = "",
) -> Outcome:
    """Writes the answer that goes out with the next report.

    An answer that is not public yet is rewritten; one that is public stays as it was and gets a successor.
    """
    # The lock makes two moderators who answer at once wait for each other; the later answer counts, both are recorded.
    locked = (
        ClauseThread.objects.select_for_update(of=("self",)).select_related("consultation").get(pk=clause_thread.pk)
    )
    if not user_can_answer(actor, locked.consultation, now):
        raise NotAllowedError(_("Only a moderator or an analyst answers, and only once the consultation has opened."))
    if decision not in Decision.values:
        raise ConsultationError(_("This decision is not in the list."), "decision")
    cleaned = _cleaned(reasons)
    latest = locked.outcomes.order_by("-number").first()
    if latest is not None and _says(latest) == (decision, responsible_body.strip(), cleaned):
        return latest
    outcome = latest if latest is not None and latest.published_at is None else None
    if outcome is None:
        outcome = Outcome(clause_thread=locked, number=latest.number + 1 if latest else 1)
    outcome.decision = decision
    outcome.responsible_body = responsible_body.strip()
    outcome.decided_by = actor
    outcome.decided_at = now
    outcome.save()
    outcome.reasons.all().delete()
    OutcomeReason.objects.bulk_create(
        OutcomeReason(outcome=outcome, language=language, text=text, folded=fold(text))
        for language, text in cleaned.items()
    )
    record(
        "outcome.decided",
        subject="consultations.clause_thread",
        subject_id=locked.pk,
        actor=actor,
        reason_code=decision,
        data={"consultation": locked.consultation_id, "clause": locked.clause_id, "number": outcome.number},
        now=now,
    )
    return outcome


def _cleaned(reasons: Mapping[str, str]) -> dict[str, str]:
    known = [code for code, _name in settings.LANGUAGES]
    unknown = [code for code in reasons if code not in known]
    if unknown:
        raise ConsultationError(_("The hub does not speak this language: %(code)s") % {"code": unknown[0]}, "reasons")
    cleaned = {code: text.strip() for code, text in sorted(reasons.items()) if text.strip()}
    if not cleaned:
        raise ConsultationError(_("An answer needs a reason in at least one language."), "reasons")
    return cleaned


def _says(outcome: Outcome) -> tuple[str, str, dict[str, str]]:
    return outcome.decision, outcome.responsible_body, reasons_of(outcome)
