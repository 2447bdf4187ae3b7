"""Writes an imported election as a Pabulib file: on standard output, or to a file."""

from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.core.management.json_command import JsonCommand, Refusal
from hub.core.management.output_files import refuse_own_files
from participatory_budget.models.imported import ImportedElection
from participatory_budget.selectors.elections import file_of, imported_in


class Command(JsonCommand):
    help = "Exports an imported election; importing that file gives the same election."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="of the budget")
        parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write; replaced when complete")

    def handle(self, *args: Any, **options: Any) -> None:
        # Without --out, standard output is the file: only a refusal is JSON there.
        as_json = bool(options["json"] and options["out"])
        try:
            super().handle(*args, **{**options, "json": as_json})
        except Refusal as refusal:
            if not as_json:
                self._print(refusal.as_json())
            raise

    def perform(self, *, slug: str, out: Path | None, **options: Any) -> Mapping[str, Any]:
        imported = imported_in(slug)
        if imported is None:
            raise Refusal(f"there is no budget with ballots called {slug!r}", where="SLUG")
        if out is None:
            for line in file_of(imported):
                self.stdout.write(line, ending="")
            return {}
        _write(imported, out)
        return {"slug": slug, "file": str(out)}


def _write(imported: ImportedElection, out: Path) -> None:
    refuse_own_files(out)
    try:
        descriptor, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
            handle.writelines(file_of(imported))
        # The election is public: readable by others, unlike a temporary file.
        os.chmod(name, 0o644)
        os.replace(name, out)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Refusal(f"cannot write there ({error.strerror})", where=str(out)) from error
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
