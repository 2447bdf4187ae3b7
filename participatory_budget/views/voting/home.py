"""`ballot/`: where a person finds their ballots."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hub.core.views.private import keep_private
from participatory_budget.selectors.ballots import Door
from participatory_budget.views.voting.here import has_results, here_of


@require_safe
def ballots(request: HttpRequest, page: Any) -> HttpResponse:
    here = here_of(request, page)
    door = here.voter.door(None, here.now)
    context = {
        "door": door.value,
        "home": here.home(),
        "has_results": door is Door.OVER and has_results(here.budget),
    }
    return keep_private(here.render("ballots.html", context))
