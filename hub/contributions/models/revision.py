"""What a contribution said at one time. Number 1 is what was sent; only the decision about a row changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import Position, RevisionState
from hub.contributions.models.comment import Comment


class Revision(models.Model):
    """Written from the first change on; a contribution that was never changed has none."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    suggested_text = models.TextField(blank=True)
    position = models.CharField(max_length=24, choices=Position.choices, blank=True)
    language = models.CharField(max_length=10)
    written_at = models.DateTimeField()

    state = models.CharField(max_length=12, choices=RevisionState.choices)
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version of a contribution")
        verbose_name_plural = _("versions of contributions")
        ordering = ["comment", "number"]
        indexes = [models.Index(fields=["state", "decided_at", "written_at"], name="revision_by_state")]
        constraints = [
            models.UniqueConstraint(name="revision_number_once", fields=["comment", "number"]),
            models.CheckConstraint(name="revision_state_known", condition=Q(state__in=RevisionState.values)),
            models.CheckConstraint(
                name="revision_public_has_date",
                condition=~Q(state=RevisionState.PUBLISHED) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} ({self.number})"
