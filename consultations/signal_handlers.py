"""Wagtail's publication of a page → one service call."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from consultations.models.pages import OutcomeReportPage
from consultations.publishing import freeze_on_publication
from consultations.services import sync_threads
from whitepapers.models.pages import DocumentPage
from whitepapers.services import snapshot


def document_published(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, DocumentPage):
        user = getattr(revision, "user", None)
        now = instance.last_published_at or timezone.now()
        # Receivers have no order. Taking the version twice takes it once, so we need not hope that ours comes second.
        snapshot(instance, user=user, now=now)
        sync_threads(instance.document_uuid, actor=user, now=now)


def report_published(sender: type, *, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    if isinstance(instance, OutcomeReportPage) and instance.live:
        # Who publishes is not always who wrote: `OutcomeReportPage.publish` leaves the name on the revision.
        publisher = getattr(revision, "publisher", None) or getattr(revision, "user", None)
        freeze_on_publication(instance, actor=publisher, now=timezone.now())
