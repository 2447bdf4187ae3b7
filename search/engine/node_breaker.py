"""A node that failed is left alone for some seconds, so that a dead one does not make each page wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

REST_SECONDS = 10.0


class Breaker:
    """One for each node and process. `clock` gives seconds that never go backwards."""

    def __init__(self, *, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._clock = clock
        self._lock = Lock()
        self._closed_until: float | None = None

    def may_ask(self) -> bool:
        """Once the rest is over one caller tries; for the others the rest goes on until that one has an answer."""
        with self._lock:
            if self._closed_until is None:
                return True
            if self._clock() < self._closed_until:
                return False
            self._closed_until = self._clock() + self._rest
            return True

    def is_resting(self) -> bool:
        """The same without being the one who tries."""
        with self._lock:
            return self._closed_until is not None and self._clock() < self._closed_until

    def failed(self) -> None:
        with self._lock:
            self._closed_until = self._clock() + self._rest

    def answered(self) -> None:
        with self._lock:
            self._closed_until = None
