"""A file that came with a contribution. Its bytes stand in the row, so that they are in no public folder, go into every
backup, and leave with the words they came with."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import FileKind
from hub.contributions.models.comment import Comment
from hub.contributions.models.pending_submission import PendingSubmission


class Attachment(models.Model):
    """Belongs to a submission until that is confirmed, then to the contribution."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments")
    submission = models.ForeignKey(
        PendingSubmission, on_delete=models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="attachment_belongs_to_one",
                condition=Q(comment=None, submission__isnull=False) | Q(comment__isnull=False, submission=None),
            ),
            models.CheckConstraint(name="attachment_kind_known", condition=Q(kind__in=FileKind.values)),
        ]

    def __str__(self) -> str:
        return self.name
