"""The suite itself: whole wherever a person starts it, narrowed only where CI says so."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

pytestmark = pytest.mark.once
VARIABLE = "HUB_TESTS_ON_SECOND_DATABASE"


def collected(**environment: str) -> str:
    """What would run of the file in which lint stands beside tests that ask the database."""
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE and not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n0", "tests/architecture/test_tools.py"],
        cwd=ROOT,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_second_database_is_asked_what_it_can_answer():
    whole, narrowed = collected(), collected(**{VARIABLE: "1"})
    for name in ("test_types_hold", "test_every_text_is_translated"):
        assert name in whole
        assert name not in narrowed
    for name in ("test_every_change_of_a_model_has_its_migration", "test_system_checks_find_nothing"):
        assert name in whole
        assert name in narrowed


def test_only_ci_narrows_and_only_its_second_run():
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if "script/test" in line]
    assert [VARIABLE in line for line in lines] == [False, True]
    for name in ("script/test", "script/lib/testing.py", "script/lib/setup.py"):
        assert VARIABLE not in (ROOT / name).read_text()
