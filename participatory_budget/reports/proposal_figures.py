"""What the page of a budget says about its proposals before one goes on to the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.permissions.proposals import supports_are_taken
from participatory_budget.phases import Schedule, is_running
from participatory_budget.selectors.proposals import proposal_sums


@dataclass(frozen=True)
class ProposalFigures:
    """`text` says what can be done now; `supports` counts supports, not people."""

    proposals: int
    supports: int
    can_propose: bool
    can_support: bool
    text: str

    @property
    def is_open(self) -> bool:
        """There is something to do: the page says so before all else."""
        return self.can_propose or (self.can_support and bool(self.proposals))


def proposal_figures(budget: Budget, phases: Schedule, now: datetime) -> ProposalFigures | None:
    """One query; none where no phase of proposals is planned."""
    start = next((one.starts_at for one in phases if one.kind is PhaseKind.PROPOSALS), None)
    if start is None:
        return None
    proposals, supports = proposal_sums(budget)
    can_propose = is_running(phases, PhaseKind.PROPOSALS, now)
    can_support = supports_are_taken(phases, now)
    return ProposalFigures(
        proposals, supports, can_propose, can_support, _text(budget, phases, start, now, can_propose)
    )


def _text(budget: Budget, phases: Schedule, start: datetime, now: datetime, can_propose: bool) -> str:
    if start > now:
        day = date_format(localtime(start), "DATE_FORMAT")
        return _("Everyone can hand in an idea from %(day)s on.") % {"day": day}
    if can_propose:
        return _("Everyone can hand in an idea now. It takes two sentences to start, and you can go on later.")
    if supports_are_taken(phases, now):
        return _("Read what people propose and support what you want to see built.")
    if is_running(phases, PhaseKind.EVALUATION, now):
        return _("The city looks at the proposals, in the open: each page says what was found and why.")
    return _("Proposals are no longer taken. Each page says what became of it.")
