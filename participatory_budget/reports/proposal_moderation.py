"""What a moderator needs to know before they decide about one proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from hub.moderation.engine.transitions import can_become
from hub.moderation.enums import ReasonCode, State
from participatory_budget.models.budget import BudgetPhase
from participatory_budget.models.project import Project
from participatory_budget.models.proposal import Proposal
from participatory_budget.models.proposal_flag import ProposalFlag
from participatory_budget.phases import phases_of, voting_began
from participatory_budget.reports.proposal_rows import author_words
from participatory_budget.selectors.proposal_addresses import proposal_urls
from participatory_budget.selectors.proposal_flags import flags_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from hub.accounts.models.user import User


@dataclass(frozen=True)
class ReportRow:
    """Who reported is told to nobody, moderators included."""

    reason: str
    note: str
    raised_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True)
class ModerationView:
    url: str
    author: str
    open_reports: Sequence[ReportRow]
    settled_reports: Sequence[ReportRow]
    can_publish: bool
    can_withhold: bool
    on_ballot: bool
    ballot_project: str  # envelope and code, as the form of amendments names it; "" where it is not on the ballot
    voting_began: bool
    decided_here: bool  # by who is looking: the author was promised that somebody else looks again


def moderation_view(proposal: Proposal, viewer: User | AnonymousUser, now: datetime) -> ModerationView:
    """Four queries, however many reported it."""
    rows = [_row(flag) for flag in flags_of(proposal)]
    project = Project.objects.filter(proposal=proposal).values_list("envelope__slug", "code").first()
    return ModerationView(
        url=proposal_urls([proposal]).get(proposal.pk, ""),
        author=author_words(proposal.author_name),
        open_reports=[row for row in rows if row.settled_at is None],
        settled_reports=[row for row in rows if row.settled_at is not None],
        can_publish=can_become(proposal.state, State.PUBLISHED),
        can_withhold=can_become(proposal.state, State.WITHHELD),
        on_ballot=project is not None,
        ballot_project="|".join(project) if project else "",
        voting_began=voting_began(phases_of(BudgetPhase.objects.filter(budget=proposal.budget_id)), now),
        decided_here=proposal.decided_by_id is not None and proposal.decided_by_id == viewer.pk,
    )


def _row(flag: ProposalFlag) -> ReportRow:
    return ReportRow(str(ReasonCode(flag.reason_code).label), flag.note, flag.raised_at, flag.settled_at)
