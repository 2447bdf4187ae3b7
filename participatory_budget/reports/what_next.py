"""What happens to a proposal that has just arrived, as dated sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.moderation.enums import State
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Schedule


@dataclass(frozen=True)
class NextStep:
    text: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def what_next(budget: Budget, proposal: Proposal, phases: Schedule, now: datetime) -> Sequence[NextStep]:
    dated = {one.kind: one for one in phases if one.ends_at > now}
    steps = []
    if proposal.state == State.PENDING:
        steps.append(NextStep(_("A moderator reads it before it is public. You get a message then.")))
    else:
        steps.append(NextStep(_("It is public now.")))
    if (supports := dated.get(PhaseKind.SUPPORTS)) and budget.supports_needed:
        text = ngettext(
            "It needs the support of %(count)s person. Tell others about it.",
            "It needs the support of %(count)s people. Tell others about it.",
            budget.supports_needed,
        )
        needed = number_format(budget.supports_needed, force_grouping=True)
        steps.append(NextStep(text % {"count": needed}, supports.starts_at, supports.ends_at))
    if evaluation := dated.get(PhaseKind.EVALUATION):
        text = _("The city looks at whether it can be done and what it costs, and gives its reasons in public.")
        steps.append(NextStep(text, evaluation.starts_at, evaluation.ends_at))
    if voting := dated.get(PhaseKind.VOTING):
        text = _("What can be done goes on the ballot, and everybody who may vote decides.")
        steps.append(NextStep(text, voting.starts_at, voting.ends_at))
    return steps
