"""What the tools say of the tree: lint, format, types, templates, migrations, translations."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.core.management import call_command

from hub.core import catalogues
from tests.architecture.tree import OWN_APPS, ROOT, run, templates, tool

# The others ask the database.
once = pytest.mark.once


@once
def test_ruff_finds_nothing():
    done = run(tool("ruff"), "check", "--no-cache", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout


@once
def test_ruff_would_format_nothing():
    done = run(tool("ruff"), "format", "--no-cache", "--check", ".")
    assert done.returncode == 0, done.stdout


@once
def test_types_hold():
    environment = {**os.environ, "MYPY_CACHE_DIR": os.environ.get("MYPY_CACHE_DIR", str(ROOT / ".mypy_cache"))}
    done = subprocess.run(
        [sys.executable, "-m", "mypy"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@once
def test_templates_are_indented_as_djhtml_would():
    done = run(tool("djhtml"), "--check", "--tabwidth", "2", *map(str, templates()))
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", *OWN_APPS, check=True, dry_run=True, verbosity=0)


@once
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_text_is_translated(language: str):
    faults = catalogues.faults(language, catalogues.collect())
    assert not faults, "\n".join(faults)


def test_system_checks_find_nothing(db):
    call_command("check", fail_level="WARNING")
