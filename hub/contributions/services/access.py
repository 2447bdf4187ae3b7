"""A fresh code for somebody without an account who wants to change or take back what they wrote."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from hub.contributions.engine.confirmation import code_for, code_matches
from hub.contributions.enums import Refusal
from hub.contributions.models.access_code import AccessCode
from hub.contributions.models.comment import Comment
from hub.contributions.models.impact_code import ImpactCode
from hub.contributions.services.decisions import lock_comment
from hub.contributions.services.errors import RefusedError
from hub.contributions.services.messages import address_of, send_access_code

MOST_IN_AN_HOUR = 5


def send_change_code(comment: Comment, now: datetime) -> AccessCode:
    """To the address that the contribution was confirmed with. A new code ends the one before."""
    with transaction.atomic():
        locked = lock_comment(comment)
        if not address_of(locked) or locked.erased_at is not None:
            raise RefusedError(Refusal.NOT_ALLOWED)
        row = AccessCode.objects.select_for_update().filter(comment=locked).first()
        if row is None:
            row = AccessCode(comment=locked, counted_since=now, asked=0, number=0)
        elif row.counted_since <= now - timedelta(hours=1):
            row.counted_since, row.asked = now, 0
        if row.asked >= MOST_IN_AN_HOUR:
            raise RefusedError(Refusal.TOO_MANY_CODES)
        row.asked, row.number, row.tries = row.asked + 1, row.number + 1, 0
        row.salt, row.sent_at, row.used_at = secrets.token_hex(16), now, None
        row.save()
        send_access_code(locked, row, now=now)
    return row


def use_change_code(comment: Comment, code: str, now: datetime) -> None:
    """Right once, within its minutes; refused otherwise."""
    with transaction.atomic():
        locked = lock_comment(comment)
        row = AccessCode.objects.select_for_update().filter(comment=locked).first()
        refusal = check_code(row, code, now)
        if row is not None and refusal is None:
            row.used_at = now
            row.save(update_fields=["used_at"])
    # After the commit: the count of wrong tries has to stay.
    if refusal is not None:
        raise RefusedError(refusal)


def code_to_change(row: AccessCode | ImpactCode) -> str:
    return code_for(row.pk, row.salt, row.number)


def end_receipt_links(comment: Comment, now: datetime) -> None:
    """Every signed link given out so far stops working."""
    with transaction.atomic():
        locked = lock_comment(comment)
        locked.receipt_number += 1
        locked.save(update_fields=["receipt_number"])


def check_code(row: AccessCode | ImpactCode | None, code: str, now: datetime) -> Refusal | None:
    """The caller holds the lock on the row; a wrong try is counted."""
    if row is None or row.used_at is not None:
        return Refusal.WRONG_CODE
    if row.tries >= settings.CONFIRMATION_CODE_TRIES:
        return Refusal.CODE_LOCKED
    if now >= row.sent_at + timedelta(minutes=settings.CONFIRMATION_CODE_MINUTES):
        return Refusal.CODE_EXPIRED
    if code_matches(code, code_to_change(row)):
        return None
    row.tries += 1
    row.save(update_fields=["tries"])
    return Refusal.CODE_LOCKED if row.tries >= settings.CONFIRMATION_CODE_TRIES else Refusal.WRONG_CODE
