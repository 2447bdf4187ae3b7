"""Makes a document of clauses from a file, or a new version of one."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.core.management.json_command import JsonCommand, Refusal
from whitepapers.engine.imports.limits import MAX_FILE, too_large
from whitepapers.engine.imports.parsed import ImportRefusedError
from whitepapers.enums import DocumentKind
from whitepapers.publishing import Imported, Source, import_document
from whitepapers.reports.imported import imported_clauses_report


class Command(JsonCommand):
    help = "Imports a Word, Akoma Ntoso, USLM, Markdown or HTML file as a document of clauses."

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--slug", default="", help="name in the address; made from the title if left out")
        parser.add_argument("--update", default="", metavar="SLUG", help="a new version of this document")
        parser.add_argument("--publish", action="store_true", help="publish it; else it is saved as a draft")
        parser.add_argument("--language", default="", help="code such as en; the file's own if left out")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--accept-mapping", action="store_true", help="publish although pairs need review")
        parser.add_argument("--kind", default="", choices=["", *DocumentKind.values], help="policy_draft if left out")
        parser.add_argument("--reject-changes", action="store_true", help="read the text without its tracked changes")

    def perform(self, **options: Any) -> Mapping[str, Any]:
        if options["slug"] and options["update"]:
            raise Refusal("a document that is updated keeps its name", where="--slug")
        source = Source(_content(options["file"]), accepts_changes=not options["reject_changes"])
        try:
            done = import_document(
                source,
                slug=options["slug"],
                update=options["update"],
                publishes=options["publish"],
                accepts_mapping=options["accept_mapping"],
                language=options["language"],
                kind=options["kind"],
                # A file of a picture would stay when the rest is rolled back.
                with_pictures=not options["dry_run"],
                now=timezone.now(),
            )
        except ImportRefusedError as error:
            raise Refusal(error.message, where=error.where) from error
        result = _result(done)
        if options["dry_run"]:
            transaction.set_rollback(True)
            result["dry_run"] = True
        return result

    def describe(self, result: Mapping[str, Any]) -> str:
        lines = [f"{result['page']}: {result['title']}, {len(result['clauses'])} clauses"]
        lines += [f"{warning['where']}: {warning['message']}" for warning in result["warnings"]]
        counts: dict[str, int] = {}
        for row in result["mapping"]:
            counts[row["status"]] = counts.get(row["status"], 0) + 1
        return "\n".join([*lines, json.dumps(counts)] if counts else lines)


def _content(name: str) -> bytes:
    path = Path(name)
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise Refusal("this is not a file", where=path.name)
        if size > MAX_FILE:
            raise Refusal(too_large(), where=path.name)
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"the file cannot be read: {error.strerror}", where=path.name) from error


def _result(done: Imported) -> dict[str, Any]:
    report = imported_clauses_report(done.page)
    return {
        "page": done.page.slug,
        "version": report.version,
        "title": done.page.title,
        "language": done.page.locale.language_code,
        "clauses": report.clauses,
        "mapping": [
            {
                "old": report.uuid_of(row.old),
                "new": report.uuid_of(row.new),
                "status": row.status,
                "score": row.score,
                "needs_review": row.needs_review,
            }
            for row in done.rows
        ],
        "warnings": [{"where": warning.where, "message": warning.message} for warning in done.warnings],
    }
