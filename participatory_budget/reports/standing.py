"""Where a budget stands in time, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from participatory_budget.enums import PhaseKind
from participatory_budget.phases import Phase, last_phase, next_phase, phase_at


@dataclass(frozen=True)
class Standing:
    """`kind` is a tag's; `label` the phase. `until` where one is running, `since` where something is over."""

    kind: str
    label: str
    is_running: bool
    until: datetime | None = None
    starts: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True)
class PhaseStep:
    """For the timeline."""

    kind: PhaseKind
    title: str
    state: str
    text: str
    starts_at: datetime
    ends_at: datetime
    is_current: bool = False  # of those that run now, the one that the budget is said to be in


def standing(phases: Sequence[Phase], now: datetime, *, has_results: bool, is_over: bool) -> Standing:
    current = phase_at(phases, now)
    if current is not None:
        return Standing("open", str(current.kind.label), True, until=current.ends_at)
    if has_results:
        return Standing("accepted", pgettext("state of a budget", "Decided"), False)
    if is_over:
        return Standing("closed", _("Voting is over"), False)
    coming = next_phase(phases, now)
    if coming is not None:
        return Standing("announced", str(coming.kind.label), False, starts=coming.starts_at)
    over = last_phase(phases, now)
    if over is None:
        return Standing("announced", pgettext("phase of a budget", "Announced"), False)
    return Standing(
        "closed", _("Voting is over") if over.kind is PhaseKind.VOTING else _("Over"), False, since=over.ends_at
    )


def steps(phases: Sequence[Phase], now: datetime) -> list[PhaseStep]:
    """Phases may run side by side: each says for itself whether it is running."""
    current = phase_at(phases, now)
    return [
        PhaseStep(
            kind=one.kind,
            title=str(one.kind.label),
            state="now" if one.holds(now) else "done" if one.ends_at <= now else "planned",
            text=phase_text(one.kind),
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            is_current=one == current,
        )
        for one in phases
    ]


def phase_text(kind: PhaseKind) -> str:
    return {
        PhaseKind.INFORMATION: _("What it is about, how much money there is and by which rules it is given out."),
        PhaseKind.PROPOSALS: _("Everyone can hand in an idea."),
        PhaseKind.SUPPORTS: _("Ideas gather supporters."),
        PhaseKind.EVALUATION: _("Staff check what is feasible and what it costs, in the open."),
        PhaseKind.VOTING: _("The vote on the projects."),
        PhaseKind.RESULTS: _("The votes are counted; the result and its reasons are public."),
        PhaseKind.IMPLEMENTATION: _("What won is built."),
    }[kind]
