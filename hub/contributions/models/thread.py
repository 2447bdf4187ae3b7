"""Where contributions about one subject hang; keeps the counters, so that a page never counts rows."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Thread(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Name under which a feature registered with `thread_subjects`: "clause", "document", "proposal" …
    kind = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    # Changed only by hub.contributions.services, under a lock on this row.
    published_count = models.PositiveIntegerField(default=0)
    suggestion_count = models.PositiveIntegerField(default=0)
    pending_count = models.PositiveIntegerField(default=0)
    support_count = models.PositiveIntegerField(default=0)
    changes_count = models.PositiveIntegerField(default=0)
    oppose_count = models.PositiveIntegerField(default=0)
    question_count = models.PositiveIntegerField(default=0)
    other_count = models.PositiveIntegerField(default=0)
    last_published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
