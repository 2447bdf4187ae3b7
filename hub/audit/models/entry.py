"""One decision, for good. Database triggers (hub.audit.triggers) refuse to change or delete a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from hub.audit.engine.canonical import entry_hash, timestamp

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, subject: str, subject_id: object) -> AuditEntryQuerySet:
        return self.filter(subject=subject, subject_id=str(subject_id))

    def by(self, actor: AbstractBaseUser) -> AuditEntryQuerySet:
        """What this person did; nothing once they were forgotten."""
        return self.filter(opening__actor_id=actor.pk)


class AuditEntry(models.Model):
    sequence = models.PositiveBigIntegerField(primary_key=True)
    recorded_at = models.DateTimeField()
    action = models.CharField(max_length=64)
    subject = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    # Not the person: a salted commitment. Who it was stands in ActorOpening, which erasure may remove.
    actor = models.CharField(max_length=64, blank=True)
    reason_code = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    # Unique, so that the chain cannot fork.
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=("subject", "subject_id", "sequence"), name="audit_entry_subject"),
            models.Index(fields=("action", "sequence"), name="audit_entry_action"),
        )
        constraints = (models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_entry_sequence_from_1"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}:{self.subject_id}"

    @property
    def actor_id(self) -> int | None:
        """The account that acted; None for the clock, a guest, or somebody who was forgotten."""
        opening = getattr(self, "opening", None)
        return opening.actor_id if opening else None

    def hashed_fields(self) -> dict[str, Any]:
        return {
            "sequence": self.sequence,
            "recorded_at": timestamp(self.recorded_at),
            "action": self.action,
            "subject": self.subject,
            "subject_id": self.subject_id,
            "actor": self.actor,
            "reason_code": self.reason_code,
            "data": self.data,
            "previous_hash": self.previous_hash,
        }

    def compute_hash(self) -> str:
        return entry_hash(self.hashed_fields())


class ActorOpening(models.Model):
    """Opens an entry's commitment: the account and the salt. Deleting it forgets the person and leaves the chain whole.

    `actor_id` is a plain number and no foreign key: deleting an account must not cascade into the log.
    """

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="opening")
    actor_id = models.BigIntegerField(db_index=True)
    salt = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.pk} by account {self.actor_id}"
