"""For Django's model loading only; import from the modules."""

from participatory_budget.models.pages import BudgetIndexPage

__all__ = ["BudgetIndexPage"]
