"""Budgets in the editor's menu. Each workplace has a list of addresses of its own."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from participatory_budget.permissions.budgets import user_can_see_desk
from participatory_budget.views.editing.admin_urls import editing_urls
from participatory_budget.views.evaluating.admin_urls import URLS as EVALUATION
from participatory_budget.views.moderating.admin_urls import URLS as MODERATION
from participatory_budget.views.paper.admin_urls import URLS as PAPER
from participatory_budget.views.proposing import entering
from participatory_budget.views.roll.admin_urls import URLS as ROLL
from participatory_budget.views.together.admin_urls import ADMIN_URLS as TOGETHER
from participatory_budget.views.vote_desk.admin_urls import URLS as VOTE_DESK


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        *editing_urls(),
        *entering.admin_urls(),
        *EVALUATION,
        *TOGETHER,
        *MODERATION,
        *ROLL,
        *PAPER,
        *VOTE_DESK,
    ]


class BudgetMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_desk(request.user, timezone.now())


@hooks.register("register_admin_menu_item")
def budget_menu_item() -> MenuItem:
    return BudgetMenuItem(
        _("Participatory budgets"), reverse("budget_list"), name="participatory-budgets", icon_name="list-ol", order=245
    )
