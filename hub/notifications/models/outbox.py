"""A message that we owe someone. Holds ids, never words: the text is made when it goes out, in their language."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.notifications.enums import DONE_STATES, OPEN_STATES, OutboxState


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def due(self, now: datetime) -> OutboxQuerySet:
        """To be sent now; a claim whose lease ran out counts, its worker is gone."""
        return self.filter(
            Q(state=OutboxState.QUEUED, next_try_at__lte=now) | Q(state=OutboxState.CLAIMED, claimed_until__lt=now)
        )


class Outbox(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    to = models.EmailField()
    language = models.CharField(max_length=10)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=160, unique=True)
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=80, blank=True)  # class of the error; its text may hold addresses

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["state", "next_try_at"], name="outbox_due")]
        constraints = [
            models.CheckConstraint(name="outbox_state_known", condition=Q(state__in=OutboxState.values)),
            models.CheckConstraint(
                name="outbox_claim_has_lease",
                condition=Q(state=OutboxState.CLAIMED, claim__isnull=False, claimed_until__isnull=False)
                | (~Q(state=OutboxState.CLAIMED) & Q(claim=None, claimed_until=None)),
            ),
            models.CheckConstraint(
                name="outbox_finished_has_date",
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | Q(state__in=DONE_STATES, finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
