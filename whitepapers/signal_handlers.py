"""Publication of a document page → one service call."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from whitepapers.models.pages import DocumentPage
from whitepapers.services import snapshot


def take_version(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, DocumentPage):
        snapshot(instance, user=getattr(revision, "user", None), now=instance.last_published_at or timezone.now())
