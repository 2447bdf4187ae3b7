"""Reads of the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from hub.notifications.enums import OPEN_STATES
from hub.notifications.models.outbox import Outbox

STUCK_AFTER = timedelta(hours=1)


def has_due(now: datetime) -> bool:
    return Outbox.objects.due(now).exists()


def stuck_message() -> str | None:
    """For `/readyz`: a message that should have been tried an hour ago means that no worker runs."""
    now = timezone.now()
    stuck = Outbox.objects.filter(state__in=OPEN_STATES, next_try_at__lt=now - STUCK_AFTER).count()
    return f"outbox: {stuck} messages wait since more than an hour" if stuck else None


def messages_to(email: str) -> list[Outbox]:
    return list(Outbox.objects.filter(to=email.strip().lower()).order_by("created_at"))
