"""What every page of paper does: let in, find the budget and the batch, read the ballot that holds now."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hub.accounts.models.user import User
from hub.accounts.permissions import roles_of
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.voting import DESK_ROLES
from participatory_budget.reports.paper import BatchLine, batch_lines
from participatory_budget.selectors.voting import election_in_force, frozen_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.freezing import document_of
from participatory_budget.views.editing.shared import language


def on_desk(request: HttpRequest, pk: UUID) -> tuple[Budget, User, datetime]:
    """403 for who has no business with paper; 404 for what is not there."""
    if not isinstance(request.user, User) or not roles_of(request.user) & DESK_ROLES:
        raise PermissionDenied
    return get_object_or_404(Budget, pk=pk), request.user, timezone.now()


def line_of(budget: Budget, number: int, user: User, now: datetime) -> BatchLine:
    found = next((one for one in batch_lines(budget, user, language(), now) if one.batch.number == number), None)
    if found is None:
        raise Http404
    return found


def document_now(budget: Budget) -> dict[str, Any] | None:
    """What is frozen, with its amendments; before the vote what would be frozen now. None: nothing to vote on yet."""
    frozen = frozen_of(budget)
    if frozen is not None:
        return election_in_force(frozen)
    try:
        return document_of(budget)
    except BudgetError:
        return None
