"""What followers of a budget, a district or a subject see and are told, in the active language, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from hub.core.engine.keys import uuids_in
from hub.core.registries import FollowSubject
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, named
from participatory_budget.models.count import Count
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.following import absolute, proposal_letter
from participatory_budget.selectors.pages import budget_pages

BUDGET, DISTRICT, SUBJECT = "budget", "district", "subject"


def followed_budgets(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """One query."""
    language = _language()
    found = {}
    for key, page in budget_pages(uuids_in(keys), language).items():
        url = page.get_url() or ""
        found[str(key)] = FollowSubject(
            key=str(key),
            title=page.title,
            url=url,
            language=_other(page.locale.language_code),
            calendar_url=f"{url}calendar.ics",
        )
    return found


def followed_districts(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """Envelopes of budgets with a public page; three queries."""
    rows = list(Envelope.objects.filter(pk__in=uuids_in(keys)))
    names = district_names([row.pk for row in rows])
    pages = budget_pages({row.budget_id for row in rows}, _language())
    return {
        str(row.pk): FollowSubject(
            key=str(row.pk),
            title=names.get(row.pk, (row.slug, ""))[0],
            url=f"{pages[row.budget_id].get_url() or ''}proposals/?district={row.slug}",
            language=_other(names.get(row.pk, ("", ""))[1]),
            part_of=pages[row.budget_id].title,
        )
        for row in rows
        if row.budget_id in pages
    }


def followed_subjects(keys: Sequence[str]) -> dict[str, FollowSubject]:
    """Two queries."""
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 18 and str(int(key)) == key]
    rows = list(Category.objects.filter(pk__in=numbers))
    pages = budget_pages({row.budget_id for row in rows}, _language())
    found = {}
    for row in rows:
        if row.budget_id in pages:
            name, language = named(row.names, _language())
            found[str(row.pk)] = FollowSubject(
                key=str(row.pk),
                title=name or row.slug,
                url=f"{pages[row.budget_id].get_url() or ''}proposals/?subject={row.slug}",
                language=_other(language),
                part_of=pages[row.budget_id].title,
            )
    return found


def district_names(keys: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and its language: the active one, else another; one query."""
    by_envelope: dict[UUID, dict[str, str]] = defaultdict(dict)
    for row in EnvelopeName.objects.filter(envelope__in=list(keys)).order_by("pk"):
        by_envelope[row.envelope_id][row.language] = row.name
    return {key: named(names, _language()) for key, names in by_envelope.items()}


def new_proposal_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """None once it is not public (any more), or is part of another one by now."""
    told = proposal_letter(payload)
    if told is None or told["is_merged"]:
        return None
    district, _language_of_it = district_names([told["district"]]).get(told["district"], ("", ""))
    return {**told, "district": district}


def results_letter(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """None while nothing is decided, or nobody may read it."""
    budget = Budget.objects.filter(pk=payload["budget"]).first()
    page = budget_pages([budget.pk], _language()).get(budget.pk) if budget else None
    if budget is None or page is None or not official_counts(budget):
        return None
    return {"title": page.title, "url": absolute(f"{page.get_url() or ''}results/")}


def official_counts(budget: Budget) -> list[Count]:
    """By the budget's own rule; a count that was made to compare is none."""
    return sorted(counts_of(budget, rule_card_of(budget)).values(), key=lambda one: str(one.envelope_id))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _other(language: str) -> str:
    return "" if language == _language() else language
