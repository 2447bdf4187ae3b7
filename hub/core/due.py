"""What the clock owes. Time is cut into slots of a job's length; a job runs at most once in a slot, on one worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hub.core.models.due_run import DueRun
from hub.core.registries import DueJob, due_jobs

log = structlog.get_logger("hub.due")

REMEMBERED_FOR = timedelta(days=30)


@dataclass
class DueReport:
    ran: list[str] = field(default_factory=list)
    not_yet: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def slot_start(now: datetime, every_seconds: int) -> datetime:
    seconds = int(now.timestamp())
    return datetime.fromtimestamp(seconds - seconds % every_seconds, tz=UTC)


def run_due_jobs(now: datetime, *, should_stop: Callable[[], bool] = lambda: False) -> DueReport:
    """One job's fault never keeps the others from running; a failed one is tried again at the next call."""
    report = DueReport()
    for name, job in due_jobs:
        if should_stop():
            break
        try:
            ran = _run_once(name, job, now)
        except Exception:
            log.exception("due job failed", job=name)
            report.failed.append(name)
        else:
            (report.ran if ran else report.not_yet).append(name)
    return report


def _run_once(name: str, job: DueJob, now: datetime) -> bool:
    slot = slot_start(now, job.every_seconds)
    if DueRun.objects.filter(job=name, slot=slot).exists():
        return False
    if not job.atomic:
        # It talks to the world outside (mail), which cannot be rolled back and must not hold SQLite's only write lock:
        # claimed first, so that a crash half-way means "not again in this slot" and never "twice".
        if not _claim(name, slot, now):
            return False
        job.run(now)
        return True
    with transaction.atomic():
        # The claim and the work are one transaction: a second worker waits at the constraint, and a crash undoes both.
        if not _claim(name, slot, now):
            return False
        job.run(now)
    return True


def _claim(name: str, slot: datetime, now: datetime) -> bool:
    try:
        with transaction.atomic():
            DueRun.objects.create(job=name, slot=slot, ran_at=now)
    except IntegrityError:
        return False  # another worker has it
    return True


def _publish_scheduled(now: datetime) -> None:
    call_command("publish_scheduled", verbosity=0)


def _clear_sessions(now: datetime) -> None:
    call_command("clearsessions", verbosity=0)


def _forget_task_results(now: datetime) -> None:
    if settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
        call_command("prune_db_task_results", min_age_days=14, verbosity=0)


def _forget_due_runs(now: datetime) -> None:
    DueRun.objects.filter(ran_at__lt=now - REMEMBERED_FOR).delete()


def register_built_in_jobs() -> None:
    day = 24 * 60 * 60
    due_jobs.register("publish_scheduled", DueJob(60, _publish_scheduled))
    due_jobs.register("clear_sessions", DueJob(day, _clear_sessions))
    due_jobs.register("forget_task_results", DueJob(day, _forget_task_results))
    due_jobs.register("forget_due_runs", DueJob(day, _forget_due_runs))
