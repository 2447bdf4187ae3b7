"""A signing key of its own for each test, and a log with a few entries."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from hub.audit.exports import write_export
from hub.audit.services import record, sign_head

NOW = datetime(2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC)


@pytest.fixture(autouse=True)
def keys_dir(settings, tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.delenv("AUDIT_SIGNING_KEY", raising=False)
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


@pytest.fixture
def fill() -> Callable[[int], None]:
    def fill(count: int) -> None:
        with transaction.atomic():
            for number in range(count):
                record(
                    "contribution.published",
                    subject="contribution",
                    subject_id=f"C-2026-{number:06d}",
                    actor=None,
                    data={"version": number, "phase": "open"},
                    now=NOW,
                )

    return fill


@pytest.fixture
def export(db, fill, tmp_path: Path) -> Path:
    """Six entries, a head signed after the third and one after the sixth."""
    fill(3)
    sign_head(NOW)
    fill(3)
    sign_head(NOW.replace(day=23))
    path = tmp_path / "audit.jsonl"
    with path.open("w") as handle:
        write_export(handle, now=NOW.replace(day=24))
    return path


@pytest.fixture
def rewrite(export: Path) -> Callable[[Callable[[list[dict[str, Any]]], Any]], Path]:
    """Changes the rows of the export as a forger would: the file stays well formed."""

    def rewrite(change: Callable[[list[dict[str, Any]]], Any]) -> Path:
        rows = [json.loads(line) for line in export.read_text().splitlines()]
        change(rows)
        export.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return export

    return rewrite
