"""Reads of the roll: an entry by what a person typed, and figures of its size. Nothing of what people did."""

from __future__ import annotations

from participatory_budget.engine.identities import code_hash, identity_hash
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ElectionKey
from participatory_budget.models.roll import RollEntry, VotingCode


def entry_by_identity(budget: Budget, text: str) -> RollEntry | None:
    """None as well where no key was made yet, and after it was destroyed."""
    key = _roll_key(budget)
    found = identity_hash(key, text) if key else ""
    return RollEntry.objects.filter(budget=budget, identity=found).first() if found else None


def entry_by_code(budget: Budget, text: str) -> RollEntry | None:
    """Whether an account used the code or not. Raises engine.identities.MistypedCodeError."""
    key = _roll_key(budget)
    found = code_hash(key or "00", text)
    if not key:
        return None
    code = VotingCode.objects.filter(code_hash=found, entry__budget=budget).select_related("entry").first()
    return code.entry if code else None


def _roll_key(budget: Budget) -> str:
    return ElectionKey.objects.filter(budget=budget).values_list("roll_key", flat=True).first() or ""
