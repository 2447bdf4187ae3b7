"""For Django's model loading only; import from the modules."""

from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.pages import BudgetIndexPage, BudgetPage
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard

__all__ = [
    "Budget",
    "BudgetIndexPage",
    "BudgetPage",
    "BudgetPhase",
    "Count",
    "Envelope",
    "EnvelopeName",
    "ImportedBallot",
    "ImportedElection",
    "Project",
    "RuleCard",
]
