"""Somebody erases their account: it leaves the roll, and their right to vote is still used at most once."""

from __future__ import annotations

from hub.accounts.models.user import User
from participatory_budget.models.basket import Basket
from participatory_budget.models.roll import RollEntry


def take_off_roll(user: User) -> int:
    """The entry stays with its hash, so that the same number is not voted with twice; it names nobody any more."""
    Basket.objects.filter(account=user).delete()
    return RollEntry.objects.filter(account=user).update(account=None)
