"""The way of one proposal as a line of steps, from being sent to the result. States are told by word and by shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hub.moderation.enums import ReasonCode, State
from participatory_budget.enums import JourneyState, PhaseKind
from participatory_budget.enums import Verdict as Finding
from participatory_budget.permissions.proposals import supports_are_taken
from participatory_budget.phases import Schedule
from participatory_budget.reports.proposal_rows import supports_words

DONE, NOW, LATER, STOPPED = "done", "now", "later", "stopped"
# From which step on a state stands; earlier ones are done.
_EVALUATED = (JourneyState.FEASIBLE, JourneyState.NOT_FEASIBLE, JourneyState.BALLOT)


@dataclass(frozen=True)
class JourneyStep:
    key: str
    title: str
    text: str
    state: str
    at: datetime | None = None

    @property
    def state_word(self) -> str:
        return {
            DONE: pgettext("step of a proposal", "Done"),
            NOW: pgettext("step of a proposal", "Now"),
            LATER: pgettext("step of a proposal", "Still to come"),
            STOPPED: pgettext("step of a proposal", "Ended here"),
        }[self.state]


def journey_of(proposal: Any, phases: Schedule, now: datetime, won: bool | None) -> list[JourneyStep]:
    """`proposal`: with its `journey`. `won`: None until the result is out. Nothing follows a step that ended it."""
    steps = [
        JourneyStep("sent", pgettext("step of a proposal", "Sent"), "", DONE, proposal.received_at),
        _public(proposal),
    ]
    if steps[-1].state != DONE:
        return steps
    makers: list[Callable[[], JourneyStep]] = [
        lambda: _supports(proposal, phases, now),
        lambda: _evaluation(proposal, phases, now),
        lambda: _ballot(proposal, phases, now),
        lambda: _result(proposal, phases, won),
    ]
    if proposal.journey == JourneyState.HANDED_IN or not proposal.budget.supports_needed:
        makers = makers[1:]
    if proposal.journey == JourneyState.MERGED:
        text = _("Its supports are counted there.")
        return [*steps, JourneyStep("merged", _("Merged into another proposal"), text, STOPPED, proposal.merged_at)]
    for make in makers:
        steps.append(make())
        if steps[-1].state == STOPPED:
            break
    return steps


def _public(proposal: Any) -> JourneyStep:
    if proposal.state == State.PUBLISHED:
        return JourneyStep("public", pgettext("step of a proposal", "Public"), "", DONE, proposal.published_at)
    if proposal.state == State.PENDING:
        text = _("A moderator reads it before everybody can.")
        return JourneyStep("public", _("Being read"), text, NOW)
    if proposal.state == State.WITHDRAWN:
        return JourneyStep("public", _("Withdrawn by its author"), "", STOPPED)
    reason = str(ReasonCode(proposal.reason_code).label)
    return JourneyStep("public", _("Not published"), reason, STOPPED, proposal.decided_at)


def _supports(proposal: Any, phases: Schedule, now: datetime) -> JourneyStep:
    text = supports_words(proposal.support_count, proposal.budget.supports_needed)
    title = pgettext("step of a proposal", "Support")
    if proposal.threshold_reached_at is not None:
        return JourneyStep("supports", title, text, DONE, proposal.threshold_reached_at)
    if proposal.journey != JourneyState.GATHERING:
        return JourneyStep("supports", title, text, DONE)  # the city took it up without
    if supports_are_taken(phases, now):
        return JourneyStep("supports", title, text, NOW)
    coming = _start(phases, PhaseKind.SUPPORTS)
    if coming is not None and coming > now:
        return JourneyStep("supports", title, f"{text} · {_from(coming)}", LATER)
    return JourneyStep("supports", _("Not enough support"), text, STOPPED)


def _evaluation(proposal: Any, phases: Schedule, now: datetime) -> JourneyStep:
    title = _("Evaluation by the city")
    if proposal.journey in _EVALUATED or proposal.finding:
        label = str(Finding(proposal.finding).label) if proposal.finding else ""
        if proposal.journey == JourneyState.EVALUATION:
            text = _("It is looked at again after an appeal.")
            return JourneyStep("evaluation", title, text, NOW)
        state = STOPPED if proposal.journey == JourneyState.NOT_FEASIBLE else DONE
        return JourneyStep("evaluation", title, label, state)
    if proposal.journey == JourneyState.EVALUATION:
        return JourneyStep("evaluation", title, _("The city checks what it takes and what it costs."), NOW)
    return JourneyStep("evaluation", title, _coming(phases, PhaseKind.EVALUATION, now), LATER)


def _ballot(proposal: Any, phases: Schedule, now: datetime) -> JourneyStep:
    title = _("On the ballot")
    if proposal.journey == JourneyState.BALLOT:
        coming = _start(phases, PhaseKind.VOTING)
        if coming is None or coming <= now:
            return JourneyStep("ballot", title, "", DONE)
        day = date_format(localtime(coming), "DATE_FORMAT")
        return JourneyStep("ballot", title, _("The vote begins on %(day)s.") % {"day": day}, DONE)
    return JourneyStep("ballot", title, _coming(phases, PhaseKind.VOTING, now), LATER)


def _result(proposal: Any, phases: Schedule, won: bool | None) -> JourneyStep:
    if won is None:
        return JourneyStep("result", _("Result"), "", LATER)
    return JourneyStep("result", _("Won: it will be built") if won else _("Not funded"), "", DONE if won else STOPPED)


def _start(phases: Schedule, kind: PhaseKind) -> datetime | None:
    return next((one.starts_at for one in phases if one.kind is kind), None)


def _coming(phases: Schedule, kind: PhaseKind, now: datetime) -> str:
    start = _start(phases, kind)
    return _from(start) if start is not None and start > now else ""


def _from(start: datetime) -> str:
    return _("From %(day)s") % {"day": date_format(localtime(start), "DATE_FORMAT")}
