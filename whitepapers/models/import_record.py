"""What was imported into a document, and what the file called its clauses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """One file that became the text of a document. The same bytes a second time change nothing."""

    # The pages' `translation_key`: there is no `Document` row before the first publication.
    document_uuid = models.UUIDField(_("document"), db_index=True)
    sha256 = models.CharField(_("fingerprint of the file"), max_length=64)
    language = models.CharField(_("language"), max_length=20)
    accepts_changes = models.BooleanField(_("tracked changes were accepted"), default=True)
    clauses = models.PositiveIntegerField(_("clauses"))
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["document_uuid", "pk"]
        indexes = [models.Index(fields=["sha256"], name="whitepapers_import_sha256")]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} → {self.document_uuid}"


class ImportedClause(models.Model):
    """What the file called a block: its address there goes into public addresses when the clause is minted."""

    document_uuid = models.UUIDField(_("document"))
    block_id = models.CharField(_("block"), max_length=64)
    eid = models.CharField(_("address within the document"), max_length=255)
    source_id = models.CharField(_("identifier in the imported file"), max_length=255, blank=True)
    source_kind = models.CharField(_("kind in the imported file"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("imported clause")
        verbose_name_plural = _("imported clauses")
        constraints = [
            models.UniqueConstraint(fields=["document_uuid", "block_id"], name="whitepapers_imported_block"),
            models.UniqueConstraint(fields=["document_uuid", "eid"], name="whitepapers_imported_eid"),
        ]

    def __str__(self) -> str:
        return f"{self.eid} ({self.block_id})"
