"""A contribution whose author has not yet shown that the e-mail address is theirs. Not received until confirmed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.models.comment import Comment
from hub.contributions.models.thread import Thread


class PendingSubmission(models.Model):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    # E-mail and draft are emptied on confirmation: from then on the comment holds them.
    email = models.EmailField(blank=True)
    draft = models.JSONField(default=dict)  # fields of hub.contributions.engine.draft.Draft
    language = models.CharField(max_length=10)
    document_version = models.PositiveIntegerField(null=True, blank=True)
    submission_key = models.CharField(max_length=64, unique=True)
    submitted_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()

    # The code itself is stored nowhere, not even hashed: it is derived from this salt with the server's key.
    code_salt = models.CharField(max_length=64)
    code_sent_at = models.DateTimeField()
    code_number = models.PositiveSmallIntegerField(default=1)
    code_tries = models.PositiveSmallIntegerField(default=0)

    # Not one to one: the same text sent from two tabs and confirmed twice is one contribution.
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("submission waiting for confirmation")
        verbose_name_plural = _("submissions waiting for confirmation")
        constraints = [
            models.CheckConstraint(
                name="pending_submission_confirmed_has_comment",
                condition=Q(comment=None, confirmed_at=None) | Q(comment__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
