"""Followers of a document, and of the clauses that changed, are told of a new version."""

from __future__ import annotations

from datetime import datetime

from hub.notifications.services import announce
from whitepapers.models.document import DocumentVersion

VERSION_NEWS = "document.version"


def tell_new_version(version: DocumentVersion, *, now: datetime) -> None:
    """The first one is no news: nobody could follow the text before."""
    if version.number > 1:
        announce(
            VERSION_NEWS,
            payload={"document": str(version.document_id), "version": version.number},
            dedupe_key=f"version:{version.document_id}:{version.number}",
            now=now,
        )
