"""The signed link of a receipt: opens one contribution, read-only, for a time, until it is ended."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

_PURPOSE = "hub.contributions.receipt"
# As long as an answer may take, and some months more.
VALID = timedelta(days=400)


def receipt_token(comment_id: int, number: int) -> str:
    """A higher `number` ends all links given out before."""
    return signing.TimestampSigner(salt=_PURPOSE).sign(f"{comment_id:x}.{number:x}")


def read_receipt_token(token: str) -> tuple[int, int] | None:
    """Comment and number; None for what we did not sign and for what is too old."""
    try:
        value = signing.TimestampSigner(salt=_PURPOSE).unsign(token, max_age=VALID)
        comment_id, number = value.split(".")
        return int(comment_id, 16), int(number, 16)
    except (signing.BadSignature, ValueError):
        return None
