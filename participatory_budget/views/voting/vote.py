"""`ballot/<envelope>/` and what stands below it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hub.core.views.private import keep_private
from participatory_budget.models.envelope import Envelope
from participatory_budget.views.voting.casting import cast_ballot
from participatory_budget.views.voting.checking import check
from participatory_budget.views.voting.comparing import compare
from participatory_budget.views.voting.filling import fill_in
from participatory_budget.views.voting.here import here_of

_ACTIONS = {"": fill_in, "check": check, "cast": cast_ballot, "compare": compare}


# No choice and no nonce in a report of an error.
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, page: Any, *, envelope: str, action: str = "") -> HttpResponse:
    found = Envelope.objects.filter(budget=page.budget, slug=envelope).select_related("budget").first()
    if found is None or action not in _ACTIONS:
        raise Http404
    return keep_private(_ACTIONS[action](here_of(request, page), found))
