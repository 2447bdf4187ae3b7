"""Budgets in the editor's menu. Each workplace has a list of addresses of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from participatory_budget.permissions.budgets import user_can_see_desk
from participatory_budget.selectors.voted_pages import voted_pages
from participatory_budget.views.delivering.admin_urls import URLS as DELIVERING
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
        *DELIVERING,
    ]


@hooks.register("before_delete_page")
def keep_voted_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A budget's page, or one that such pages stand below."""
    return _refused(request, [page])


@hooks.register("before_bulk_action")
def keep_voted_pages(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action_class_instance: Any
) -> HttpResponse | None:
    return _refused(request, [one for one in objects if isinstance(one, Page)]) if action_type == "delete" else None


def _refused(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    kept = voted_pages(pages)
    if not kept:
        return None
    text = _("“%(title)s” cannot be deleted: people vote or voted there, and the log of the vote stays at its address.")
    messages.error(request, text % {"title": kept[0].get_admin_display_title()})
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk if parent else pages[0].pk)


class BudgetMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return user_can_see_desk(request.user, timezone.now())


@hooks.register("register_admin_menu_item")
def budget_menu_item() -> MenuItem:
    return BudgetMenuItem(
        _("Participatory budgets"), reverse("budget_list"), name="participatory-budgets", icon_name="list-ol", order=245
    )
