"""The texts that a proposal had while it was public, and what changed from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.contributions.engine.redline import redline
from participatory_budget.models.proposal import ProposalRevision

_MARKS = {"same": "same", "deleted": "del", "inserted": "ins"}
Parts = list[dict[str, str]]


@dataclass(frozen=True)
class EarlierText:
    number: int
    written_at: datetime
    language: str
    title: Parts
    description: Parts
    benefit: Parts
    asked_by_city: bool


def history(texts: Sequence[ProposalRevision]) -> list[EarlierText]:
    """The newest first."""
    found, before = [], None
    for text in texts:
        found.append(
            EarlierText(
                number=text.number,
                written_at=text.written_at,
                language=text.language,
                title=_between(before.title if before else None, text.title),
                description=_between(before.description if before else None, text.description),
                benefit=_between(before.benefit if before else None, text.benefit),
                asked_by_city=text.scope_change_id is not None,
            )
        )
        before = text
    return found[::-1]


def _between(old: str | None, new: str) -> Parts:
    if old is None or old == new:
        return [{"op": "same", "text": new}] if new else []
    return [{"op": _MARKS[part.kind], "text": part.text} for part in redline(old, new)]
