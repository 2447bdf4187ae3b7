"""Brings database, translations and static files up to what the code needs. `script/setup` and `script/server` call it
at each start, so it looks first and does only what is missing.
"""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import NoReverseMatch, reverse

from hub.core import catalogues
from hub.core.production_faults import DEMO_ADDRESSES
from hub.core.sites import keep_sites_in_step

DEMO_PASSWORD = "demo-hub-2026"  # noqa: S105 - public by contract; never created in production


class Command(BaseCommand):
    help = "Migrates, compiles translations and, where asked for, collects static files and seeds the demo city."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--static", action="store_true", help="collect static files where they changed")
        parser.add_argument("--seed", action="store_true", help="seed the demo city once (never in production)")
        parser.add_argument("--addresses", type=Path, help="write the hub's addresses and demo accounts to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in (settings.DATA_DIR, Path(settings.MEDIA_ROOT), Path(settings.KEYS_DIR)):
            folder.mkdir(parents=True, exist_ok=True)
        for language in catalogues.languages():
            catalogues.compile_catalogue(language)
        self._migrate()
        if settings.HUB_ENV == "production":
            # The audit log is signed from its first day. A key that was lost is refused here, not quietly replaced.
            call_command("audit_key", generate=True, stdout=StringIO())
        if options["static"]:
            self._collect_static()
        if options["seed"] and settings.DEMO_ALLOWED:
            self._seed()
        if options["addresses"]:
            options["addresses"].write_text("\n".join(self._addresses()) + "\n", encoding="utf-8")

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            raise CommandError(f"the database (DATABASE_URL) does not answer: {str(error).splitlines()[0]}") from error
        if waiting:
            self.stdout.write(f"Preparing the database: {len(waiting)} migrations …")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)
        else:
            keep_sites_in_step(sender=apps.get_app_config("core"))

    def _collect_static(self) -> None:
        stamp, wanted = Path(settings.STATIC_ROOT) / ".collected", _static_fingerprint()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("Collecting static files …")
        self.stdout.flush()
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(wanted)

    def _seed(self) -> None:
        # The accounts come and go with the rest of the demo city, in one transaction.
        if get_user_model()._default_manager.filter(email__in=DEMO_ADDRESSES).exists():
            return
        self.stdout.write("Building the demo city, once …")
        self.stdout.flush()
        call_command("seed_demo")

    def _addresses(self) -> list[str]:
        lines = [f"  {name:<12}{settings.PUBLIC_URL}/{code}/" for code, name in settings.LANGUAGES]
        lines.append(f"  {'Editor':<12}{settings.PUBLIC_URL}/cms/")
        try:
            lines.append(f"  {'Mail sent':<12}{settings.PUBLIC_URL}{reverse('demo_mailbox')}")
        except NoReverseMatch:
            if "filebased" in settings.EMAIL_BACKEND:
                lines.append(f"  {'Mail sent':<12}{settings.EMAIL_FILE_PATH}")
        if settings.DEMO_ALLOWED:
            people = get_user_model()._default_manager.filter(email__in=DEMO_ADDRESSES)
            known = set(people.values_list("email", flat=True))
            if known:
                lines.append(f"\nDemo accounts, all with the password {DEMO_PASSWORD}:")
                lines += [f"  {address}" for address in DEMO_ADDRESSES if address in known]
        return lines


def _static_fingerprint() -> str:
    """Names, sizes and times of all static files: reading them all at each start would cost what it saves."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
