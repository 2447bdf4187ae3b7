"""A database that is there for one run. On SQLite it is a copy of the migrated file that the tests keep as well."""

from __future__ import annotations

import atexit
from pathlib import Path


def use_throw_away_database() -> None:
    """After `django.setup()`. Only the first run on a state of the tree waits for all migrations."""
    from django.db import connection

    from tests.template import Template

    if connection.vendor != "sqlite":
        connection.creation.create_test_db(verbosity=0, serialize=False)
        return
    template = Template(anew=False)
    connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=template.is_there)
    template.save()
    file = Path(connection.settings_dict["NAME"])
    atexit.register(_remove, file)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
