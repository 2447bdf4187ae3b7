"""`budgets/<slug>/projects/<slug>/report/`: the form for what somebody saw.

It has an address of its own because its form holds a token, and so a cookie; the page of the project holds neither. It
is sent to the address of all contributions, which takes it from people without cookies too.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from hub.contributions.models.thread import Thread
from hub.contributions.views.compose import comment_page
from hub.core.registries import ThreadSubject
from hub.core.views.private import keep_private
from participatory_budget.models.delivery import Delivery
from participatory_budget.reports.map_data import has_map, map_json
from participatory_budget.selectors.envelopes import envelope_tree
from participatory_budget.views.seen.finding import reported_on

TEMPLATE = "participatory_budget/projects/report.html"


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, page: Page, name: str = "") -> HttpResponseBase:
    delivery, subject = reported_on(page, name, timezone.now())
    return keep_private(comment_page(request, thread=delivery.thread, subject=subject))


def report_context(thread: Thread, subject: ThreadSubject) -> dict[str, Any]:
    """What the form shows besides its fields, at either of its two addresses."""
    delivery = Delivery.objects.select_related("budget", "promise").get(thread=thread)
    language = get_language() or settings.LANGUAGE_CODE
    envelopes = envelope_tree(delivery.budget, language)
    chosen = ""
    if has_map(delivery.budget, envelopes):
        marker = _("Marker of where you saw it. Move it with the arrow keys.")
        label = _("Map: where you saw it")
        chosen = map_json(delivery.budget, envelopes, pick=True, label=label, marker=marker)
    return {"delivery": delivery, "map": chosen, "project_url": subject.about_url}
