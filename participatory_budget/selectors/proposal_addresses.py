"""Where proposals are read: below the page of their budget, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from hub.contributions.engine.references import tidy_reference
from participatory_budget.models.proposal import Proposal
from participatory_budget.selectors.pages import budget_pages


def proposal_path(page_url: str, reference: str, action: str = "") -> str:
    """`page_url` as `page.get_url()` gives it; nothing where the budget has no public page."""
    if not page_url:
        return ""
    return f"{page_url}proposals/{reference}/{action + '/' if action else ''}"


def proposal_urls(proposals: Iterable[Proposal], language: str = "") -> dict[UUID, str]:
    """By key; those of budgets without a public page are left out. One query."""
    rows = list(proposals)
    pages = budget_pages({one.budget_id for one in rows}, language or get_language() or settings.LANGUAGE_CODE)
    urls = {key: page.get_url() or "" for key, page in pages.items()}
    return {one.pk: proposal_path(urls[one.budget_id], one.reference) for one in rows if urls.get(one.budget_id)}


def address_of_reference(reference: str) -> str | None:
    """For `c/<reference>/`: only what everybody may read."""
    tidy = tidy_reference(reference)
    if tidy is None:
        return None
    found = Proposal.objects.published().filter(reference=tidy).first()
    return proposal_urls([found]).get(found.pk) if found is not None else None
