"""Work in a process of its own that is killed, without a word, before a write of the database."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

MOST_WRITES = 200


def killed_before(number: int, work: Callable[[], object]) -> bool:
    """Does `work` in a process of its own, which dies before its write of this number. Was there one?"""
    connections.close_all()
    worker = os.fork()
    if not worker:
        writes = 0

        def strike(execute: Any, sql: str, *others: Any) -> Any:
            nonlocal writes
            if sql.lstrip().startswith(("INSERT", "UPDATE", "DELETE")):
                writes += 1
                if writes == number:
                    os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, *others)

        failed = 1
        try:
            with connection.execute_wrapper(strike):
                work()
            failed = 0
        except BaseException:  # noqa: BLE001 nothing of the test runner must go on in here
            traceback.print_exc()
        finally:
            os._exit(failed)
    _pid, status = os.waitpid(worker, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0, "the work failed of itself"
    return os.WIFSIGNALED(status)


def everything_killed(work: Callable[[], object], holds: Callable[[], None]) -> int:
    """How often a worker was killed until one came through."""
    for number in range(1, MOST_WRITES):
        died = killed_before(number, work)
        holds()
        if not died:
            return number - 1
    raise AssertionError("the work does not end")
