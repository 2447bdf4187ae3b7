"""Publication of a document page → one service call."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from whitepapers.models.pages import DocumentPage
from whitepapers.selectors import latest_version
from whitepapers.services import snapshot
from whitepapers.services.news import tell_new_version


def take_version(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, DocumentPage):
        now = instance.last_published_at or timezone.now()
        snapshot(instance, user=getattr(revision, "user", None), now=now)
        version = latest_version(instance.document_uuid)
        # Whoever took it (receivers have no order): a version of this very moment is the one just published.
        if version is not None and version.published_at == now:
            tell_new_version(version, now=now)
