"""Which work of the machine is asked for and not done yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

ANALYSE = "consultations.tasks.analyse"
ALIKE = "alike:"  # and the id of the theme to find more like
# After that something has gone wrong with it, and it may be asked for again.
GIVEN_UP_AFTER = timedelta(hours=2)


def asked_for(consultation: UUID, now: datetime) -> frozenset[str]:
    """Kinds of analysis, and themes. Where tasks are kept elsewhere nothing is known; there is one query at most."""
    if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        return frozenset()
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(
        task_path=ANALYSE, status__in=["READY", "RUNNING"], enqueued_at__gte=now - GIVEN_UP_AFTER
    )
    asked = [one["args"] for one in waiting.values_list("args_kwargs", flat=True)]
    return frozenset(args[1] for args in asked if args[0] == str(consultation))
