"""The file of a project behind its page, for whoever may read it."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from wagtail.models import Page

from hub.contributions.selectors import subject_of
from hub.core.registries import ThreadSubject
from participatory_budget.models.delivery import Delivery


def reported_on(page: Page, name: str, now: datetime) -> tuple[Delivery, ThreadSubject]:
    """What stands behind the action in the address is nothing; what is not public is not there."""
    delivery = Delivery.objects.select_related("promise", "thread", "budget").get(pk=page.delivery_id)
    subject = subject_of(delivery.thread, now)
    if name or subject is None or not subject.url or delivery.promise.published_at is None:
        raise Http404
    return delivery, subject
