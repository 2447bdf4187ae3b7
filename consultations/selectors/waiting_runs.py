"""Which work of the machine is asked for and not done yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

ANALYSE = "consultations.tasks.analyse"
# After that something has gone wrong with it, and it may be asked for again.
GIVEN_UP_AFTER = timedelta(hours=2)


def is_being_worked_out(consultation: UUID, kind: str, now: datetime) -> bool:
    """Where tasks are kept in the database; otherwise they are done before the page comes."""
    if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        return False
    from django_tasks_db.models import DBTaskResult

    waiting = DBTaskResult.objects.filter(
        task_path=ANALYSE, status__in=["READY", "RUNNING"], enqueued_at__gte=now - GIVEN_UP_AFTER
    )
    asked = [one["args"][:2] for one in waiting.values_list("args_kwargs", flat=True)]
    return [str(consultation), kind] in asked
