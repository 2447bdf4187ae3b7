"""The clauses of a draft as the editor's tools list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whitepapers.engine.splitting import Cut, cuts
from whitepapers.enums import PartKind
from whitepapers.selectors.attached import IS_ATTACHED
from whitepapers.selectors.body import parts_of
from whitepapers.selectors.labels import shown_number


@dataclass(frozen=True)
class OutlineRow:
    """A heading, clause or note of the draft."""

    block_id: str
    kind: str
    number: str
    heading: str
    beginning: str
    depth: int
    can_merge: bool  # a clause stands right above
    can_split: bool

    @property
    def is_clause(self) -> bool:
        return self.kind == PartKind.CLAUSE

    @property
    def name(self) -> str:
        return f"{self.number} {self.heading or self.beginning}".strip()


def outline_of(page: Any) -> list[OutlineRow]:
    """Of the page as it stands in memory."""
    blocks = [block for block in page.body if block.block_type not in IS_ATTACHED]
    rows: list[OutlineRow] = []
    for block, part in zip(blocks, parts_of(page.body, page.locale.language_code), strict=True):
        is_clause = part.kind == PartKind.CLAUSE
        rows.append(
            OutlineRow(
                block_id=part.block_id,
                kind=part.kind,
                number=shown_number(part.role, part.number),
                heading=part.heading,
                beginning=_beginning(part.text),
                depth=part.level,
                can_merge=is_clause and bool(rows) and rows[-1].is_clause,
                can_split=is_clause and bool(cuts_of(block)),
            )
        )
    return rows


def cuts_of(block: Any) -> Sequence[Cut]:
    """Where the text of this clause can be cut in two."""
    text = block.value.get("text")
    return cuts(text.source) if text else []


def numbers_of(page: Any) -> dict[str, str]:
    """Number by block, as the draft is counted now."""
    return {
        part.block_id: shown_number(part.role, part.number) for part in parts_of(page.body, page.locale.language_code)
    }


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:14]) + (" …" if len(words) > 14 else "")
