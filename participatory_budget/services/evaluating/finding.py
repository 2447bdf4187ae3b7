"""What each criterion came to. Everybody can read answers and notes as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from participatory_budget.enums import CriterionAnswer
from participatory_budget.models.evaluation import CriterionFinding, Evaluation
from participatory_budget.selectors.evaluation import Dossier, criteria_of, dossier_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.opening import for_officer, note

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# An answer that does not speak for itself.
NEEDS_A_NOTE = (CriterionAnswer.CONDITION, CriterionAnswer.NOT_MET)


@dataclass(frozen=True)
class Finding:
    answer: str  # "" takes an answer back
    note: str = ""


@transaction.atomic
def answer_criteria(
    proposal_id: UUID,
    given: Mapping[int, Finding],
    *,
    language: str,
    seen: str | None = None,
    actor: User,
    now: datetime,
) -> int:
    """By criterion; what is as it was is left alone. `seen`: `findings_seen` of what the officer had before them."""
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    dossier = dossier_of(proposal)
    refuse_when_decided(dossier)
    if seen is not None and seen != dossier.findings_seen:
        raise BudgetError(_("Somebody else answered criteria meanwhile. Compare, then keep yours again."))
    known = {one.pk for one in criteria_of(proposal.budget_id)}
    changed = 0
    for criterion_id, finding in given.items():
        if criterion_id not in known:
            raise BudgetError(_("This criterion belongs to another budget."))
        changed += _answer(evaluation, dossier, criterion_id, finding, language, actor=actor, now=now)
    return changed


def refuse_when_decided(dossier: Dossier) -> None:
    """A verdict rests on answers and prices: they change only when it is looked at again."""
    if not dossier.is_undecided:
        raise BudgetError(_("There is a verdict. It is looked at again after an appeal or an agreed change only."))
    if dossier.open_appeal:
        raise BudgetError(_("An appeal is waiting: decide about it first."))


def _answer(
    evaluation: Evaluation,
    dossier: Dossier,
    criterion_id: int,
    finding: Finding,
    language: str,
    *,
    actor: User,
    now: datetime,
) -> bool:
    before, text = dossier.findings.get(criterion_id), finding.note.strip()
    if not finding.answer:
        if text:
            raise BudgetError(_("Choose an answer for this note."), f"answer_{criterion_id}")
        if before is None:
            return False
        before.delete()
        note("criterion_cleared", evaluation, actor=actor, now=now, criterion=criterion_id)
        return True
    if finding.answer not in CriterionAnswer.values:
        raise BudgetError(_("There is no such answer."), f"answer_{criterion_id}")
    if finding.answer in NEEDS_A_NOTE and not text:
        raise BudgetError(_("Say why, or under which condition: everybody can read it."), f"note_{criterion_id}")
    if before is not None and (before.answer, before.note) == (finding.answer, text):
        return False
    CriterionFinding.objects.update_or_create(
        evaluation=evaluation,
        criterion_id=criterion_id,
        defaults={
            "answer": finding.answer,
            "note": text,
            "note_language": language if text else "",
            "found_at": now,
        },
    )
    note("criterion_answered", evaluation, actor=actor, now=now, reason_code=finding.answer, criterion=criterion_id)
    return True
