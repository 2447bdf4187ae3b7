"""The only code that makes and publishes pages of budgets and of projects."""

from participatory_budget.publishing.budgets import (
    publish_budget_pages,
    publish_imported_pages,
    publish_pages_for,
)
from participatory_budget.publishing.projects import add_project, open_project, publish_winners

__all__ = [
    "add_project",
    "open_project",
    "publish_budget_pages",
    "publish_imported_pages",
    "publish_pages_for",
    "publish_winners",
]
