"""What the workspace knows about the people who work in it; for their own download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from consultations.models.coding import Coding, Reading, SavedFilter, StaffNote
from hub.accounts.models.user import User


def work_of(user: User) -> Mapping[str, Any]:
    """References and ids only: the words of others are not this person's data."""
    return {
        "readings": [
            {
                "reference": row.comment.reference,
                "read_at": row.read_at.isoformat(),
                "coded_at": row.coded_at.isoformat() if row.coded_at else None,
            }
            for row in Reading.objects.filter(reader=user).select_related("comment").order_by("pk")
        ],
        "codings": [
            {
                "reference": row.comment.reference,
                "theme": str(row.theme_id),
                "judgement": row.judgement,
                "settles": row.settles,
                "given_at": row.given_at.isoformat(),
            }
            for row in Coding.objects.filter(reader=user).select_related("comment").order_by("pk")
        ],
        "staff_notes": [
            {"reference": row.comment.reference, "text": row.text, "written_at": row.written_at.isoformat()}
            for row in StaffNote.objects.filter(author=user).select_related("comment").order_by("pk")
        ],
        "saved_filters": [
            {"name": row.name, "query": row.query, "saved_at": row.saved_at.isoformat()}
            for row in SavedFilter.objects.filter(owner=user).order_by("pk")
        ],
    }
