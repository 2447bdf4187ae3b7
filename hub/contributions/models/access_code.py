"""A fresh code for somebody who wrote without an account and wants to change or take back what they wrote."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from hub.contributions.models.comment import Comment


class AccessCode(models.Model):
    """One row for each contribution; a new code replaces the one before. The code itself is stored nowhere."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="access_code")
    salt = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # How many were asked for since this moment: nobody's mailbox is filled.
    counted_since = models.DateTimeField()
    asked = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("code to change a contribution")
        verbose_name_plural = _("codes to change a contribution")

    def __str__(self) -> str:
        return str(self.uuid)
