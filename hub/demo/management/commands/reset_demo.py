"""manage.py reset_demo: throws everything away and builds Port Zeitoun anew."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hub.demo.management.arguments import moment
from hub.demo.services import DemoError, reset
from hub.demo.services.seeding import require_demo_allowed


class Command(BaseCommand):
    help = (
        "Deletes ALL data of this hub (accounts, documents, contributions, the record, uploads, mail) and seeds anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--now", type=moment, help="The day of seeding, ISO 8601; all dates are counted from it.")
        parser.add_argument("--noinput", "--yes", action="store_false", dest="interactive", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            require_demo_allowed()
            if options["interactive"] and not self._is_sure():
                raise CommandError("Nothing was changed.")
            reset(options["now"] or timezone.now())
        except DemoError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Port Zeitoun is as on its first day.")

    def _is_sure(self) -> bool:
        name = settings.DATABASES["default"]["NAME"]
        return input(f"Delete everything in {name}, all uploads and all mail? Type yes: ").strip().lower() == "yes"
