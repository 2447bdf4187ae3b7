"""The ballot box: sealed ballots under voter tags. No address, no account, no time, no order shared with the roll.

A ballot waits until the next batch, is then moved into the log in shuffled order, and is opened after the close
(docs/ballot-box.md).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class WaitingBallot(models.Model):
    """Cast, acknowledged, and not in the log yet. `turn` orders the ballots of one tag: 1, 2, …"""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="+")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=64)
    turn = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64, unique=True)
    # Choices and nonce, sealed with the box key (`engine.sealing`), in base64.
    sealed = models.TextField()

    class Meta:
        ordering = ["uuid"]
        indexes = [models.Index(fields=["budget", "tag"], name="waiting_ballot_tag")]

    def __str__(self) -> str:
        return self.commitment


class Ballot(models.Model):
    """Written once: leaf number `position` (from 0) of the budget's log."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="ballots")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    tag = models.CharField(max_length=64)
    turn = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        ordering = ["budget", "position"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "position"], name="ballot_position_once"),
            models.UniqueConstraint(fields=["budget", "tag", "turn"], name="ballot_turn_once_per_tag"),
        ]

    def __str__(self) -> str:
        return self.commitment


class OpenedBallot(models.Model):
    """What a counting ballot chose: the last of its tag. Written after the close, for those alone.

    `choices` is a list of [project code, points or place], as `engine.commitments` writes them.
    """

    ballot = models.OneToOneField(Ballot, primary_key=True, on_delete=models.PROTECT, related_name="opened")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField()
    nonce = models.CharField(max_length=64)

    class Meta:
        ordering = ["envelope", "ballot__commitment"]
        indexes = [models.Index(fields=["envelope"], name="opened_ballot_envelope")]

    def __str__(self) -> str:
        return str(self.ballot_id)


class Checkpoint(models.Model):
    """Written once: the log at a fixed time. Until the close only `sealed_sha256` and its signature are public.

    `note` is the canonical JSON that is sealed: slot, size of the tree, root, hash of the frozen election, salt.
    """

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="checkpoints")
    number = models.PositiveIntegerField()
    slot = models.DateTimeField()
    size = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    sealed_sha256 = models.CharField(max_length=64)
    public_key = models.CharField(max_length=44)
    fingerprint = models.CharField(max_length=64)
    signature = models.CharField(max_length=88)

    class Meta:
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="checkpoint_number_once"),
            models.UniqueConstraint(fields=["budget", "slot"], name="checkpoint_slot_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="checkpoint_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} #{self.number}"
