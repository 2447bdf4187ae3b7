"""What staff do with a promise from a form: one door for all moves, which also knows second clicks and second tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.promises.engine.actions import Action, actions_in, mark_of
from hub.promises.enums import PromiseState
from hub.promises.models.promise import Promise
from hub.promises.services.errors import PromiseError
from hub.promises.services.moving import cancel, keep, locked, postpone, set_due, start
from hub.promises.services.owning import set_owner
from hub.promises.services.updating import write_update

if TYPE_CHECKING:
    from hub.accounts.models.user import User

# Each takes the promise's id and, by name, what its form asks.
SERVICES: Mapping[Action, Callable[..., Any]] = {
    Action.START: start,
    Action.REOPEN: start,
    Action.KEEP: keep,
    Action.POSTPONE: postpone,
    Action.DAY: set_due,
    Action.CANCEL: cancel,
    Action.UPDATE: write_update,
    Action.OWNER: set_owner,
}


@transaction.atomic
def act(
    promise_id: UUID, action: Action, facts: Mapping[str, Any], *, seen: str, actor: User, now: datetime
) -> Promise:
    """`seen` is the mark of what stood there when the form was opened."""
    found = locked(promise_id, actor)
    if action is not Action.UPDATE and seen != mark_of(found.state, found.due_on, found.owner_id):
        if _stands(found, action, facts):
            # The second click of a double click.
            return found
        raise PromiseError(
            _("Somebody else changed it in the meantime. Look at what stands there now, then send it again."), "seen"
        )
    if action not in actions_in(found.state, found.due_on):
        raise PromiseError(
            _("It is “%(state)s” already: that cannot be done now.") % {"state": found.get_state_display()}
        )
    SERVICES[action](promise_id, **facts, actor=actor, now=now)
    found.refresh_from_db()
    return found


def _stands(found: Promise, action: Action, facts: Mapping[str, Any]) -> bool:
    """Is it already as this form would make it?"""
    match action:
        case Action.START:
            return found.state == PromiseState.STARTED and found.started_on == facts["on"]
        case Action.REOPEN:
            return found.state == PromiseState.STARTED
        case Action.KEEP:
            return found.state == PromiseState.KEPT and found.kept_on == facts["on"]
        case Action.POSTPONE:
            return found.due_on == facts["until"]
        case Action.DAY:
            return found.due_on == facts["due_on"]
        case Action.CANCEL:
            return found.state == PromiseState.CANCELLED
        case Action.OWNER:
            return found.owner_id == (facts["owner"].pk if facts["owner"] else None)
        case _:
            return False
