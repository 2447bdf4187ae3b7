"""Production refuses to start when unsafe, names each fault at once, and is clean when safe.

The real programs are started, as an operator would start them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hub.core.production_faults import DEMO_ADDRESSES, database_faults, faults
from tests.architecture.tree import ROOT, tool

# The programs that it starts have settings and a SQLite file of their own, whatever the suite runs on.
pytestmark = pytest.mark.once

SAFE = {
    "HUB_ENV": "production",
    "SECRET_KEY": "k3J9wq-ZrT0vXyB7nMfLp2sDhGcA5eUi8oQ1tRzWjKbNxVm4C6",
    "ALLOWED_HOSTS": "participation.port-zeitoun.example",
    "PUBLIC_URL": "https://participation.port-zeitoun.example",
    "EMAIL_URL": "smtp+tls://hub:word@mail.port-zeitoun.example:587",
}


def environment(tmp_path: Path, **changes: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    values = {**kept, **SAFE, "HUB_DATA_DIR": str(tmp_path), **changes}
    return {name: value for name, value in values.items() if value}


def manage(tmp_path: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(tmp_path, **changes),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


UNSAFE = [
    ({"DEBUG": "1"}, "DEBUG is on"),
    ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
    ({"SECRET_KEY": "a" * 60}, "too regular"),
    ({"SECRET_KEY": "django-insecure-" + SAFE["SECRET_KEY"]}, "looks like a sample"),
    ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS holds a key shorter"),
    ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is missing"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS allows every host"),
    ({"PUBLIC_URL": "http://participation.port-zeitoun.example"}, "does not start with https"),
    ({"PUBLIC_URL": "https://other.example"}, "that ALLOWED_HOSTS does not allow"),
    ({"EMAIL_URL": ""}, "EMAIL_URL sends no mail"),
    ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL sends no mail"),
    ({"EMAIL_URL": "dummymail://"}, "EMAIL_URL sends no mail"),
    ({"CACHE_URL": "dummycache://"}, "CACHE_URL keeps nothing"),
    ({"WEB_CONCURRENCY": "4", "DATABASE_URL": "postgres://u:p@db/hub"}, "CACHE_URL is each process's own memory"),
    ({"WEB_CONCURRENCY": "4", "CACHE_URL": "redis://cache:6379/0"}, "DATABASE_URL is SQLite"),
    ({"TASKS_URL": "immediate://"}, "TASKS_URL runs tasks inside requests"),
]


@pytest.mark.parametrize(("change", "fault"), UNSAFE, ids=[fault for _change, fault in UNSAFE])
def test_each_fault_stops_the_start(tmp_path: Path, change: dict[str, str], fault: str):
    done = manage(tmp_path, "migrate", **change)
    assert done.returncode != 0
    assert fault in done.stderr
    assert "Traceback" not in done.stderr
    assert "1. " in done.stderr
    assert "2. " not in done.stderr
    assert not (tmp_path / "hub.sqlite3").exists()


def test_all_faults_are_named_in_one_message(tmp_path: Path):
    done = manage(
        tmp_path, "hub_worker", DEBUG="1", SECRET_KEY="", ALLOWED_HOSTS="*", PUBLIC_URL="http://x.example", EMAIL_URL=""
    )
    assert done.returncode != 0
    for word in ("DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "EMAIL_URL"):
        assert word in done.stderr
    assert "5. " in done.stderr


def test_the_web_server_refuses_too(tmp_path: Path):
    done = subprocess.run(
        [tool("gunicorn"), "-c", "python:hub.gunicorn_config", "hub.wsgi"],
        cwd=ROOT,
        env=environment(tmp_path, DEBUG="1", PORT="8797"),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode != 0
    assert "DEBUG is on" in done.stderr


def test_a_safe_production_is_clean(tmp_path: Path, hub_file: Path | None):
    if hub_file:
        shutil.copyfile(hub_file, tmp_path / "hub.sqlite3")
    made = manage(tmp_path, "prepare")
    assert made.returncode == 0, made.stderr
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", "--database", "default")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_check_tells_the_faults_one_by_one_where_nothing_else_starts(tmp_path: Path):
    done = manage(tmp_path, "check", "--deploy", DEBUG="1", EMAIL_URL="")
    assert done.returncode != 0
    assert "hub.E001" in done.stderr
    assert "EMAIL_URL" in done.stderr


def test_no_secret_is_printed(tmp_path: Path):
    done = manage(tmp_path, "migrate", SECRET_KEY="short-but-private", DEBUG="1")
    assert "short-but-private" not in done.stdout + done.stderr


@pytest.mark.django_db
def test_demo_accounts_in_the_database_are_a_fault():
    from django.contrib.auth import get_user_model

    assert database_faults() == []
    get_user_model().objects.create(email=DEMO_ADDRESSES[0])
    assert "demo accounts" in database_faults()[0]


def test_an_unknown_environment_is_named(tmp_path: Path):
    done = manage(tmp_path, "migrate", HUB_ENV="prod")
    assert done.returncode != 0
    assert "HUB_ENV is 'prod'; it can be development, test or production." in done.stderr


def test_development_settings_would_be_refused_in_production():
    from django.conf import settings

    values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    found = " ".join(faults(values))
    for word in ("SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "EMAIL_URL", "DEMO_ALLOWED", "TASKS_URL"):
        assert word in found
