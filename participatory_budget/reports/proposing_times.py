"""When proposals are taken, as somebody who comes too early or too late needs to know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from participatory_budget.enums import PhaseKind
from participatory_budget.phases import Schedule


@dataclass(frozen=True)
class ProposingTimes:
    """`opens_at` only while it is ahead, `closes_at` only while it is open, `closed_at` only when it is over."""

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None


def proposing_times(phases: Schedule, now: datetime) -> ProposingTimes:
    phase = next((one for one in phases if one.kind is PhaseKind.PROPOSALS), None)
    if phase is None:
        return ProposingTimes()
    if now < phase.starts_at:
        return ProposingTimes(opens_at=phase.starts_at)
    if now < phase.ends_at:
        return ProposingTimes(closes_at=phase.ends_at)
    return ProposingTimes(closed_at=phase.ends_at)
