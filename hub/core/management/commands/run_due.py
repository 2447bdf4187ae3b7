"""Does all that the clock owes now. The worker calls it each minute; cron may do so instead."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from hub.core.due import run_due_jobs
from hub.core.engine.dates import is_plausible


class Command(BaseCommand):
    help = "Runs every job whose time has come, each at most once in its slot of time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", help="pretend that it is this time (ISO 8601; without an offset it is UTC)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["now"]:
            try:
                now = datetime.fromisoformat(options["now"])
            except ValueError:
                self._end({"error": f"{options['now']!r} is not a time such as 2026-06-30T12:00:00Z", "where": "--now"})
            if not is_plausible(now):
                self._end({"error": f"nothing is due in the year {now.year}", "where": "--now"})
            now = now if now.tzinfo else now.replace(tzinfo=UTC)
        report = run_due_jobs(now)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
        else:
            self.stdout.write(f"Ran: {', '.join(report.ran) or 'nothing was due'}.")
            if report.failed:
                self.stderr.write(f"Failed: {', '.join(report.failed)}. The log says why.")
        if report.failed:
            sys.exit(1)

    def _end(self, refusal: dict[str, str]) -> None:
        self.stdout.write(json.dumps(refusal))
        sys.exit(1)
