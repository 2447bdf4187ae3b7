"""Pages of participatory budgets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hub.core.models.pages import BasePage


class BudgetIndexPage(BasePage):
    """All budgets people can, could or will be able to decide on."""

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "participatory_budget/budget_index_page.html"

    class Meta:
        verbose_name = _("list of budgets")
        verbose_name_plural = _("lists of budgets")
