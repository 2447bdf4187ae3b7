"""The worker as a process: it starts, does its work, and ends when it is told to or left alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

# Their hub has a SQLite file of its own, whatever the suite runs on.
pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def hub_folder(tmp_path_factory: pytest.TempPathFactory, hub_file: Path | None) -> Path:
    """A migrated, empty hub on a SQLite file of its own."""
    folder = tmp_path_factory.mktemp("processes")
    if hub_file:
        shutil.copyfile(hub_file, folder / "hub.sqlite3")
    made = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


def environment(folder: Path, **changes: str) -> dict[str, str]:
    dropped = ("HUB_", "DJANGO_", "DATABASE_URL", "TASKS_URL", "EMAIL_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {**kept, "HUB_DATA_DIR": str(folder), "LOG_FORMAT": "json", **changes}


@pytest.fixture
def worker(hub_folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "hub_worker", "--interval", "0.2", "--due-every", "1"],
        cwd=ROOT,
        env=environment(hub_folder),
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def lines_until(process: subprocess.Popen[str], words: str, seconds: float = 60) -> list[str]:
    seen: list[str] = []
    deadline = time.monotonic() + seconds
    assert process.stderr
    for line in process.stderr:
        seen.append(line)
        if words in line:
            return seen
        assert time.monotonic() < deadline, seen
    raise AssertionError(f"ended before saying {words!r}: {seen}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_keeps_the_clock_and_ends_soon_when_told(worker, number):
    lines_until(worker, "due jobs ran" if number == signal.SIGTERM else "worker started")
    started = time.monotonic()
    worker.send_signal(number)
    _out, rest = worker.communicate(timeout=20)
    assert time.monotonic() - started < 15
    assert worker.returncode == 0
    assert "Traceback" not in rest
    assert "worker ended" in rest


def test_the_worker_ends_with_the_program_that_started_it(hub_folder: Path, tmp_path: Path):
    """Its parent is killed without a word."""
    starter = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import os, subprocess, sys, time\n"
            "worker = subprocess.Popen([sys.executable, 'manage.py', 'hub_worker'],"
            " env={**os.environ, 'HUB_SUPERVISOR_PID': str(os.getpid())}, stderr=open(sys.argv[1], 'w'))\n"
            "print(worker.pid, flush=True)\n"
            "time.sleep(600)\n",
            str(tmp_path / "log"),
        ],
        cwd=ROOT,
        env=environment(hub_folder),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout
    pid = int(starter.stdout.readline())
    deadline = time.monotonic() + 60
    while "worker started" not in (tmp_path / "log").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    starter.kill()
    starter.wait()
    deadline = time.monotonic() + 20
    while _lives(pid):
        assert time.monotonic() < deadline, "the worker outlived its parent"
        time.sleep(0.2)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text())


def test_the_worker_outlives_a_database_that_goes_away(hub_folder: Path, tmp_path: Path):
    """Locked by somebody else for longer than it waits, the database is asked again, and work goes on."""
    import shutil
    import sqlite3

    folder = tmp_path / "hub"
    shutil.copytree(hub_folder, folder)
    with sqlite3.connect(folder / "hub.sqlite3") as tables:
        tables.execute("ALTER TABLE django_tasks_database_dbtaskresult RENAME TO away")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "hub_worker", "--interval", "0.2", "--due-every", "60"],
        cwd=ROOT,
        env=environment(folder),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines_until(process, "database does not answer")
        with sqlite3.connect(folder / "hub.sqlite3") as tables:
            tables.execute("ALTER TABLE away RENAME TO django_tasks_database_dbtaskresult")
        time.sleep(5)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        _out, rest = process.communicate(timeout=30)
        assert process.returncode == 0
        assert "worker ended" in rest
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
