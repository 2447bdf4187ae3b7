"""A fresh code to an address, so that whoever reads its mail may see all that was sent from it.

For an address from which nothing came, the very same is done: the same row, the same message written down. Only what
the message says differs, and that is read by the owner of the mailbox alone.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from hub.contributions.engine.confirmation import author_key
from hub.contributions.enums import Refusal
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.services.access import check_code
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import send_impact_code_to

KEPT = timedelta(days=1)


def send_impact_code(email: str, *, language: str, now: datetime) -> ImpactCode:
    """A new code ends the one before. How often it may be asked for is counted in `limits`, alike for all."""
    with transaction.atomic():
        row, _created = ImpactCode.objects.select_for_update().get_or_create(
            author_key=author_key(email), defaults={"number": 0, "sent_at": now}
        )
        row.number, row.tries, row.used_at = row.number + 1, 0, None
        row.salt, row.sent_at = secrets.token_hex(16), now
        row.save()
        send_impact_code_to(email, row, language=language, now=now)
    return row


def use_impact_code(email: str, code: str, now: datetime) -> str:
    """Right once, within its minutes: returns the key under which the contributions of this address stand."""
    key = author_key(email)
    refusal: Refusal | None = Refusal.WRONG_CODE
    with transaction.atomic():
        row = ImpactCode.objects.select_for_update().filter(author_key=key).first() if key else None
        refusal = check_code(row, code, now)
        if row is not None and refusal is None:
            row.used_at = now
            row.save(update_fields=["used_at"])
    # After the commit: the count of wrong tries has to stay.
    if refusal is not None:
        raise RefusedError(refusal)
    return key


def purge_impact_codes(now: datetime) -> int:
    deleted, _each = ImpactCode.objects.filter(sent_at__lt=now - KEPT).delete()
    return deleted


def forget_impact_codes(email: str) -> None:
    ImpactCode.objects.filter(author_key=author_key(email)).delete()
