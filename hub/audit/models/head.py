"""The end of the chain: where it stands now, and what was signed each night."""

from __future__ import annotations

from django.db import models

from hub.audit.engine.canonical import GENESIS_HASH, head_message


class AuditHead(models.Model):
    """One row. Whoever appends holds its lock, so that two writers never continue from the same hash."""

    SINGLETON = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=SINGLETON)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS_HASH)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash}"


class SignedHead(models.Model):
    """The chain's end on one day (UTC), signed. Published, so that nobody can shorten or rewrite the log unseen."""

    date = models.DateField(unique=True)
    sequence = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    public_key = models.CharField(max_length=44)  # base64 of the 32 raw bytes
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the same 32 bytes
    signature = models.CharField(max_length=88)  # base64 of the 64 bytes

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.date} {self.sequence}"

    def message(self) -> bytes:
        return head_message(date=self.date.isoformat(), sequence=self.sequence, hash=self.hash)
