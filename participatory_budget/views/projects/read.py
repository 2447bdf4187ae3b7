"""`budgets/<slug>/projects/<slug>/`: what was promised and what became of it, with all news and all payments beside."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.core.views.private import keep_private
from participatory_budget.models.delivery import Delivery
from participatory_budget.permissions.deliveries import user_can_carry_out
from participatory_budget.reports.projects.money import payment_rows
from participatory_budget.reports.projects.page import project_view
from participatory_budget.reports.projects.parts import project_parts
from participatory_budget.reports.projects.updates import update_rows
from participatory_budget.selectors.deliveries import title_language
from participatory_budget.selectors.delivery_files import delivery_of, payments_of, updates_of

PER_PAGE = 20


@require_safe
def read(request: HttpRequest, page: Page) -> HttpResponseBase:
    """Without an account the page is the same for everybody."""
    delivery, now = delivery_of(page.delivery_id), timezone.now()
    language = page.locale.language_code
    context = _head(request, page, delivery)
    context["view"] = project_view(
        delivery,
        title=page.title,
        project_url=context["project_url"],
        budget_url=context["budget_url"],
        language=language,
        now=now,
    )
    context["parts"] = _parts(request, delivery, context)
    context["part_styles"] = [style for _name, part in project_parts for style in part.styles]
    if user_can_carry_out(request.user, now):
        context["desk_url"] = reverse("project_desk", args=[delivery.pk])
    return _rendered(request, page, "participatory_budget/projects/page.html", context)


@require_safe
def updates(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    _no_name(name)
    delivery = delivery_of(page.delivery_id)
    page_obj = Paginator(updates_of(delivery), PER_PAGE).get_page(request.GET.get("page"))
    rows = update_rows(page_obj.object_list, page.locale.language_code)
    context = {**_head(request, page, delivery), "page_obj": page_obj, "rows": rows}
    return _rendered(request, page, "participatory_budget/projects/updates.html", context)


@require_safe
def payments(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    _no_name(name)
    delivery = delivery_of(page.delivery_id)
    page_obj = Paginator(payments_of(delivery), PER_PAGE).get_page(request.GET.get("page"))
    rows = payment_rows(page_obj.object_list, delivery.promise.currency, page.locale.language_code)
    context = {**_head(request, page, delivery), "page_obj": page_obj, "rows": rows}
    return _rendered(request, page, "participatory_budget/projects/payments.html", context)


def _head(request: HttpRequest, page: Page, delivery: Delivery) -> dict[str, Any]:
    budget = page.get_parent()
    return {
        "delivery": delivery,
        "project_url": page.get_url(request) or "",
        "budget_title": budget.title,
        "budget_url": budget.get_url(request) or "",
        "title_language": title_language(delivery.promise.titles, page.title, page.locale.language_code),
    }


def _parts(request: HttpRequest, delivery: Delivery, context: dict[str, Any]) -> list[str]:
    """Safe HTML of what other parts of the hub say about it."""
    told = ((part, part.context(delivery, context["project_url"], timezone.now())) for _name, part in project_parts)
    return [render_to_string(part.template, {**context, **words}, request) for part, words in told if words is not None]


def _no_name(name: str) -> None:
    """Nothing stands below these addresses."""
    if name:
        raise Http404


def _rendered(request: HttpRequest, page: Page, template: str, context: dict[str, Any]) -> HttpResponseBase:
    response: HttpResponseBase = page.render(request, template=template, context_overrides=context)
    return keep_private(response) if request.user.is_authenticated else response
