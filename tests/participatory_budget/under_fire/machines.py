"""Hubs of real processes, on each database that this machine has; whoever asks for one prepares it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.participatory_budget.under_fire.hub import Cluster, Hub, postgresql_programs


@pytest.fixture(name="hub", params=["sqlite", "postgresql"])
def hub_under_fire(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, hub_file: Path | None
) -> Iterator[Hub]:
    folder = tmp_path_factory.mktemp("fire")
    cluster = None
    if request.param == "postgresql":
        if postgresql_programs() is None:
            missing = "no PostgreSQL here; install Debian's `postgresql` to run this"
            # As for browsers: a machine that is said to have everything must not leave it out.
            pytest.fail(missing) if os.environ.get("REQUIRE_BROWSER") or os.environ.get("CI") else pytest.skip(missing)
        # Not among pytest's folders: `postgres` has to reach it, and each pytest closes those to everybody else again.
        outside = Path(tempfile.mkdtemp(prefix="hub-fire-"))
        outside.chmod(0o711)
        cluster = Cluster(outside / "data")
    elif hub_file:
        shutil.copyfile(hub_file, folder / "hub.sqlite3")
    made = Hub(folder, cluster)
    try:
        yield made
    finally:
        made.end()
        if cluster:
            shutil.rmtree(cluster.folder.parent, ignore_errors=True)
