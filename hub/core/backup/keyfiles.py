"""Generated secrets below KEYS_DIR that the restored rows need: the local secret key and what apps name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hub.core.backup.archive import ArchiveReader
from hub.core.registries import backup_parts

PREFIX = "keys/"


def present() -> Iterator[Path]:
    candidates = [] if os.environ.get("SECRET_KEY") else [Path(settings.KEYS_DIR) / "secret_key"]
    for _name, part in backup_parts:
        candidates += part.key_files()
    yield from (path for path in candidates if path.is_file())


def put(archive: ArchiveReader, *, now: datetime) -> list[str]:
    """Writes the keys of the backup, 0600. A different key that stood there is kept beside, never lost."""
    folder = Path(settings.KEYS_DIR)
    written = []
    for member in archive.members:
        if not member.startswith(PREFIX):
            continue
        path = folder / member.removeprefix(PREFIX)
        content = b"".join(archive.chunks(member))
        if path.is_file() and path.read_bytes() == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            path.rename(path.with_name(f"{path.name}.replaced-{now:%Y%m%dT%H%M%S}"))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
        written.append(path.name)
    return written
