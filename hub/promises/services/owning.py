"""Who of the staff is reminded of a promise."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.accounts.permissions import roles_of
from hub.audit.services import record
from hub.promises.models.promise import Promise
from hub.promises.services.errors import PromiseError
from hub.promises.services.moving import locked

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def set_owner(promise_id: UUID, *, owner: User | None, actor: User | None, now: datetime) -> Promise:
    """Nobody in particular: everybody with the role is reminded. The log does not say who it is."""
    found = locked(promise_id, actor)
    # First: who has left the staff since may stay until somebody else is named.
    if found.owner_id == (owner.pk if owner else None):
        return found
    if owner is not None and not roles_of(owner):
        raise PromiseError(_("Only members of staff look after promises."), "owner")
    found.owner = owner
    found.save(update_fields=["owner"])
    record(
        "promise.owner_set",
        subject="promises.promise",
        subject_id=found.pk,
        actor=actor,
        data={"somebody": owner is not None},
        now=now,
    )
    return found
