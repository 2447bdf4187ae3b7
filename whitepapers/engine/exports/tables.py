"""JSON for programs and CSV for spreadsheets."""

from __future__ import annotations

import json
from typing import Any

from hub.core.engine.csv_cells import csv_lines
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
    rows = (_row(document, part) for part in document.parts)
    return "".join(csv_lines([COLUMNS, *rows])).encode()


def _row(document: ExportDocument, part: ExportPart) -> list[str]:
    parent = "" if part.parent is None else document.parts[part.parent].eid
    return [
        *[part.number, part.heading, part.text, str(part.level), part.kind, part.language, part.eid, part.uuid],
        *[parent, part.summary, part.sha256, document.part_url(part)],
    ]
