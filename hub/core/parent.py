"""Ends this process when the one that started it is gone, even if that was killed without a word."""

from __future__ import annotations

import os
import signal
import threading
import time

VARIABLE = "HUB_SUPERVISOR_PID"


def end_with_supervisor() -> None:
    """Does nothing unless `script/server` started us; other supervisors (systemd) end their processes themselves."""
    supervisor = os.environ.get(VARIABLE, "")
    if supervisor.isdigit():
        threading.Thread(target=_watch, args=(int(supervisor),), daemon=True, name="supervisor-watch").start()


def _watch(supervisor: int) -> None:
    while os.getppid() == supervisor:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
