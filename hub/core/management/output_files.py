"""Where a command may write what it was told to: never over the hub's own files."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from hub.core.management.json_command import Refusal


def refuse_own_files(path: Path) -> None:
    """A file is replaced when the new one is complete; the database under a wrong name would be gone."""
    target = path.resolve()
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        own = Path(database["NAME"]).resolve()
        if target in {own, *(own.with_name(own.name + ending) for ending in ("-wal", "-shm", "-journal"))}:
            raise Refusal("this is the hub's own database: choose another file", where=str(path))
    for folder in (settings.KEYS_DIR, settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if target.is_relative_to(Path(folder).resolve()):
            raise Refusal(f"{folder} belongs to the hub: choose another folder", where=str(path))
