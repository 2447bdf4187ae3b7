"""Contributions that a moderator chose to answer together, across clauses and themes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Selection(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="selections")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("chosen contributions")
        verbose_name_plural = _("chosen contributions")
        ordering = ["consultation", "made_at"]

    def __str__(self) -> str:
        return str(self.uuid)


class SelectionTitle(models.Model):
    """What they have in common, in one language; the heading of their answer in the report."""

    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="titles")
    language = models.CharField(max_length=10)
    title = models.CharField(_("what they have in common"), max_length=160)

    class Meta:
        ordering = ["selection", "language"]
        constraints = [
            models.UniqueConstraint(fields=["selection", "language"], name="selection_title_once_per_language"),
            models.CheckConstraint(condition=~Q(title=""), name="selection_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title


class SelectionMember(models.Model):
    selection = models.ForeignKey(Selection, on_delete=models.CASCADE, related_name="members")
    comment = models.ForeignKey("contributions.Comment", on_delete=models.PROTECT, related_name="selections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "comment"], name="selection_member_once")]

    def __str__(self) -> str:
        return f"{self.selection_id}: {self.comment_id}"
