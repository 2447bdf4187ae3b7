"""What happens to a proposal now, in one sentence. One definition for its page, its author and the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from participatory_budget.models.proposal import Proposal
from participatory_budget.phases import Schedule, voting_began
from participatory_budget.selectors.evaluation import Dossier


class Stage(StrEnum):
    """The value is part of the page's markup: it chooses shape and colour."""

    WAITING = "waiting"
    LOOKED_AT = "looked_at"
    CHANGE_ASKED = "change_asked"
    CHANGE_AGREED = "change_agreed"
    APPEALED = "appealed"
    AGAIN = "again"
    PASSES = "passes"
    FAILS = "fails"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Status:
    stage: Stage
    text: str
    due_on: date | None = None  # of this stage
    is_late: bool = False

    @property
    def tag(self) -> str:
        """The name of the mark in the design system."""
        return {Stage.PASSES: "accepted", Stage.FAILS: "not_accepted", Stage.TOO_LATE: "closed"}.get(
            self.stage, "pending"
        )


def status_of(proposal: Proposal, dossier: Dossier, phases: Schedule, now: datetime) -> Status:
    began = voting_began(phases, now)
    stage = _stage(dossier, began)
    due = None
    if stage is Stage.APPEALED and dossier.open_appeal:
        due = dossier.open_appeal.due_on
    elif stage in (Stage.LOOKED_AT, Stage.CHANGE_AGREED, Stage.AGAIN) and dossier.evaluation:
        due = dossier.evaluation.due_on
    late = due is not None and due < localtime(now).date() and not began
    return Status(stage, _words(stage), due, late)


def _stage(dossier: Dossier, began: bool) -> Stage:
    if dossier.evaluation is None:
        return Stage.TOO_LATE if began else Stage.WAITING
    if not began:
        if dossier.open_change:
            return Stage.CHANGE_ASKED
        if dossier.open_appeal:
            return Stage.APPEALED
        if dossier.changed_since_verdict or (dossier.latest is None and dossier.agreed_change):
            return Stage.CHANGE_AGREED
        if dossier.appeal_granted:
            return Stage.AGAIN
    if dossier.latest is None:
        return Stage.TOO_LATE if began else Stage.LOOKED_AT
    return Stage.PASSES if dossier.passes else Stage.FAILS


def _words(stage: Stage) -> str:
    return {
        Stage.WAITING: _("It waits for the city to look at it."),
        Stage.LOOKED_AT: _("The city looks at whether it can be done and what it would cost."),
        Stage.CHANGE_ASKED: _("The city proposes a change and waits for the author's answer."),
        Stage.CHANGE_AGREED: _("The author agreed to a change. The city decides about the new text."),
        Stage.APPEALED: _("The author appealed. Somebody else than who gave the verdict looks at it."),
        Stage.AGAIN: _("The appeal was granted. The city looks at it again."),
        Stage.PASSES: _("It can be done. It stands on the ballot at its final cost."),
        Stage.FAILS: _("It cannot be done, so it is not on the ballot."),
        Stage.TOO_LATE: _("The vote began before there was a verdict, so it is not on the ballot."),
    }[stage]
