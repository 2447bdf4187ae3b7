"""The secrets of an election: made once, destroyed after the time to contest the result."""

from __future__ import annotations

import secrets

from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ElectionKey


def keys_of(budget: Budget) -> ElectionKey:
    """Made on first use: an import of a register may come weeks before the vote."""
    made = {name: secrets.token_hex(32) for name in ("voter_key", "box_key", "roll_key")}
    key, _created = ElectionKey.objects.get_or_create(budget=budget, defaults=made)
    return key
