"""Takes progress of promises from a CSV or JSONL file; running it again changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from hub.core.engine.record_files import UnreadableFileError
from hub.core.management.json_command import JsonCommand, Refusal
from hub.promises.services.importing import ImportResult, import_progress


class Command(JsonCommand):
    help = "Imports progress of promises from CSV (with a header) or JSONL; records that are not good are listed."
    # Each record is a transaction of its own: after a crash the same command goes on where it stopped.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV with a header, or one JSON object a line; UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--strict", action="store_true", help="refuse the whole file if one record is not good")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        try:
            with Path(options["file"]).open("rb") as stream:
                result = import_progress(
                    stream, dry_run=options["dry_run"], strict=options["strict"], actor=None, now=timezone.now()
                )
        except OSError as error:
            raise Refusal(error.strerror or "the file cannot be read", where="FILE") from error
        except UnreadableFileError as error:
            raise Refusal(error.message, where=error.where) from error
        if options["strict"] and result.rejected:
            first = result.rejected[0]
            more = f" ({result.rejected_count} records are rejected)" if result.rejected_count > 1 else ""
            where = f"line {first.line}" + (f", {first.field}" if first.field else "")
            raise Refusal(first.message + more, where=where)
        return _shown(result, dry_run=options["dry_run"])

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [
            f"read {result['read']}, taken {result['taken']}, unchanged {result['unchanged']},"
            f" rejected {result['rejected_count']}"
        ]
        lines += [f"line {one['line']}, {one['field'] or 'record'}: {one['message']}" for one in result["rejected"]]
        lines += [f"note: {one['message']}" for one in result["warnings"]]
        return "\n".join(lines)


def _shown(result: ImportResult, *, dry_run: bool) -> Mapping[str, Any]:
    warnings = []
    if result.ignored_columns:
        names = ", ".join(sorted(result.ignored_columns)[:20])
        warnings.append({"where": "columns", "message": f"not known, so ignored: {names}"})
    return {
        "read": result.read,
        "taken": result.taken,
        "unchanged": result.unchanged,
        "rejected": [{"line": one.line, "field": one.field, "message": one.message} for one in result.rejected],
        "rejected_count": result.rejected_count,
        "dry_run": dry_run,
        "warnings": warnings,
    }
