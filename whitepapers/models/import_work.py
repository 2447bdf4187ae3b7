"""An import that an officer has begun and not finished: the file, the corrections, the decisions so far."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from whitepapers.enums import DocumentKind

KEPT_FOR = timedelta(days=14)


class ImportWork(models.Model):
    """Belongs to one person. Every step is kept at once, so that a lost session loses nothing; it expires."""

    uuid = models.UUIDField(_("identifier"), primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=255)
    # Pictures are taken from it when the page is saved.
    content = models.BinaryField(_("content of the file"))
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    language = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    accepts_changes = models.BooleanField(_("tracked changes were accepted"), default=True)
    # The document of which this is to become a new version; empty for a new document.
    target_uuid = models.UUIDField(_("document"), null=True, blank=True)
    # Fingerprint of the target's text that the decisions are about.
    target_sha256 = models.CharField(max_length=64, blank=True)
    draft = models.JSONField(_("text with corrections"))
    decisions = models.JSONField(_("decisions"), default=dict)
    created_at = models.DateTimeField(_("begun at"))
    changed_at = models.DateTimeField(_("last worked on at"))
    expires_at = models.DateTimeField(_("kept until"), db_index=True)

    class Meta:
        verbose_name = _("import in progress")
        verbose_name_plural = _("imports in progress")
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DocumentKind.values), name="whitepapers_work_kind")
        ]

    def __str__(self) -> str:
        return self.file_name
