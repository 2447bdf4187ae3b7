"""Drafts as lines of a list: "Go on with …"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from participatory_budget.engine.answers import STEPS
from participatory_budget.models.proposal_draft import ProposalDraft


@dataclass(frozen=True)
class DraftRow:
    title: str
    url: str
    discard_url: str
    saved_at: datetime


def draft_rows(drafts: Iterable[ProposalDraft], base: str) -> list[DraftRow]:
    return [
        DraftRow(
            title=draft_title(draft),
            url=f"{base}{draft.pk}/{next_step(draft)}/",
            discard_url=f"{base}{draft.pk}/discard/",
            saved_at=draft.saved_at,
        )
        for draft in drafts
    ]


def draft_title(draft: ProposalDraft) -> str:
    title = " ".join(draft.answers.get("title", "").split())[:120]
    return title or _("a proposal without a title")


def next_step(draft: ProposalDraft) -> str:
    """The first step of which nothing was answered yet; where all were, the last one."""
    for step, names in STEPS.items():
        if not any(draft.answers.get(name, "").strip() for name in names):
            return step
    return list(STEPS)[-1]
