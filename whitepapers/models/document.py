"""A document and its numbered versions, apart from the Wagtail pages that tell its story."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from whitepapers.enums import DocumentKind
from whitepapers.models.immutable import ImmutableModel


class Document(models.Model):
    """One text in all its languages. Its key is the pages' `translation_key`."""

    uuid = models.UUIDField(_("identifier"), primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=DocumentKind.choices)
    # The language that decides which clauses exist; translations follow it.
    source_language = models.CharField(_("language of the original"), max_length=20)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=DocumentKind.values), name="whitepapers_document_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uuid}"


class DocumentVersion(ImmutableModel):
    """A snapshot taken at publication. Comments are about a clause *in a version*."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("document version")
        verbose_name_plural = _("document versions")
        ordering = ["document_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="whitepapers_version_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="whitepapers_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
