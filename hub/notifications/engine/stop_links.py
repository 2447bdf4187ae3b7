"""The link in a mail that stops mails like it: names the news and the reader, signed, and opens nothing else.

It does not expire: all it can do is to stop mails, and people look for it in old ones.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from hub.notifications.enums import DIGEST_RHYTHMS

_PURPOSE = "hub.notifications.stop"
_DIGEST_PURPOSE = "hub.notifications.stop-digest"


def stop_token(news: UUID, user_id: int) -> str:
    return signing.Signer(salt=_PURPOSE).sign(f"{news.hex}-{user_id}")


def read_stop_token(token: str) -> tuple[UUID, int] | None:
    """None for everything that we did not sign."""
    try:
        news, _, user_id = signing.Signer(salt=_PURPOSE).unsign(token).partition("-")
        return UUID(hex=news), int(user_id)
    except (signing.BadSignature, ValueError):
        return None


def digest_stop_token(rhythm: str, user_id: int) -> str:
    """For letters with many subjects: stops all that this person is told of in this rhythm."""
    return signing.Signer(salt=_DIGEST_PURPOSE).sign(f"{rhythm}-{user_id}")


def read_digest_stop_token(token: str) -> tuple[str, int] | None:
    try:
        rhythm, _, user_id = signing.Signer(salt=_DIGEST_PURPOSE).unsign(token).partition("-")
        return (rhythm, int(user_id)) if rhythm in DIGEST_RHYTHMS else None
    except (signing.BadSignature, ValueError):
        return None
