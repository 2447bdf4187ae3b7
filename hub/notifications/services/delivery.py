"""Claim, send, settle.

A claim is one conditional UPDATE that commits before anything is sent: of any number of workers one gets the message.
It is a lease: a worker that dies gives the message back after `LEASE`. One window is left, between the mail server's
"accepted" and our commit; a crash there sends the message twice. Both copies carry the same Message-ID, so that mail
programs can show it once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from time import monotonic
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_bidi

from hub.core.context_processors import hub_name
from hub.notifications.engine.backoff import wait_after
from hub.notifications.engine.kinds import kinds
from hub.notifications.enums import OutboxState
from hub.notifications.models.outbox import Outbox

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


@dataclass
class Delivered:
    sent: int = 0
    dropped: int = 0
    retried: int = 0
    failed: int = 0
    skipped: int = 0  # somebody else has it, or it is not due


def deliver_due(now: datetime, *, limit: int = 200) -> Delivered:
    """Everything that is due, what a worker left first, then the oldest."""
    result = Delivered()
    # One after the other: each is read in the order of the index, however many wait. Together all would be sorted.
    left = Outbox.objects.due(now).filter(state=OutboxState.CLAIMED).values_list("pk", flat=True)[:limit]
    queued = Outbox.objects.filter(state=OutboxState.QUEUED, next_try_at__lte=now).order_by("next_try_at")
    waiting = [*left, *queued.values_list("pk", flat=True)[:limit]][:limit]
    began = monotonic()
    for message_id in waiting:
        # A slow mail server takes minutes for all of them: each lease begins when its own message is claimed. Otherwise
        # another worker would take the later ones for lost while they are being sent.
        deliver(message_id, now=now + timedelta(seconds=int(monotonic() - began)), result=result)
    return result


def deliver(message_id: UUID, *, now: datetime, result: Delivered | None = None) -> Delivered:
    result = result if result is not None else Delivered()
    message = _claim(message_id, now)
    if message is None:
        result.skipped += 1
        return result
    try:
        mail = _compose(message)
        if mail is None:
            _settle(message, state=OutboxState.DROPPED, finished_at=now)
            result.dropped += 1
            return result
        mail.send(fail_silently=False)
    except (SMTPException, OSError) as error:
        # The mail server or the network: worth another try.
        _put_off(message, error, now, result)
    except Exception as error:
        # A template or a record at fault. Not swallowed: logged with its trace, kept for another try after a repair;
        # one bad message must not keep the others from going out.
        logger.exception("message could not be made", extra={"message_kind": message.kind})
        _put_off(message, error, now, result)
    else:
        _settle(message, state=OutboxState.SENT, finished_at=now, last_error="")
        result.sent += 1
    return result


def _claim(message_id: UUID, now: datetime) -> Outbox | None:
    claim = uuid4()
    # durable: inside another transaction the claim would not be visible to others before the mail is out.
    with transaction.atomic(durable=True):
        won = (
            Outbox.objects.due(now)
            .filter(pk=message_id)
            .update(state=OutboxState.CLAIMED, claim=claim, claimed_until=now + LEASE, tries=F("tries") + 1)
        )
    return Outbox.objects.get(pk=message_id) if won else None


def _settle(message: Outbox, **values: object) -> None:
    # Only while the claim is ours: after a lost lease another worker settles it.
    Outbox.objects.filter(pk=message.pk, claim=message.claim).update(claim=None, claimed_until=None, **values)


def _put_off(message: Outbox, error: Exception, now: datetime, result: Delivered) -> None:
    wait = wait_after(message.tries)
    name = type(error).__name__[:80]
    if wait is None:
        logger.error("message given up", extra={"message_kind": message.kind, "error": name})
        _settle(message, state=OutboxState.FAILED, finished_at=now, last_error=name)
        result.failed += 1
    else:
        logger.warning("message put off", extra={"message_kind": message.kind, "error": name, "tries": message.tries})
        _settle(message, state=OutboxState.QUEUED, next_try_at=now + wait, last_error=name)
        result.retried += 1


def _compose(message: Outbox) -> EmailMessage | None:
    kind = kinds.get(message.kind)
    with translation.override(message.language):
        context = kind.context(message.payload)
        if context is None:
            return None
        context = {
            "hub_name": hub_name(),
            "contact_email": settings.CONTACT_EMAIL,
            "public_url": settings.PUBLIC_URL,
            "rtl": get_language_bidi(),
            **context,
        }
        # A line break in a header is refused by Django; titles may hold one.
        subject = " ".join((str(kind.subject) % context).split())
        body = render_to_string(kind.template, context)
    # RFC 2369 and 8058: mail programs show a button, and one press of it is one POST without cookies. Providers trust
    # these headers when the mail server signs them (DKIM).
    stop = {"List-Unsubscribe": f"<{context.get('stop_url')}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    domain = settings.PUBLIC_URL.split("://", 1)[-1].split("/")[0].split(":")[0] or "localhost"
    return EmailMessage(
        subject=subject,
        body=body.strip() + "\n",
        to=[message.to],
        headers={
            "Message-ID": f"<{message.uuid.hex}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **(stop if context.get("stop_url") else {}),
        },
    )
