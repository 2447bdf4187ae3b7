"""How long to wait after each failed attempt: about two days in all, then we give up."""

from datetime import timedelta

WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 480, 720, 1440))


def wait_after(tries: int) -> timedelta | None:
    """`tries` counts the failed attempt too; None means that no further attempt follows."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
