"""The part "My proposals" of the account page: drafts to go on with, and what became of those that were sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.draft_rows import DraftRow, draft_rows
from participatory_budget.selectors.drafts import drafts_of
from participatory_budget.selectors.own_proposals import proposals_by
from participatory_budget.selectors.pages import budget_pages

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SHOWN = 100


@dataclass(frozen=True)
class OwnProposal:
    proposal: Proposal
    url: str
    budget: str
    is_merged: bool


def own_proposals(user: User) -> Mapping[str, Any]:
    """Three queries, however many there are."""
    drafts = list(drafts_of(user)[:SHOWN])
    sent = list(proposals_by(user)[:SHOWN])
    pages = budget_pages({*(one.budget_id for one in drafts), *(one.budget_id for one in sent)}, get_language() or "")
    bases = {budget_id: f"{page.get_url()}proposals/" for budget_id, page in pages.items()}
    rows: Sequence[DraftRow] = [
        row
        for draft in drafts
        if draft.budget_id in bases
        for row in draft_rows([draft], f"{bases[draft.budget_id]}new/")
    ]
    return {
        "drafts": rows,
        "sent": [
            OwnProposal(
                proposal=one,
                url=f"{bases[one.budget_id]}{one.reference}/" if one.budget_id in bases else "",
                budget=pages[one.budget_id].title if one.budget_id in pages else "",
                is_merged=one.merged_into_id is not None,
            )
            for one in sent
        ],
    }
