"""JSON for programs and CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from whitepapers.engine.exports.document import ExportDocument, ExportPart

COLUMNS = [
    "number",
    "heading",
    "text",
    "level",
    "kind",
    "language",
    "eid",
    "uuid",
    "parent",
    "summary",
    "sha256",
    "url",
]
# A spreadsheet runs a cell that starts so as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")


def to_json(document: ExportDocument) -> bytes:
    """The keys are described in docs/exports.md; they may grow, none changes its meaning."""
    parts = document.parts
    answer: dict[str, Any] = {
        "format": "participation-hub/document-version",
        "format_version": 1,
        "document": str(document.uuid),
        "slug": document.slug,
        "kind": document.kind,
        "title": document.title,
        "summary": document.summary,
        "responsible": document.responsible,
        "publisher": document.publisher,
        "language": document.language,
        "source_language": document.source_language,
        "version": document.version,
        "published_at": document.published_at.isoformat(),
        "url": document.url,
        "page_url": document.page_url,
        "licence": document.licence,
        "sha256": document.sha256,
        "versions": [
            {"version": one.number, "published_at": one.published_at.isoformat(), "url": one.url}
            for one in document.versions
        ],
        "clauses": [
            {
                "uuid": part.uuid,
                "eid": part.eid,
                "source_id": part.source_id,
                "kind": part.kind,
                "number": part.number,
                "heading": part.heading,
                "annex": part.is_annex,
                "level": part.level,
                "parent": None if part.parent is None else parts[part.parent].uuid,
                "language": part.language,
                "translated": part.language == document.language,
                "text": part.text,
                "html": part.html,
                "summary": part.summary,
                "sha256": part.sha256,
                "url": document.part_url(part),
            }
            for part in parts
        ],
    }
    return (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()


def to_csv(document: ExportDocument) -> bytes:
    """One row a part. Starts with a byte order mark, without which Excel takes UTF-8 for something else."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in document.parts:
        writer.writerow([guarded(cell) for cell in _row(document, part)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _row(document: ExportDocument, part: ExportPart) -> list[str]:
    parent = "" if part.parent is None else document.parts[part.parent].eid
    return [
        *[part.number, part.heading, part.text, str(part.level), part.kind, part.language, part.eid, part.uuid],
        *[parent, part.summary, part.sha256, document.part_url(part)],
    ]


def guarded(cell: str) -> str:
    """Words, never a formula: an apostrophe goes before what a spreadsheet would run."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA + _FULL_WIDTH) else cell
