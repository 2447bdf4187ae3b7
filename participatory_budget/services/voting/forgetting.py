"""Letting go of what a person chose and did not cast."""

from __future__ import annotations

from hub.accounts.models.user import User
from participatory_budget.models.basket import Basket


def forget_baskets(user: User) -> None:
    Basket.objects.filter(account=user).delete()
