"""Documents to export without a database: written by hand, or read from a real file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from whitepapers.engine.exports import ExportDocument, ExportPart, ExportVersion, Labels
from whitepapers.engine.imports.parsed import ParsedDocument
from whitepapers.engine.text import fingerprint, plain_text

DOCUMENT = UUID("6f2d2f0e-6f0a-4f1d-9a53-0d4e3c5b7a11")
LABELS = Labels(
    version="Version 2 of 12 May 2026",
    explanatory_note="Explanatory note",
    plain_language="In plain language:",
    address="Permanent address",
    fingerprint="Fingerprint",
    licence="Licence",
    page="Page %(page)s of %(pages)s",
)


def part(number: str, heading: str = "", html: str = "", **values: Any) -> ExportPart:
    text = plain_text(html)
    eid = values.pop("eid", f"sec_{number}" if number else "sec")
    made = {
        "uuid": str(uuid5(DOCUMENT, eid)),
        "eid": eid,
        "kind": "clause",
        "number": number,
        "heading": heading,
        "level": 1,
        "parent": None,
        "text": text,
        "html": html,
        "sha256": fingerprint(text),
        "language": "en",
    }
    return ExportPart(**{**made, **values})


def document(*parts: ExportPart, **values: Any) -> ExportDocument:
    first, second = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 5, 12, 9, tzinfo=UTC)
    made = ExportDocument(
        uuid=DOCUMENT,
        slug="public-spaces",
        kind="policy_draft",
        kind_label="Policy draft",
        title="Draft act on public spaces",
        summary="Who may use a street, for what, and at what hours.",
        responsible="Department of streets",
        publisher="Participation Hub",
        language="en",
        source_language="en",
        version=2,
        published_at=second,
        url="https://hub.example.org/en/documents/public-spaces/v2/",
        page_url="https://hub.example.org/en/documents/public-spaces/",
        country="tn",
        licence="CC BY 4.0",
        versions=[
            ExportVersion(1, first, "https://hub.example.org/en/documents/public-spaces/v1/"),
            ExportVersion(2, second, "https://hub.example.org/en/documents/public-spaces/v2/"),
        ],
        parts=parts,
        labels=LABELS,
    )
    return replace(made, **values)


def from_parsed(parsed: ParsedDocument) -> ExportDocument:
    """What the hub would export had it published exactly what an importer read."""
    parts: Sequence[ExportPart] = [
        ExportPart(
            uuid=str(uuid5(DOCUMENT, str(index))),
            eid=clause.eid,
            kind="clause",
            number=clause.number,
            heading=clause.heading,
            level=clause.level,
            parent=clause.parent,
            text=clause.text,
            html=clause.html,
            sha256=fingerprint(clause.text),
            language=parsed.language or "en",
            source_id=clause.source_id,
        )
        for index, clause in enumerate(parsed.clauses)
    ]
    return document(*parts, title=parsed.title, language=parsed.language or "en")
