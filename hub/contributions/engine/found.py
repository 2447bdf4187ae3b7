"""Under which kind a contribution is found. Pure."""

from __future__ import annotations

from hub.contributions.enums import Position

COMMENT, QUESTION = "comment", "question"


def kind_of(position: str) -> str:
    return QUESTION if position == Position.QUESTION else COMMENT
