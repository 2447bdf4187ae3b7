"""What the threads of projects are about, told in the reader's language, for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Page

from hub.core.registries import ThreadSubject
from participatory_budget.models.delivery import Delivery
from participatory_budget.permissions.deliveries import user_can_report
from participatory_budget.selectors.deliveries import project_pages, title_language
from participatory_budget.selectors.pages import budget_pages
from participatory_budget.selectors.process_pages import process_key, unless_active


def describe(thread_ids: Sequence[UUID], now: datetime) -> dict[UUID, ThreadSubject]:
    """Three queries, however many threads."""
    deliveries = list(Delivery.objects.filter(thread__in=thread_ids).select_related("promise", "budget"))
    if not deliveries:
        return {}
    language = get_language() or settings.LANGUAGE_CODE
    pages = project_pages([one.pk for one in deliveries], language)
    parents = budget_pages({one.budget_id for one in deliveries}, language)
    return {one.thread_id: _subject(one, pages.get(one.pk), parents.get(one.budget_id), now) for one in deliveries}


def _subject(delivery: Delivery, page: Page | None, parent: Page | None, now: datetime) -> ThreadSubject:
    url = (page.get_url() or "") if page else ""
    return ThreadSubject(
        title=page.title if page else delivery.budget.slug,
        url=f"{url}reports/" if url else "",
        about_url=url,
        text="",
        text_language="",
        version=None,
        process_title=parent.title if parent else delivery.budget.slug,
        process_url=(parent.get_url() or "") if parent else "",
        # From the day that it is public, and without an end: people pass by for years.
        opens_at=None,
        closes_at=None,
        phase="",
        accepts_contributions=bool(url) and user_can_report(delivery, now),
        # Always: a photo shows people and places, and nobody can take back what was seen.
        premoderated=True,
        attachments_allowed=True,
        reactions_allowed=False,
        title_language=unless_active(_language_of(delivery, page)) if page else "",
        process_language=unless_active(parent.locale.language_code) if parent else "",
        process_key=process_key(delivery.budget_id),
        page_keys=(page.translation_key,) if page else (),
    )


def _language_of(delivery: Delivery, page: Page) -> str:
    return title_language(delivery.promise.titles, page.title, page.locale.language_code)
