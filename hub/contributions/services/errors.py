"""What a service says when it does not do what it was asked."""

from __future__ import annotations

from hub.contributions.enums import Refusal
from hub.moderation.engine.transitions import DecisionRefusedError


class RefusedError(DecisionRefusedError):
    """`refusal.label` is meant for the person who asked; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal

    @property
    def message(self) -> str:  # type: ignore[override]
        return str(self.refusal.label)
