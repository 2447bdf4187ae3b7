"""Somebody says that a public proposal should not be public. Only moderators see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.moderation.enums import FLAG_REASONS, ReasonCode
from participatory_budget.models.proposal import Proposal


class ProposalFlag(models.Model):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="flags")
    # Empty for people without an account: nothing is kept that would tell who they are.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reason_code = models.CharField(max_length=20, choices=ReasonCode.choices)
    note = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    # One per form that was shown, drawn by lot: the second click of a double click finds the first one's report.
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("report of a proposal")
        verbose_name_plural = _("reports of proposals")
        indexes = [
            models.Index(fields=["proposal", "raised_at"], name="proposal_flag_open", condition=Q(settled_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="proposal_flag_once_per_person", fields=["proposal", "user"], condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="proposal_flag_reason_known", condition=Q(reason_code__in=[one.value for one in FLAG_REASONS])
            ),
            models.CheckConstraint(
                name="proposal_flag_settled_later", condition=Q(settled_at=None) | Q(settled_at__gte=F("raised_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.reason_code}"
