"""`rules/`: what was frozen when the vote began, and what was amended since; before that, what will be frozen."""

from __future__ import annotations

import json
from http import HTTPMethod
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from participatory_budget.engine.frozen import Document, in_force
from participatory_budget.models.election import Amendment
from participatory_budget.reports.open_log import amendment_words, election_words
from participatory_budget.selectors.open_log import closed_of, hidden_projects
from participatory_budget.selectors.voting import frozen_of
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.voting.freezing import document_of
from participatory_budget.views.open_log.ballots import require_own_vote


def rules(request: HttpRequest, page: Any) -> HttpResponseBase:
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        return HttpResponseNotAllowed([HTTPMethod.GET, HTTPMethod.HEAD])
    require_own_vote(page.budget)
    frozen, language = frozen_of(page.budget), page.locale.language_code
    rows = list(Amendment.objects.filter(budget=page.budget).order_by("number")) if frozen else []
    amendments = [json.loads(one.document) for one in rows]
    document = json.loads(frozen.document) if frozen else _future(page)
    held, hidden = in_force(document, amendments), hidden_projects(page.budget)
    response: HttpResponse = page.render(
        request,
        template="participatory_budget/voting/rules.html",
        context_overrides={
            "frozen": frozen,
            "closed": closed_of(page.budget),
            "election": election_words(document, held, language, hidden),
            "amendments": [
                amendment_words(one, row.sha256, held, language, hidden)
                for one, row in zip(amendments, rows, strict=True)
            ],
        },
    )
    return response


def _future(page: Any) -> Document:
    try:
        return document_of(page.budget)
    except BudgetError as error:
        raise Http404 from error
