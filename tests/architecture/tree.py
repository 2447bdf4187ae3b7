"""The source tree as the architecture tests see it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("hub", "home", "search", "consultations", "participatory_budget", "whitepapers")
OWN_APPS = (
    *("core", "audit", "accounts", "notifications", "moderation", "contributions"),
    *("home", "search", "consultations", "participatory_budget", "whitepapers"),
)


def tool(name: str) -> str:
    """A program of the virtual environment that runs the tests."""
    return str(Path(sys.executable).parent / name)


def run(*command: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=600)


def python_files() -> Iterator[Path]:
    for package in (*PACKAGES, "tests", "benchmarks", "script"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates() -> Iterator[Path]:
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.html")) if "templates" in path.parts)
