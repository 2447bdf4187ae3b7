"""Erasure: what a member of staff said for the city stays, without their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.models.update import PromiseUpdate

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def forget_work(user: User) -> None:
    """Inside the transaction of the erasure."""
    Promise.objects.filter(owner=user).update(owner=None)
    for model in (PromiseUpdate, Postponement, Cancellation):
        model.objects.filter(made_by=user).update(made_by=None)
