"""Ways to tell whether two cities are the same."""

from __future__ import annotations

import hashlib

from django.db import connection

from hub.audit.models.entry import AuditEntry
from hub.contributions.models.comment import Comment
from whitepapers.models.clause import ClauseText


def fingerprint() -> str:
    """Of every row of every table, as the database has it."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.django_table_names(only_existing=True)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            digest.update(table.encode())
            for row in cursor.fetchall():
                digest.update(repr(row).encode())
    return digest.hexdigest()


def facts() -> list[object]:
    """What a reader sees, without keys and times of this machine."""
    comments = Comment.objects.order_by("reference").values_list(
        "reference",
        "state",
        "reason_code",
        "comment",
        "author_name",
        "received_at",
        "published_at",
        "hub_parent__reference",
    )
    texts = ClauseText.objects.order_by("clause", "language", "version__number").values_list(
        "clause", "language", "sha256"
    )
    trail = AuditEntry.objects.order_by("sequence").values_list("action", "reason_code", "recorded_at")
    return [*comments, *texts, *trail]
