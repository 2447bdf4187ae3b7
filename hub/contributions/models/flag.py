"""Somebody says that a published contribution should not be public. Only moderators see it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.models.comment import Comment
from hub.moderation.enums import FLAG_REASONS, ReasonCode


class Flag(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="hub_flags")
    # Empty for people without an account: nothing is kept that would tell who they are.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reason_code = models.CharField(max_length=20, choices=ReasonCode.choices)
    note = models.CharField(max_length=500, blank=True)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report of a contribution")
        verbose_name_plural = _("reports of contributions")
        constraints = [
            models.UniqueConstraint(
                name="flag_once_per_person", fields=["comment", "user"], condition=Q(user__isnull=False)
            ),
            models.CheckConstraint(name="flag_reason_known", condition=Q(reason_code__in=list(FLAG_REASONS))),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason_code}"
