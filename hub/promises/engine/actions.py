"""What can be done with a promise as it stands. Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from hub.promises.enums import OPEN_STATES, PromiseState


class Action(StrEnum):
    """The last part of the address of its form."""

    UPDATE = "update"
    START = "start"
    KEEP = "keep"
    POSTPONE = "postpone"
    DAY = "day"
    CANCEL = "cancel"
    REOPEN = "reopen"
    OWNER = "owner"


def actions_in(state: str, due_on: date | None) -> tuple[Action, ...]:
    """In the order in which they are offered."""
    if state not in OPEN_STATES:
        return (Action.UPDATE, Action.REOPEN, Action.OWNER)
    begun = () if state == PromiseState.STARTED else (Action.START,)
    later = (Action.POSTPONE,) if due_on is not None else ()
    return (Action.UPDATE, *begun, Action.KEEP, *later, Action.DAY, Action.CANCEL, Action.OWNER)


def mark_of(state: str, due_on: date | None, owner_id: int | None) -> str:
    """What two tabs must agree on."""
    return f"{state}.{due_on.isoformat() if due_on else ''}.{owner_id or ''}"
