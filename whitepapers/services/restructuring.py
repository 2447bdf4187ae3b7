"""Splitting and merging clauses of a draft, so that what was said about them can be followed afterwards.

The clause that a split leaves keeps its identity; the new one says where it came from. A merger keeps the clause above,
which then says whom it took in. Publication writes the ancestry down (services/descent.py); until then a revision
undoes it. The editor's own buttons (static/whitepapers/clauses.js) do the same to a form that is not saved yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from whitepapers.engine.splitting import cut_at, cuts, joined
from whitepapers.enums import AttachedKind, PartKind
from whitepapers.permissions import user_can_restructure
from whitepapers.selectors.attached import IS_ATTACHED

if TYPE_CHECKING:
    from hub.accounts.models.user import User


class RestructuringError(ValueError):
    """It cannot be done; the message says why, in the active language."""


@transaction.atomic
def split_clause(
    page: Any, block_id: str, position: int, *, user: User, now: datetime, revision_id: int | None = None
) -> str:
    """Cuts the clause of the latest draft at one of `engine.splitting.cuts`; returns the id of the new clause."""
    draft, blocks = _draft(page, user, revision_id)
    index = _index(blocks, block_id)
    value = blocks[index]["value"]
    if position not in {cut.position for cut in cuts(value.get("text") or "")}:
        raise RestructuringError(_("The text has changed since; choose again where to split it."))
    first, second = cut_at(value["text"], position)
    new = {
        **value,
        "number": "",
        "heading": "",
        "summary": "",
        "text": second,
        "came_from": block_id,
    }
    new_id = str(uuid4())
    blocks[index] = {**blocks[index], "value": {**value, "text": first}}
    blocks.insert(index + 1, {"type": str(PartKind.CLAUSE), "id": new_id, "value": new})
    _save(draft, blocks, "clause.split", {"block": block_id, "new_block": new_id}, user=user, now=now)
    return new_id


@transaction.atomic
def merge_clause(page: Any, block_id: str, *, user: User, now: datetime, revision_id: int | None = None) -> str:
    """Adds the clause of the latest draft to the one above it; returns the id of the clause that stays."""
    draft, blocks = _draft(page, user, revision_id)
    index = _index(blocks, block_id)
    above = clause_above(blocks, index)
    if above is None:
        raise RestructuringError(_("No clause stands right above this one: a clause is not merged across a heading."))
    gone, stays = blocks[index]["value"], blocks[above]["value"]
    kept_id = str(blocks[above]["id"])
    heading = escape((gone.get("heading") or "").strip())
    merged = {
        **stays,
        "summary": " ".join(filter(None, [(stays.get("summary") or "").strip(), (gone.get("summary") or "").strip()])),
        "came_from": ancestry(stays.get("came_from"), block_id, gone.get("came_from"), but_not=kept_id),
    }
    words = joined("", heading, gone.get("text") or "")
    if index - above == 1:
        merged["text"] = (stays.get("text") or "") + words
        del blocks[index]
    elif words:
        # A table or picture stands between: the text goes on behind it.
        blocks[index] = {"type": str(AttachedKind.CONTINUATION), "id": str(uuid4()), "value": {"text": words}}
    else:
        del blocks[index]
    blocks[above] = {**blocks[above], "value": merged}
    _save(draft, blocks, "clause.merged", {"block": block_id, "into_block": kept_id}, user=user, now=now)
    return kept_id


def clause_above(blocks: Sequence[Any], index: int) -> int | None:
    """The clause that this one can be merged into: only what belongs to that clause may stand between."""
    for position in range(index - 1, -1, -1):
        kind = blocks[position]["type"]
        if kind == PartKind.CLAUSE:
            return position
        if kind not in IS_ATTACHED:
            return None
    return None


def ancestry(*came_from: str | None, but_not: str) -> str:
    ids = [one.strip() for value in came_from for one in (value or "").split(",")]
    return ",".join(dict.fromkeys(one for one in ids if one and one != but_not))


def _draft(page: Any, user: User, revision_id: int | None) -> tuple[Any, list[dict[str, Any]]]:
    if not user_can_restructure(user, page):
        raise PermissionDenied
    page = type(page).objects.select_for_update().get(pk=page.pk)
    if revision_id is not None and revision_id != page.latest_revision_id:
        raise RestructuringError(_("Somebody has saved this document in the meantime. Look at it again, then repeat."))
    draft = page.get_latest_revision_as_object()
    return draft, [dict(block) for block in draft.body.get_prep_value()]


def _index(blocks: Sequence[dict[str, Any]], block_id: str) -> int:
    for index, block in enumerate(blocks):
        if str(block["id"]) == block_id and block["type"] == PartKind.CLAUSE:
            return index
    raise RestructuringError(_("This clause is no longer in the draft."))


def _save(
    draft: Any, blocks: list[dict[str, Any]], action: str, data: dict[str, str], *, user: User, now: datetime
) -> None:
    draft.body = blocks
    draft.save_revision(user=user, log_action=True, clean=False)
    record(action, subject="whitepapers.document", subject_id=draft.translation_key, actor=user, data=data, now=now)
