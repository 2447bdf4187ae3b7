"""What happened long ago is written down and told to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_silent: ContextVar[bool] = ContextVar("promises_silent", default=False)


@contextmanager
def silence(*, when: bool = True) -> Iterator[None]:
    """Inside, moves of promises are recorded and shown as ever, without letters."""
    token = _silent.set(when or _silent.get())
    try:
        yield
    finally:
        _silent.reset(token)


def is_silent() -> bool:
    return _silent.get()
