"""For Django's model loading only; import from the modules."""

from participatory_budget.models.authorship import CoAuthor, Merge
from participatory_budget.models.ballot_box import Ballot, Checkpoint, OpenedBallot, WaitingBallot
from participatory_budget.models.basket import Basket
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.count import Count
from participatory_budget.models.delivery import (
    Delivery,
    Milestone,
    MilestoneChange,
    Payment,
    PriceChange,
    StageChange,
)
from participatory_budget.models.delivery_photo import DeliveryPhoto
from participatory_budget.models.election import Amendment, ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.models.evaluation import Appeal, CriterionFinding, Evaluation, ScopeChange, Verdict
from participatory_budget.models.imported import ImportedBallot, ImportedElection
from participatory_budget.models.pages import BudgetIndexPage, BudgetPage, ProjectPage
from participatory_budget.models.paper import PaperBatch, PaperSheet
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal, ProposalRevision, ProposalSupport
from participatory_budget.models.proposal_draft import ProposalDraft, ProposalPhoto
from participatory_budget.models.proposal_flag import ProposalFlag
from participatory_budget.models.resident_report import ResidentReport, Satisfaction
from participatory_budget.models.roll import Acceptance, RollEntry, VotingCode
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.models.voting_rules import VotingRules

__all__ = [
    "Acceptance",
    "Amendment",
    "Appeal",
    "Ballot",
    "Basket",
    "Budget",
    "BudgetIndexPage",
    "BudgetPage",
    "BudgetPhase",
    "Category",
    "Checkpoint",
    "ClosedElection",
    "CoAuthor",
    "Count",
    "Criterion",
    "CriterionFinding",
    "Delivery",
    "DeliveryPhoto",
    "Department",
    "ElectionKey",
    "Envelope",
    "EnvelopeName",
    "Evaluation",
    "FrozenElection",
    "ImportedBallot",
    "ImportedElection",
    "Merge",
    "Milestone",
    "MilestoneChange",
    "OpenedBallot",
    "PaperBatch",
    "PaperSheet",
    "Payment",
    "PriceChange",
    "Project",
    "ProjectPage",
    "Proposal",
    "ProposalDraft",
    "ProposalFlag",
    "ProposalPhoto",
    "ProposalRevision",
    "ProposalSupport",
    "ResidentReport",
    "RollEntry",
    "RuleCard",
    "Satisfaction",
    "ScopeChange",
    "StageChange",
    "Verdict",
    "VotingCode",
    "VotingRules",
    "WaitingBallot",
]
