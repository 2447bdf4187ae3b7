"""manage.py seed_demo: builds the fictional city of Port Zeitoun, once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hub.demo.management.arguments import moment
from hub.demo.services import DemoError, seed


class Command(BaseCommand):
    help = "Fills the hub with the demo city of Port Zeitoun. Run again, it changes nothing. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=moment, help="The day of seeding, ISO 8601; all dates are counted from it.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            built = seed(options["now"] or timezone.now())
        except DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Port Zeitoun is built." if built else "Port Zeitoun stands already; nothing was changed.")
