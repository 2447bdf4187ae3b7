"""Why somebody is not put on the roll. Each text says what to do next."""

from __future__ import annotations

from participatory_budget.services.errors import BudgetError, NotAllowedError


class NotOnOfferError(NotAllowedError):
    """This budget does not allow the way, or not now."""


class UnknownError(BudgetError):
    """No such number or code on the roll."""


class TakenError(BudgetError):
    """Another account stands on the roll with it."""


class AlreadyOnRollError(BudgetError):
    """This account stands on the roll with something else: one account is one person."""


class NotEntitledError(BudgetError):
    """Too young, or something was not declared."""
