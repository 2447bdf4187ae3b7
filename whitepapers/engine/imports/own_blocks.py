"""What people added to an imported text: a new version of the file must not sweep it away."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from whitepapers.engine.imports.parsed import ImportWarning
from whitepapers.enums import PartKind

Block = dict[str, Any]
_PARTS = frozenset(PartKind.values)


def attached_id(block_id: str, kind: str, count: int) -> str:
    """The same table of the same clause keeps its id from import to import, and so its translation."""
    return str(uuid5(NAMESPACE_URL, f"{block_id}/{kind}/{count}"))


def with_own_blocks(
    blocks: list[Block], before: Mapping[str, list[Block]], imported: Container[str]
) -> tuple[list[Block], list[ImportWarning]]:
    """Puts back what people added here: notes behind the clause they stood behind, attachments to their clause."""
    present = {block["id"] for block in blocks}
    behind: dict[str | None, list[Block]] = {}
    lost: list[ImportWarning] = []
    last: str | None = None
    for block_id, group in before.items():
        if group[0]["type"] == PartKind.NOTE:
            if block_id not in present and block_id not in imported:
                behind.setdefault(last, []).extend(group)
            continue
        if block_id in present:
            last = block_id
            behind.setdefault(block_id, [])[:0] = _added_here(block_id, group[1:])
        elif any(_added_here(block_id, group[1:])):
            lost.append(ImportWarning(block_id, _("What was attached here to a clause that is gone went with it.")))
    result: list[Block] = list(behind.pop(None, []))
    for index, block in enumerate(blocks):
        result.append(block)
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or following["type"] in _PARTS:
            owner = next(one["id"] for one in reversed(blocks[: index + 1]) if one["type"] in _PARTS)
            result.extend(behind.pop(owner, []))
    return result, lost


def _added_here(block_id: str, attached: Sequence[Block]) -> list[Block]:
    """Attachments that no import made."""
    made: set[str] = set()
    counts: dict[str, int] = {}
    for one in attached:
        counts[one["type"]] = counts.get(one["type"], 0) + 1
    for kind, count in counts.items():
        made.update(attached_id(block_id, kind, number) for number in range(1, count + 1))
    return [one for one in attached if one["id"] not in made]
