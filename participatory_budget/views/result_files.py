"""Files below the results of a budget: the result as CSV and JSON, and the ballots of an imported election."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from http import HTTPMethod
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from hub.core.engine.csv_cells import csv_lines
from participatory_budget.engine.election import unit_of
from participatory_budget.engine.explaining import money, number, sentence
from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import from_json, passed_on_from_json, received_from_json
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.imported import ImportedElection
from participatory_budget.models.project import Project
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.selectors.cast_elections import (
    cast_in,
    counting_by_envelope,
    is_small,
    own_election,
    own_file_of,
)
from participatory_budget.selectors.counts import counts_of, imported_of, rule_card_of
from participatory_budget.selectors.elections import public_file_of
from participatory_budget.selectors.voting import is_closed

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "pb": "text/plain; charset=utf-8",
}
COLUMNS = ("project_id", "title", "cost", "score", "voters", "selected", "place", "district", "category", "why")


def download(request: HttpRequest, page: Any, *, envelope: str, format_name: str) -> HttpResponseBase:
    """404 for what is not out yet, and for an envelope or a format that there is not."""
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        return HttpResponseNotAllowed([HTTPMethod.GET, HTTPMethod.HEAD])
    budget = page.budget
    if format_name not in CONTENT_TYPES or vote_ahead(
        phases_of(BudgetPhase.objects.filter(budget=budget)), timezone.now()
    ):
        raise Http404
    name = f"{budget.slug}-{envelope}.{format_name}"
    if format_name == "pb" and (imported := _imported(budget, envelope)) is not None:
        etag = hashlib.sha256(f"pb:public:{imported.file_sha256}".encode()).hexdigest()
        return _file(request, page, name, format_name, etag, public_file_of(imported))
    count = next(
        (one for one in counts_of(budget, rule_card_of(budget)).values() if one.envelope.slug == envelope), None
    )
    if count is None:
        raise Http404
    etag = hashlib.sha256(f"{format_name}:{count.inputs_sha256}:{count.result_sha256}".encode()).hexdigest()
    if format_name == "pb":
        return _file(request, page, name, format_name, etag, _own_ballots(count, budget))
    if format_name == "json":
        return _file(request, page, name, format_name, etag, _as_json(count, budget.currency))
    projects = {one.code: one for one in Project.objects.filter(envelope=count.envelope_id)}
    rows = _as_rows(from_json(count.result), projects, unit_of(budget.currency))
    return _file(request, page, name, format_name, etag, csv_lines(rows))


def _imported(budget: Budget, envelope: str) -> ImportedElection | None:
    return next((one for one in imported_of(budget).values() if one.envelope.slug == envelope), None)


def _own_ballots(count: Count, budget: Budget) -> Iterator[str]:
    """Of a vote held here, unless so few were cast that it would be easy to guess whose they are."""
    own = own_election(budget) if is_closed(budget) else None
    if own is None or is_small(counting_by_envelope(budget).get(count.envelope_id, 0)):
        raise Http404
    result = from_json(count.result)
    election = replace(cast_in(count.envelope, own), budget=result.budget)
    return own_file_of(count.envelope, own, election, result.selected)


def _as_rows(result: Result, projects: dict[str, Project], unit: int) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    places = {code: place for place, code in enumerate(result.selected, start=1)}
    for one in result.verdicts:
        project = projects.get(one.id)
        yield (
            one.id,
            project.title if project else "",
            money(one.cost, unit),
            number(one.score),
            one.voters,
            int(one.selected),
            places.get(one.id, ""),
            project.district if project else "",
            project.category if project else "",
            sentence(one.why, unit),
        )


def _as_json(count: Count, currency: str) -> Iterator[str]:
    """In the shape of the command `count`, with the hashes; a line a project."""
    result, unit = from_json(count.result), unit_of(currency)
    head = {
        "rule": result.rule,
        "selected": list(result.selected),
        "spent": money(result.spent, unit),
        "budget": money(result.budget, unit),
        "currency": currency,
        "ties": [{"projects": list(tie.order), "decided_by": tie.decided_by} for tie in result.ties],
        "inputs_sha256": count.inputs_sha256,
        "result_sha256": count.result_sha256,
        **_moved(count, unit),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "projects": ['
    separator = "\n"
    for one in result.verdicts:
        yield separator + json.dumps(
            {
                "id": one.id,
                "score": number(one.score),
                "cost": money(one.cost, unit),
                "selected": one.selected,
                "why": sentence(one.why, unit),
            },
            ensure_ascii=False,
        )
        separator = ",\n"
    yield "\n]}\n"


def _moved(count: Count, unit: int) -> dict[str, Any]:
    """Leftovers that came and went, where there are any."""
    found: dict[str, Any] = {}
    if received := received_from_json(count.result):
        found["received"] = [{"envelope": name, "amount": money(amount, unit)} for name, amount in received.items()]
    heir, amount = passed_on_from_json(count.result)
    if heir:
        found["passed_on"] = {"envelope": heir, "amount": money(amount, unit)}
    return found


def _file(
    request: HttpRequest, page: Any, name: str, format_name: str, etag: str, lines: Iterable[str]
) -> HttpResponseBase:
    tag = f'"{etag}"'
    response = get_conditional_response(request, etag=tag) or StreamingHttpResponse(
        (line.encode() for line in lines), content_type=CONTENT_TYPES[format_name]
    )
    if isinstance(response, StreamingHttpResponse):
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["ETag"] = tag
    # Counts are kept for good, but a newer one may follow: every cache asks again, which the ETag makes cheap.
    is_public = not page.get_view_restrictions().exists()
    response["Cache-Control"] = "public, no-cache" if is_public else "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
