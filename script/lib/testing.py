"""What script/test does: environment and packages, the tools for tests too, then pytest."""

from __future__ import annotations

import os
import sys

import setup


def pytest_arguments(given: list[str]) -> list[str]:
    """All cores, unless the caller decides or wants to talk to the run."""
    decided = any(
        argument in ("-s", "--pdb", "--collect-only", "--co", "-p") or argument.startswith(("-n", "--numprocesses"))
        for argument in given
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if decided or cores < 2:
        return given
    # The browser journeys are one group: they share one running hub.
    return ["-n", str(min(cores, 8)), "--dist", "loadgroup", *given]


def main() -> None:
    os.environ["HUB_SCRIPT"] = "test"
    os.environ["HUB_ENV"] = "test"
    setup.prepare(tests=True)
    os.execv(  # noqa: S606 - the tests replace us: their exit code is ours
        setup.PYTHON, [str(setup.PYTHON), "-m", "pytest", *pytest_arguments(sys.argv[1:])]
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
