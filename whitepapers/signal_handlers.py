"""Publication of a document page → one service call; its deletion → refused."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.utils import timezone

from whitepapers.models.pages import DocumentPage
from whitepapers.models.workflow import ReadinessTask
from whitepapers.selectors import comes_into_view, kept_pages, latest_version
from whitepapers.services import snapshot
from whitepapers.services.found import tell_search
from whitepapers.services.news import tell_new_version
from whitepapers.services.workflow import settle_readiness


def take_version(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, DocumentPage):
        now = instance.last_published_at or timezone.now()
        snapshot(instance, user=getattr(revision, "user", None), now=now)
        version = latest_version(instance.document_uuid)
        # Whoever took it (receivers have no order): a version of this very moment is the one just published.
        if version is not None and version.published_at == now:
            tell_new_version(version, now=now)
        elif version is not None:
            # Nothing new was said, but the page may have another title, or be back after it was taken down.
            tell_search(instance.document_uuid, with_clauses=comes_into_view(instance))


def check_readiness(sender: type, *, instance: Any, user: Any = None, **kwargs: Any) -> None:
    """A task of a workflow has begun."""
    if isinstance(instance.task.specific, ReadinessTask):
        settle_readiness(instance, user=user)


def refuse_deletion(sender: type, *, instance: Any, **kwargs: Any) -> None:
    """The editor is told before (`wagtail_hooks`); this is for commands, shells and whatever deletes a parent."""
    if isinstance(instance, DocumentPage) and (kept := kept_pages([instance])):
        raise ProtectedError("A published document is never deleted; unpublish it.", set(kept))
