"""A hub as it was when the backup was written."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from hub.core.backup.errors import BackupError
from hub.core.backup.load import rebuild_search, restore_backup
from hub.core.management.json_command import JsonCommand, Refusal


class Command(JsonCommand):
    help = "Restores FILE into a freshly migrated hub, or with --replace over whatever is there. All or nothing."
    # One transaction of its own; uploads follow after it is committed.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="give up everything that is in this hub now")

        parser.add_argument(
            "--accept-faults", action="store_true", help="restore even an audit log that does not hold, as evidence"
        )

    def perform(self, *, file: Path, replace: bool, accept_faults: bool, **options: Any) -> Mapping[str, Any]:
        try:
            figures = restore_backup(file, replace=replace, accept_faults=accept_faults, now=timezone.now())
        except BackupError as error:
            raise Refusal(error.message, where=error.where or str(file)) from error
        return {**figures, "warnings": [*figures["warnings"], *self._rebuild_search()]}

    def _rebuild_search(self) -> list[str]:
        try:
            rebuild_search()
        except Exception as error:  # noqa: BLE001 the hub is restored; a search node that is away must not hide that
            commands = "manage.py update_index and manage.py search_rebuild"
            warning = f"the search index was not rebuilt ({error}); run {commands}"
            self.stderr.write(warning)
            return [warning]
        return []
