"""`budgets/<slug>/projects/<slug>/reports/`: all that residents said they saw, as far as it is public."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from participatory_budget.enums import Seen
from participatory_budget.reports.map_data import points_map
from participatory_budget.reports.seen import seen_items, seen_points, seen_view
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.selectors.resident_reports import public_reports
from participatory_budget.views.seen.finding import reported_on

PER_PAGE = 20
MOST_POINTS = 500


@require_safe
def reports(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    """The same for every reader, without cookies. `?finished=no` narrows it; an answer that is none narrows nothing."""
    now = timezone.now()
    delivery, _subject = reported_on(page, name, now)
    page_url = page.get_url(request) or ""
    rows = public_reports([delivery.pk])
    wanted = request.GET.get("finished", "")
    wanted = wanted if wanted in Seen.values else ""
    if wanted:
        rows = rows.filter(finished=wanted)
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    points = seen_points(rows.exclude(latitude=None)[:MOST_POINTS])
    envelopes = envelope_tree(delivery.budget, page.locale.language_code) if points else []
    return page.render(
        request,
        template="participatory_budget/projects/reports.html",
        context_overrides={
            "seen": seen_view(delivery, page_url, now),
            "items": seen_items(list(page_obj.object_list)),
            "page_obj": page_obj,
            "wanted": wanted,
            "wanted_label": str(Seen(wanted).label) if wanted else "",
            "answers": Seen.choices,
            "map": points_map(delivery.budget, envelopes, points, _("Map: where residents saw it")),
        },
    )
