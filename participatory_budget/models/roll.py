"""The roll: who may vote, and in which envelopes a ballot of theirs was accepted. Nothing here says what was chosen.

No row holds the time of a vote, and none of its keys occurs in the ballot box (docs/ballot-box.md).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import EligibilityWay


class RollEntry(models.Model):
    """One person's right to vote in one budget.

    `identity` is an HMAC of what the register or the person's document says, under a key of this budget
    (`engine.identities`); empty for a code that was given out without a name. `district` is the district envelope
    they may vote in; None: whatever district they choose first, or none where the budget has no districts.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="roll")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    identity = models.CharField(max_length=64, blank=True)
    district = models.ForeignKey(
        "participatory_budget.Envelope", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    way = models.CharField(max_length=12, choices=EligibilityWay.choices)
    # The line of the register's file, so that a printer can join letters and codes without any name here.
    line = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("entry of the roll")
        verbose_name_plural = _("entries of the roll")
        ordering = ["budget", "uuid"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "identity"], condition=~Q(identity=""), name="roll_identity_once_per_budget"
            ),
            models.UniqueConstraint(
                fields=["budget", "account"], condition=Q(account__isnull=False), name="roll_account_once_per_budget"
            ),
            models.CheckConstraint(condition=Q(way__in=EligibilityWay.values), name="roll_way_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Acceptance(models.Model):
    """A ballot of this person was accepted in this envelope. `on_paper`: it was paper, so nothing online follows.

    `last_day` is a day, never a time: what a page tells the person ("cast on 12 June").
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(RollEntry, on_delete=models.CASCADE, related_name="acceptances")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    on_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ["uuid"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "envelope"], name="acceptance_once_per_envelope"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class VotingCode(models.Model):
    """A code that proves a right to vote once. Only its keyed hash is kept; it is printed when it is made."""

    entry = models.OneToOneField(RollEntry, on_delete=models.CASCADE, related_name="code")
    code_hash = models.CharField(max_length=64, unique=True)
    # Codes are made and printed together.
    batch = models.PositiveIntegerField()
    made_on = models.DateField()
    is_used = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "code_hash"]

    def __str__(self) -> str:
        return str(self.entry_id)
