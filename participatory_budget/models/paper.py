"""Ballots on paper, in numbered batches: typed by one person, checked by another, then cast like all others.

While a batch is open a sheet stands beside its voter; when it is closed only the figures stay.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import PaperBatchState, PaperFinding


class PaperBatch(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="paper_batches")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    # Where the sheets were collected, in the words of the city.
    place = models.CharField(_("place"), max_length=200)
    # Counted by hand before anything is typed.
    sheets = models.PositiveIntegerField(_("sheets counted by hand"))
    state = models.CharField(max_length=10, choices=PaperBatchState.choices, default=PaperBatchState.TYPING)
    typed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # By value of `PaperFinding`, written when the batch is closed; public after the close of the vote.
    figures = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("batch of paper ballots")
        verbose_name_plural = _("batches of paper ballots")
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="paper_batch_number_once"),
            models.CheckConstraint(condition=Q(state__in=PaperBatchState.values), name="paper_batch_state_known"),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(typed_by=None) | ~Q(checked_by=F("typed_by")),
                name="paper_batch_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state=PaperBatchState.CLOSED, closed_at__isnull=False)
                | (~Q(state=PaperBatchState.CLOSED) & Q(closed_at=None)),
                name="paper_batch_closed_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} #{self.number}"


class PaperSheet(models.Model):
    """One sheet of an open batch; deleted when it is closed. `sealed` is what was typed, as in the ballot box."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="sheets_typed")
    number = models.PositiveIntegerField()
    entry = models.ForeignKey(
        "participatory_budget.RollEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    finding = models.CharField(max_length=10, choices=PaperFinding.choices)
    sealed = models.TextField(blank=True)
    # The second person typed the same.
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="paper_sheet_number_once"),
            models.CheckConstraint(condition=Q(finding__in=PaperFinding.values), name="paper_sheet_finding_known"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.number}"
