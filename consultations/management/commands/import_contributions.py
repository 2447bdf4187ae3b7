"""Takes contributions from a CSV or JSONL file into a consultation; running it again changes nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from consultations.models.consultation import Consultation
from consultations.services.errors import ConsultationError
from consultations.services.importing import ImportResult, import_contributions
from hub.core.engine.record_files import UnreadableFileError
from hub.core.management.json_command import JsonCommand, Refusal


class Command(JsonCommand):
    help = "Imports contributions from CSV (with a header) or JSONL; records that are not good are listed by line."
    # Each batch is a transaction of its own: after a crash the same command goes on where it stopped.
    atomic = False

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="CSV with a header, or one JSON object a line; UTF-8")
        parser.add_argument("--consultation", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--strict", action="store_true", help="refuse the whole file if one record is not good")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        consultation = Consultation.objects.filter(slug=options["consultation"]).first()
        if consultation is None:
            raise Refusal(f"there is no consultation called {options['consultation']!r}", where="--consultation")
        try:
            with Path(options["file"]).open("rb") as stream:
                result = import_contributions(
                    consultation,
                    stream,
                    dry_run=options["dry_run"],
                    strict=options["strict"],
                    now=timezone.now(),
                )
        except OSError as error:
            raise Refusal(error.strerror or "the file cannot be read", where="FILE") from error
        except UnreadableFileError as error:
            raise Refusal(error.message, where=error.where) from error
        except ConsultationError as error:
            raise Refusal(error.message, where=error.where) from error
        return _shown(result, dry_run=options["dry_run"])

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [
            f"read {result['read']}, created {result['created']}, unchanged {result['unchanged']},"
            f" rejected {result['rejected_count']}"
        ]
        lines += [f"line {one['line']}, {one['field'] or 'record'}: {one['message']}" for one in result["rejected"]]
        lines += [f"note: {one['message']}" for one in result["warnings"]]
        return "\n".join(lines)


def _shown(result: ImportResult, *, dry_run: bool) -> Mapping[str, Any]:
    return {
        "read": result.read,
        "created": result.created,
        "unchanged": result.unchanged,
        "rejected": [{"line": one.line, "field": one.field, "message": one.message} for one in result.rejected],
        "rejected_count": result.rejected_count,
        "references": {"first": result.first or None, "last": result.last or None},
        "dry_run": dry_run,
        "warnings": _warnings(result),
    }


def _warnings(result: ImportResult) -> list[dict[str, str]]:
    found = []
    if result.ignored_columns:
        names = ", ".join(sorted(result.ignored_columns)[:20])
        found.append({"where": "columns", "message": f"not known, so ignored: {names}"})
    if result.outside["before"]:
        count = result.outside["before"]
        found.append({"where": "received_at", "message": f"{count} were received before the consultation opened"})
    if result.outside["after"]:
        count = result.outside["after"]
        found.append({"where": "received_at", "message": f"{count} were received after the consultation closed"})
    if result.without_clause:
        message = f"{result.without_clause} name no clause: they are about the first document as a whole"
        found.append({"where": "clause", "message": message})
    return found
