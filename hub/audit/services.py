"""Appending to the record. Every service that decides something calls `record` inside its own transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hub.audit.engine.canonical import actor_commitment, check_action, check_data, check_subject, check_token
from hub.audit.engine.signatures import fingerprint
from hub.audit.keys import public_bytes, public_text, sign, signing_key
from hub.audit.models.entry import ActorOpening, AuditEntry
from hub.audit.models.head import AuditHead, SignedHead

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    Actor = AbstractBaseUser | AnonymousUser

Value = str | int | bool | UUID | None
_BATCH = 500


class AuditError(RuntimeError):
    """The decision could not be recorded, so it must not be taken."""


@dataclass(frozen=True)
class Decision:
    """One decision to be recorded; for `record_many`."""

    action: str
    subject: str
    subject_id: str | int | UUID
    reason_code: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)


def record(
    action: str,
    *,
    subject: str,
    subject_id: str | int | UUID,
    actor: Actor | None,
    reason_code: str = "",
    data: Mapping[str, Value] | None = None,
    now: datetime | None = None,
) -> AuditEntry:
    """Appends one decision. Raises outside a transaction, and when text is given where only ids and codes may stand."""
    decision = Decision(action, subject, subject_id, reason_code, data or {})
    return _append([decision], actor=actor, now=now)[-1]


def record_many(decisions: Iterable[Decision], *, actor: Actor | None, now: datetime | None = None) -> int:
    """Appends many decisions of one moment (an import) in few queries; returns how many."""
    moment = now or timezone.now()
    iterator = iter(decisions)
    count = 0
    while batch := list(islice(iterator, _BATCH)):
        count += len(_append(batch, actor=actor, now=moment))
    return count


def forget_actor(actor: AbstractBaseUser) -> int:
    """Removes what ties the entries to this person. The entries, their hashes and their order stay as they are."""
    if not transaction.get_connection().in_atomic_block:
        raise AuditError("forget_actor() belongs inside the transaction of the erasure.")
    deleted, _ = ActorOpening.objects.filter(actor_id=actor.pk).delete()
    return deleted


@transaction.atomic
def sign_head(now: datetime) -> SignedHead:
    """Signs where the chain stands, once per day (UTC); asked again on the same day it returns what was signed."""
    head = _locked_head()
    date = now.astimezone(UTC).date()
    if existing := SignedHead.objects.filter(date=date).first():
        return existing
    key = signing_key()
    signed = SignedHead(
        date=date,
        sequence=head.sequence,
        hash=head.hash,
        signed_at=now,
        public_key=public_text(key),
        fingerprint=fingerprint(public_bytes(key)),
    )
    signed.signature = sign(key, signed.message())
    signed.save(force_insert=True)
    return signed


def _append(decisions: list[Decision], *, actor: Actor | None, now: datetime | None) -> list[AuditEntry]:
    if not transaction.get_connection().in_atomic_block:
        raise AuditError("audit.record() belongs inside the transaction of the decision that it records.")
    actor_id = _actor_id(actor)
    moment = now or timezone.now()
    head = _locked_head()
    entries: list[AuditEntry] = []
    openings: list[ActorOpening] = []
    for decision in decisions:
        entry = AuditEntry(
            sequence=head.sequence + 1,
            recorded_at=moment,
            action=check_action(decision.action),
            subject=check_subject(decision.subject),
            subject_id=check_token(str(decision.subject_id), "a subject id"),
            reason_code=check_token(str.__str__(decision.reason_code), "a reason code"),
            data=check_data({k: str(v) if isinstance(v, UUID) else v for k, v in decision.data.items()}),
            previous_hash=head.hash,
        )
        if actor_id is not None:
            salt = secrets.token_hex(16)
            entry.actor = actor_commitment(salt, actor_id)
            openings.append(ActorOpening(entry=entry, actor_id=actor_id, salt=salt))
        entry.hash = entry.compute_hash()
        entries.append(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
    AuditEntry.objects.bulk_create(entries)
    ActorOpening.objects.bulk_create(openings)
    head.save(update_fields=["sequence", "hash"])
    return entries


def _actor_id(actor: Actor | None) -> int | None:
    if actor is None or actor.is_anonymous:
        return None
    if actor.pk is None:
        raise AuditError("audit.record() was given an account that is not saved.")
    return int(actor.pk)


def _locked_head() -> AuditHead:
    """Locks the end of the chain until the caller's transaction ends; on SQLite, IMMEDIATE holds it already."""
    head, created = AuditHead.objects.select_for_update().get_or_create(pk=AuditHead.SINGLETON)
    if created and AuditEntry.objects.exists():
        raise AuditError("the audit log has entries but lost its head row; nothing is recorded until that is explained")
    return head
