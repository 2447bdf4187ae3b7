"""The link in a mail that stops mails like it: names the news and the reader, signed, and opens nothing else.

It does not expire: all it can do is to stop mails, and people look for it in old ones.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing

_PURPOSE = "hub.notifications.stop"


def stop_token(news: UUID, user_id: int) -> str:
    return signing.Signer(salt=_PURPOSE).sign(f"{news.hex}-{user_id}")


def read_stop_token(token: str) -> tuple[UUID, int] | None:
    """None for everything that we did not sign."""
    try:
        news, _, user_id = signing.Signer(salt=_PURPOSE).unsign(token).partition("-")
        return UUID(hex=news), int(user_id)
    except (signing.BadSignature, ValueError):
        return None
