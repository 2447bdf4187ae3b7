"""For Django's model loading only; import from the modules."""

from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.pages import BudgetIndexPage, BudgetPage
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.models.proposal_flag import ProposalFlag
from participatory_budget.models.rule_card import RuleCard

__all__ = [
    "Appeal",
    "Budget",
    "BudgetIndexPage",
    "BudgetPage",
    "BudgetPhase",
    "Category",
    "CoAuthor",
    "Count",
    "Criterion",
    "CriterionFinding",
    "Department",
    "Envelope",
    "EnvelopeName",
    "Evaluation",
    "ImportedBallot",
    "ImportedElection",
    "Merge",
    "Project",
    "Proposal",
    "ProposalDraft",
    "ProposalFlag",
    "ProposalPhoto",
    "ProposalRevision",
    "ProposalSupport",
    "RuleCard",
    "ScopeChange",
    "Verdict",
]
