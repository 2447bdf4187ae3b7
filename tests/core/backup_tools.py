"""Comparing hubs, and damaging backups as a disk or a stranger would."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.db import connection

from hub.core.backup.tables import all_tables


def everything() -> dict[str, list[list[Any]]]:
    """Every row of every table, as a backup would write it."""
    return {table.name: list(table.rows()) for table in all_tables(connection)}


def run(command: str, *arguments: object) -> dict[str, Any]:
    """The one JSON object that the command prints, with its exit code."""
    out = StringIO()
    try:
        call_command(command, *map(str, arguments), "--json", stdout=out, stderr=StringIO())
        code = 0
    except CommandError as error:
        code = error.returncode
    lines = out.getvalue().splitlines()
    assert len(lines) == 1
    return {**json.loads(lines[0]), "exit": code}


def empty_the_hub() -> None:
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)


def manifest_of(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("manifest.json"))


def rewrite(
    path: Path,
    *,
    member: str | None = None,
    change: Callable[[bytes], bytes] = bytes,
    manifest: Callable[[dict[str, Any]], Any] = lambda manifest: None,
    add: dict[str, bytes] | None = None,
    honest: bool = True,
) -> Path:
    """Writes the backup anew with one part changed; `honest` makes the hashes fit, as somebody who means it would."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    described = json.loads(parts.pop("manifest.json"))
    parts |= add or {}
    if member:
        parts[member] = change(parts[member])
    if honest:
        described["members"] = {
            name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in parts.items()
        }
    manifest(described)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.writestr("manifest.json", json.dumps(described))
    return path
