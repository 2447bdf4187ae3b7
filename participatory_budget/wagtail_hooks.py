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


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        *editing_urls(),
    ]


class BudgetMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_desk(request.user, timezone.now())


@hooks.register("register_admin_menu_item")
def budget_menu_item() -> MenuItem:
    return BudgetMenuItem(
        _("Participatory budgets"), reverse("budget_list"), name="participatory-budgets", icon_name="list-ol", order=245
    )
