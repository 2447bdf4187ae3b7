"""Wagtail's publication of a page → one service call."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from consultations.models.pages import ConsultationPage, OutcomeReportPage
from consultations.publishing import freeze_on_publication
from consultations.services import sync_threads
from consultations.services.found import (
    tell_search_of,
    tell_search_of_documents,
    tell_search_that_report_came_or_went,
)
from whitepapers.models.pages import DocumentPage
from whitepapers.selectors import comes_into_view
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


def consultation_published(sender: type, *, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ConsultationPage):
        tell_search_of(instance.consultation_id, appeared=comes_into_view(instance))


def consultation_unpublished(sender: type, *, instance: Any, **kwargs: Any) -> None:
    """What stood on the page, the search sees for itself; not what is shown elsewhere because of it."""
    _tell_around(instance)


def restriction_changed(sender: type, *, instance: Any, **kwargs: Any) -> None:
    # Deleted together with its page: that was un-published before.
    if page := Page.objects.filter(pk=instance.page_id).first():
        page_changed_place(sender, instance=page)


def page_changed_place(sender: type, *, instance: Any, **kwargs: Any) -> None:
    """Moved or restricted, or not any more: with all below it. A report alone changes the consultation above it."""
    _tell_around(OutcomeReportPage.objects.filter(pk=instance.pk).first())
    for page in ConsultationPage.objects.descendant_of(instance, inclusive=True).iterator():
        _tell_around(page)


def _tell_around(page: Any) -> None:
    """Documents get or lose their process and who is responsible; a consultation what was promised in its report."""
    if isinstance(page, ConsultationPage):
        tell_search_of_documents(page.consultation_id)
    elif isinstance(page, OutcomeReportPage):
        tell_search_that_report_came_or_went(page.consultation.pk)
