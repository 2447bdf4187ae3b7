"""What one can do in budgets now and until when, and which were decided lately: for the front page and for headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.utils.translation import pgettext
from wagtail.models import Page

from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.envelope import Envelope
from participatory_budget.models.project import Project
from participatory_budget.permissions.proposals import supports_are_taken
from participatory_budget.phases import Phase, is_running, phases_of, vote_ahead, vote_until
from participatory_budget.reports.money import money
from participatory_budget.selectors.counts import budgets_held_elsewhere, decided_budgets
from participatory_budget.selectors.pages import budget_pages, public_budgets

# Phases in which residents do something.
TAKE_PART = (PhaseKind.PROPOSALS, PhaseKind.SUPPORTS, PhaseKind.VOTING)


@dataclass(frozen=True)
class BudgetAction:
    label: str  # "Hand in an idea"
    url: str
    until: datetime


@dataclass(frozen=True)
class OpenBudget:
    uuid: UUID
    title: str
    url: str
    lede: str
    language: str
    sum: str
    actions: Sequence[BudgetAction]  # the one that ends first on top; at least one

    @property
    def closes_at(self) -> datetime:
        return self.actions[0].until


@dataclass(frozen=True)
class DecidedBudget:
    uuid: UUID
    title: str
    url: str  # of the results
    language: str
    decided_at: datetime


def open_budgets(now: datetime, language: str, among: Iterable[UUID] | None = None) -> list[OpenBudget]:
    """What ends first on top; six queries, however many there are. `among`: only these."""
    running = BudgetPhase.objects.filter(budget=OuterRef("pk"), kind__in=TAKE_PART, starts_at__lte=now, ends_at__gt=now)
    rows = public_budgets().filter(Exists(running))
    budgets = {one.pk: one for one in (rows if among is None else rows.filter(pk__in=list(among)))}
    if not budgets:
        return []
    pages = budget_pages(budgets, language)
    phases = phases_by_budget(budgets)
    sums = dict(
        Envelope.objects.filter(budget__in=budgets).values_list("budget").annotate(Sum("amount")).order_by("budget")
    )
    on_ballot = set(Project.objects.filter(envelope__budget__in=budgets).values_list("envelope__budget", flat=True))
    elsewhere = budgets_held_elsewhere(budgets)
    found = []
    for pk, budget in budgets.items():
        page = pages.get(pk)
        url = page.get_url() if page else ""
        can_vote = pk in on_ballot and pk not in elsewhere
        actions = _actions(phases[pk], url, now, can_vote=can_vote) if url else []
        if page is not None and actions:
            amount = money(sums.get(pk) or 0, budget.currency)
            found.append(_open_budget(pk, page, url, amount, actions))
    return sorted(found, key=lambda one: (one.closes_at, one.url))


def decided_lately(now: datetime, language: str, limit: int) -> list[DecidedBudget]:
    """Those whose results are public, the newest first. Votes held elsewhere that have no dates are left out."""
    days = {pk: day for pk, found in phases_by_budget(None).items() if (day := _decided_at(found, now))}
    decided = decided_budgets(days) if days else set()
    newest = sorted(decided, key=lambda pk: (days[pk], str(pk)), reverse=True)
    pages = budget_pages(newest, language) if newest else {}
    return [
        DecidedBudget(pk, pages[pk].title, f"{url}results/", pages[pk].locale.language_code, days[pk])
        for pk in newest
        if pk in pages and (url := pages[pk].get_url())
    ][:limit]


def phases_by_budget(budget_ids: Iterable[UUID] | None) -> Mapping[UUID, tuple[Phase, ...]]:
    """Of these, or of all; one query."""
    rows = BudgetPhase.objects.all() if budget_ids is None else BudgetPhase.objects.filter(budget__in=list(budget_ids))
    found: dict[UUID, list[BudgetPhase]] = defaultdict(list)
    for one in rows:
        found[one.budget_id].append(one)
    return {pk: phases_of(phases) for pk, phases in found.items()}


def _open_budget(pk: UUID, page: Page, url: str, amount: str, actions: Sequence[BudgetAction]) -> OpenBudget:
    return OpenBudget(
        uuid=pk,
        title=page.title,
        url=url,
        lede=getattr(page, "summary", ""),
        language=page.locale.language_code,
        sum=amount,
        actions=actions,
    )


def _actions(phases: Sequence[Phase], url: str, now: datetime, *, can_vote: bool) -> list[BudgetAction]:
    ends = {one.kind: one.ends_at for one in phases if one.holds(now)}
    found = []
    if is_running(phases, PhaseKind.PROPOSALS, now):
        label = pgettext("what one can do in a budget", "Hand in an idea")
        found.append(BudgetAction(label, f"{url}proposals/new/", ends[PhaseKind.PROPOSALS]))
    if PhaseKind.SUPPORTS in ends and supports_are_taken(phases, now):
        label = pgettext("what one can do in a budget", "Support ideas of others")
        found.append(BudgetAction(label, f"{url}proposals/", ends[PhaseKind.SUPPORTS]))
    closes = vote_until(phases, now)
    if closes is not None and can_vote:
        found.append(BudgetAction(pgettext("what one can do in a budget", "Vote"), f"{url}ballot/", closes))
    return sorted(found, key=lambda one: one.until)


def _decided_at(phases: Sequence[Phase], now: datetime) -> datetime | None:
    """When the results were due, once no vote is ahead any more."""
    if vote_ahead(phases, now):
        return None
    told = next((one.starts_at for one in phases if one.kind is PhaseKind.RESULTS and one.starts_at <= now), None)
    return told or next((one.ends_at for one in phases if one.kind is PhaseKind.VOTING), None)
