"""The whole hub in one file."""

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from hub.core.backup.errors import BackupError
from hub.core.backup.save import write_backup
from hub.core.management.json_command import JsonCommand, Refusal
from hub.core.management.output_files import refuse_own_files


class Command(JsonCommand):
    help = "Writes everything to FILE: all tables, uploads and generated keys. Only its owner can read it; keep it so."
    # The backup reads in a snapshot of its own.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--without-keys", action="store_true", help="leave out the generated secret keys")
        parser.add_argument("--without-media", action="store_true", help="leave out uploads (kept elsewhere)")

    def perform(self, *, file: Path, without_keys: bool, without_media: bool, **options: Any) -> Mapping[str, Any]:
        refuse_own_files(file)
        try:
            return write_backup(file, now=timezone.now(), with_keys=not without_keys, with_media=not without_media)
        except BackupError as error:
            raise Refusal(error.message, where=error.where or str(file)) from error
