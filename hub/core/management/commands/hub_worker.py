"""Background work in one process: tasks from the database as they come, and each minute what the clock owes."""

from __future__ import annotations

import threading
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from hub.core.due import run_due_jobs
from hub.core.parent import end_with_supervisor
from hub.core.production_faults import refuse_unsafe_database

log = structlog.get_logger("hub.worker")

LONGEST_PAUSE = 30.0
ENDS_WITHIN = 10.0


class Command(BaseCommand):
    help = "Runs background tasks and, each minute, the jobs that are due. Ends on SIGTERM or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between looks at the task queue")
        parser.add_argument("--due-every", type=float, default=60.0, help="seconds between looks at the clock")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unsafe_database()
        worker = _task_worker(options["interval"])
        # Before anything says that we run: whoever reads it may tell us to end at once.
        worker.configure_signals()
        end_with_supervisor()
        ending = threading.Event()
        clock = threading.Thread(
            target=self._watch_clock, args=(ending, options["due_every"]), daemon=True, name="due-jobs"
        )
        # A signal ends us from the very line that says we run: that line stands inside, too.
        try:
            clock.start()
            log.info("worker started")
            self._work(worker, ending)
        finally:
            # A job that does not end in time is cut off: its transaction is undone, and it runs again after a restart.
            ending.set()
            if clock.is_alive():
                clock.join(ENDS_WITHIN)
            log.info("worker ended")

    def _work(self, worker: Worker, ending: threading.Event) -> None:
        if not settings.TASKS["default"]["BACKEND"].startswith("django_tasks_db"):
            log.info("tasks run inside requests (TASKS_URL); this worker only watches the clock")
            while worker.running:
                ending.wait(worker.interval)
            return
        pause = 1.0
        while worker.running:
            try:
                worker.run()
            except (DatabaseError, InterfaceError) as error:
                # The database restarts, fails over, or is locked by a backup: wait and go on, as the web server does.
                log.warning("database does not answer", error=type(error).__name__, again_in_seconds=pause)
                connections.close_all()
                ending.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = 1.0

    def _watch_clock(self, ending: threading.Event, every: float) -> None:
        while not ending.is_set():
            close_old_connections()
            try:
                report = run_due_jobs(timezone.now(), should_stop=ending.is_set)
                if report.ran:
                    log.info("due jobs ran", jobs=report.ran)
            except (DatabaseError, InterfaceError) as error:
                log.warning("database does not answer", error=type(error).__name__)
            finally:
                connections.close_all()
            ending.wait(every)


def _task_worker(interval: float) -> Worker:
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
