"""Open data of budgets for everybody; registered in `apps.ready()`."""

from participatory_budget.exports.milestones import MILESTONES
from participatory_budget.exports.payments import PAYMENTS
from participatory_budget.exports.projects import PROJECTS
from participatory_budget.exports.proposals import PROPOSALS
from participatory_budget.exports.resident_reports import RESIDENT_REPORTS
from participatory_budget.exports.supports import SUPPORTS

# In the order in which pages list them. Another one is a module beside these and a name here.
DATASETS = (PROPOSALS, SUPPORTS, PROJECTS, MILESTONES, PAYMENTS, RESIDENT_REPORTS)
