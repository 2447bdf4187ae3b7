"""`ballots/`: the log of a vote; after its close the ballots one by one, and receipts."""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils import timezone

from hub.core.registries import budget_views
from participatory_budget.engine.frozen import SMALL_ENVELOPE
from participatory_budget.models.budget import Budget
from participatory_budget.reports.open_log import published_ballot
from participatory_budget.selectors.cast_elections import counting_by_envelope, is_small
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree
from participatory_budget.selectors.open_log import checkpoints_of, closed_of, hidden_projects, published_ballots
from participatory_budget.selectors.paper import has_paper
from participatory_budget.selectors.voting import election_in_force, frozen_of
from participatory_budget.views.open_log.files import log_file
from participatory_budget.views.open_log.receipt import receipt_page

READ = (HTTPMethod.GET, HTTPMethod.HEAD)
PER_PAGE = 50
CHECKPOINTS_PER_PAGE = 30
TEMPLATES = "participatory_budget/voting/"


def cast_ballots(request: HttpRequest, page: Any, action: str = "", name: str = "") -> HttpResponseBase:
    require_own_vote(page.budget)
    if action == "receipt" and not name:
        return receipt_page(request, page)
    if request.method not in READ:
        return HttpResponseNotAllowed(READ)
    if not name and f"ballots:{action}" in budget_views:
        return budget_views.get(f"ballots:{action}")(request, page)
    if action == "files":
        return log_file(request, page, name)
    if name or action not in ("", "how", "list"):
        raise Http404
    if action == "how":
        context = {"small": SMALL_ENVELOPE}
        found: HttpResponse = page.render(request, template=f"{TEMPLATES}log_how.html", context_overrides=context)
        return found
    return _list(request, page) if action == "list" else _log(request, page)


def require_own_vote(budget: Budget) -> None:
    """A budget that was voted on elsewhere, or has no dates for a vote, has no log."""
    if frozen_of(budget) is None and (
        budget.envelopes.filter(imported_election__isnull=False).exists()
        or not budget.phases.filter(kind="voting").exists()
    ):
        raise Http404


def _log(request: HttpRequest, page: Any) -> HttpResponse:
    budget = page.budget
    closed = closed_of(budget)
    counting = counting_by_envelope(budget) if closed else {}
    paginator = Paginator(checkpoints_of(budget), CHECKPOINTS_PER_PAGE)
    tree = _voted(budget, page.locale.language_code)
    last = checkpoints_of(budget).first()
    found: HttpResponse = page.render(
        request,
        template=f"{TEMPLATES}log.html",
        context_overrides={
            "frozen": frozen_of(budget),
            "closed": closed,
            "fingerprint": last.fingerprint if last else "",
            "page_obj": paginator.get_page(request.GET.get("page")),
            "published": [one for one in tree if not is_small(counting.get(one.envelope.pk, 0))] if closed else [],
            "small": [one for one in tree if is_small(counting.get(one.envelope.pk, 0))] if closed else [],
            "has_paper": closed is not None and has_paper(budget),
            "now": timezone.now(),
        },
    )
    return found


def _voted(budget: Budget, language: str) -> list[NamedEnvelope]:
    frozen = frozen_of(budget)
    if frozen is None:
        return []
    with_projects = {one["id"] for one in election_in_force(frozen)["envelopes"] if one["projects"]}
    return [one for one in envelope_tree(budget, language) if one.envelope.slug in with_projects]


def _list(request: HttpRequest, page: Any) -> HttpResponse:
    """The published ballots of one envelope, in the order of their commitments."""
    budget, frozen = page.budget, frozen_of(page.budget)
    if frozen is None or closed_of(budget) is None:
        raise Http404
    counting = counting_by_envelope(budget)
    tree = [one for one in _voted(budget, page.locale.language_code) if not is_small(counting.get(one.envelope.pk, 0))]
    wanted = request.GET.get("envelope", "")
    named = next((one for one in tree if one.envelope.slug == wanted), None) if wanted else next(iter(tree), None)
    if named is None:
        raise Http404
    start = "".join(one for one in request.GET.get("start", "").lower() if one in "0123456789abcdef")[:64]
    document = election_in_force(frozen)
    part = next(one for one in document["envelopes"] if one["id"] == named.envelope.slug)
    hidden = {code for envelope, code in hidden_projects(budget) if envelope == named.envelope.slug}
    page_obj = Paginator(published_ballots(named.envelope, start), PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        published_ballot(one.ballot.commitment, one.ballot.position, one.choices, part, document["rule_card"], hidden)
        for one in page_obj.object_list
    ]
    found: HttpResponse = page.render(
        request,
        template=f"{TEMPLATES}log_list.html",
        context_overrides={"tree": tree, "named": named, "start": start, "page_obj": page_obj, "rows": rows},
    )
    return found
