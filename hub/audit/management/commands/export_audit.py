"""Writes the audit log to a file that `verify` checks without a database."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from hub.audit.exports import write_export
from hub.core.management.json_command import JsonCommand, Refusal
from hub.core.management.output_files import refuse_own_files


class Command(JsonCommand):
    help = "Exports the audit log: JSON lines with every entry, the signed heads and a signed end."
    # The log only grows: the export reads up to the head of this moment and needs no long transaction.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="the file to write; replaced when complete")

    def perform(self, *, out: Path, **options: Any) -> Mapping[str, Any]:
        refuse_own_files(out)
        try:
            descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        except OSError as error:
            raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as handle:
                figures = write_export(handle, now=timezone.now())
            # The log is public: readable by others, unlike a temporary file.
            os.chmod(name, 0o644)
            os.replace(name, out)
        except ImproperlyConfigured as error:
            Path(name).unlink()
            raise Refusal(str(error)) from error
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return {"file": str(out), **figures}
