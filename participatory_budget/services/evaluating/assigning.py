"""Who looks at a proposal, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.accounts.enums import Role
from hub.accounts.permissions import has_role
from participatory_budget.models.catalogue import Department
from participatory_budget.models.evaluation import Evaluation
from participatory_budget.models.proposal import Proposal
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.evaluating.opening import for_officer, note

if TYPE_CHECKING:
    from hub.accounts.models.user import User

AT_ONCE = 200  # proposals in one step


@transaction.atomic
def assign(
    proposal_id: UUID,
    *,
    department: Department | None,
    officer: User | None,
    due_on: date | None,
    actor: User,
    now: datetime,
) -> Evaluation:
    """Sets all three. Department and date are public, the officer is not."""
    proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
    if officer is not None and not has_role(officer, Role.BUDGET_OFFICER):
        raise BudgetError(_("Only a budget officer can be in charge."), "officer")
    return _write(proposal, evaluation, department, officer, due_on, actor=actor, now=now)


@transaction.atomic
def assign_many(
    proposal_ids: Sequence[UUID],
    *,
    department: Department | None,
    due_on: date | None,
    actor: User,
    now: datetime,
) -> int:
    """Several in one step; what is left empty stays as it is in each. All or none."""
    if not proposal_ids:
        raise BudgetError(_("Choose at least one proposal."), "chosen")
    if len(proposal_ids) > AT_ONCE:
        raise BudgetError(_("Choose at most %(most)s proposals at once.") % {"most": AT_ONCE}, "chosen")
    if department is None and due_on is None:
        raise BudgetError(_("Choose a department or a date."), "department")
    # In one order, so that two officers with overlapping lists never wait for each other in a circle.
    for proposal_id in sorted(set(proposal_ids)):
        proposal, evaluation = for_officer(proposal_id, actor=actor, now=now)
        _write(
            proposal,
            evaluation,
            department or evaluation.department,
            evaluation.assigned_to,
            due_on or evaluation.due_on,
            actor=actor,
            now=now,
        )
    return len(set(proposal_ids))


def _write(
    proposal: Proposal,
    evaluation: Evaluation,
    department: Department | None,
    officer: User | None,
    due_on: date | None,
    *,
    actor: User,
    now: datetime,
) -> Evaluation:
    if department is not None and department.budget_id != proposal.budget_id:
        raise BudgetError(_("This department belongs to another budget."), "department")
    before = (evaluation.department_id, evaluation.assigned_to_id, evaluation.due_on)
    evaluation.department, evaluation.assigned_to, evaluation.due_on = department, officer, due_on
    if before == (evaluation.department_id, evaluation.assigned_to_id, evaluation.due_on):
        return evaluation
    evaluation.save(update_fields=["department", "assigned_to", "due_on"])
    note(
        "assigned",
        evaluation,
        actor=actor,
        now=now,
        department=evaluation.department_id,
        has_officer=officer is not None,
        due_on=due_on.isoformat() if due_on else None,
    )
    return evaluation
