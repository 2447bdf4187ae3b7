"""Writes down which clauses came from which, when the original is published with a split or a merger."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from hub.audit.services import Decision, record_many
from whitepapers.models.clause import Clause
from whitepapers.models.descent import ClauseDescent
from whitepapers.models.document import DocumentVersion
from whitepapers.selectors.body import Part

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def record_descent(
    version: DocumentVersion,
    parts: Sequence[Part],
    clauses: Mapping[str, Clause],
    *,
    before: Collection[UUID],
    actor: User | None,
    now: datetime,
) -> list[ClauseDescent]:
    """One row for each ancestor that a part names and that exists. `before`: clauses of the version before this one.

    Blocks go on naming their ancestors in later versions, so a pair that is known is written again only when it happens
    again: the clause has just come (back), or its ancestor has just gone.
    """
    named = [
        (clauses[part.block_id].pk, clauses[block_id].pk)
        for part in parts
        for block_id in part.came_from
        if part.block_id in clauses and block_id in clauses and block_id != part.block_id
    ]
    if not named:
        return []
    known = set(
        ClauseDescent.objects.filter(version__document=version.document_id).values_list("clause_id", "ancestor_id")
    )
    in_this_version = set(version.descents.values_list("clause_id", "ancestor_id"))
    present = {clauses[part.block_id].pk for part in parts}
    new = [
        (clause, ancestor)
        for clause, ancestor in dict.fromkeys(named)
        if (clause, ancestor) not in in_this_version
        and (
            (clause, ancestor) not in known or clause not in before or (ancestor in before and ancestor not in present)
        )
    ]
    rows = ClauseDescent.objects.bulk_create(
        ClauseDescent(version=version, clause_id=clause, ancestor_id=ancestor) for clause, ancestor in new
    )
    record_many(
        [
            Decision(
                "clause.descended", "whitepapers.clause", clause, data={"from": ancestor, "version": version.number}
            )
            for clause, ancestor in new
        ],
        actor=actor,
        now=now,
    )
    return rows
