"""Addresses of clauses within a document (`sec_4__subsec_1`): safe in a URL, minted once, unique in the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from uuid import UUID, uuid5

from whitepapers.engine.numbering import Place, fold_digits
from whitepapers.enums import PartKind

SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
MAX_LENGTH = 100
LONGEST_GIVEN = 250
# Ids that our own pages use.
RESERVED = frozenset(
    ["main", "content", "contents", "title", "thread", "thread-title", "composer", "search", "toc", "about"]
)
# Akoma Ntoso's short names, by depth of the number.
_NAMES = ("sec", "subsec", "para", "subpara", "point", "subpoint")


def clause_uuid(document: UUID, block_id: str) -> UUID:
    """The same block of the same document is the same clause, everywhere; a copy of the page has clauses of its own."""
    return uuid5(document, block_id)


def is_safe(eid: str) -> bool:
    return len(eid) <= MAX_LENGTH and SAFE.fullmatch(eid) is not None


def is_free_for_addresses(eid: str) -> bool:
    """A name from a file that may stand in an address and in a page, where some names have a meaning already."""
    return SAFE.fullmatch(eid) is not None and len(eid) <= LONGEST_GIVEN and eid not in RESERVED


def mint(
    block_ids: Sequence[str], kinds: Sequence[str], places: Sequence[Place], known: Mapping[str, str], taken: Set[str]
) -> dict[str, str]:
    """Addresses for the blocks that have none yet. `known`: block → address; `taken`: all addresses ever given."""
    minted: dict[str, str] = {}
    occupied = set(taken)
    ordinals: dict[str, int] = {}
    for index, (block_id, kind, where) in enumerate(zip(block_ids, kinds, places, strict=True)):
        if block_id in known or block_id in minted:
            continue
        name, tail = _own_name(kind, where, _counted_depth(places, index), ordinals)
        parent = _counted_parent(places, index) if where.is_counted else None
        prefix = ""
        if parent is not None:
            parent_block = block_ids[parent]
            prefix = f"{known.get(parent_block) or minted[parent_block]}__"
        wish = f"{prefix}{name}_{tail}"
        if not is_safe(wish):
            wish = f"cl_{uuid5(UUID(int=0), block_id).hex[:12]}"
        eid, copy = wish, 1
        while eid in occupied:
            copy += 1
            eid = f"{wish}-{copy}"
        occupied.add(eid)
        minted[block_id] = eid
    return minted


def _own_name(kind: str, where: Place, depth: int, ordinals: dict[str, int]) -> tuple[str, str]:
    if kind == PartKind.NOTE:
        name = "note"
    elif where.is_annex:
        name = "annex"
    elif where.is_counted:
        name = _NAMES[min(depth, len(_NAMES) - 1)]
    else:
        name = "part" if kind == PartKind.HEADING else "cl"
    ordinals[name] = ordinals.get(name, 0) + 1
    # A number in letters that no URL carries (“أ”) gives way to the position.
    tail = _UNSAFE.sub("", fold_digits(where.tail)) or str(ordinals[name])
    return name, tail


def _counted_parent(places: Sequence[Place], index: int) -> int | None:
    parent = places[index].parent
    while parent is not None and not places[parent].is_counted:
        parent = places[parent].parent
    return parent


def _counted_depth(places: Sequence[Place], index: int) -> int:
    depth, parent = 0, _counted_parent(places, index)
    while parent is not None:
        depth, parent = depth + 1, _counted_parent(places, parent)
    return depth
