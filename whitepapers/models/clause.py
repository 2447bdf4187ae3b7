"""The addressable unit of a document: one identity across versions and languages, one text in each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from whitepapers.enums import COMMENTABLE_KINDS, PartKind
from whitepapers.models.document import Document, DocumentVersion
from whitepapers.models.immutable import ImmutableModel


class Clause(models.Model):
    """Minted once per block of the original; retired when the original drops it, never deleted.

    `number`, `heading`, `level`, `parent` and `order` tell where it stands in the latest version of the original.
    """

    uuid = models.UUIDField(_("identifier"), primary_key=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clauses")
    # Id of the StreamField block; wagtail-localize keeps it in every language.
    block_id = models.CharField(_("block"), max_length=64)
    # Part of public addresses, so it stays what it was when first published, even when the number changes.
    eid = models.CharField(_("address within the document"), max_length=255)
    # What the file it was imported from called it; empty for text written here.
    source_id = models.CharField(_("identifier in the imported file"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=PartKind.choices)
    number = models.CharField(_("number"), max_length=40, blank=True)
    level = models.PositiveSmallIntegerField(_("level"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField(_("order"))
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["document_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["document", "block_id"], name="whitepapers_clause_block"),
            models.UniqueConstraint(fields=["document", "eid"], name="whitepapers_clause_eid"),
            models.CheckConstraint(condition=models.Q(kind__in=PartKind.values), name="whitepapers_clause_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.eid} ({self.uuid})"

    @property
    def is_commentable(self) -> bool:
        return self.kind in COMMENTABLE_KINDS


class ClauseText(ImmutableModel):
    """The text of a clause in one version and one language."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="texts")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(_("language"), max_length=20)
    number = models.CharField(_("number"), max_length=40, blank=True)
    heading = models.CharField(_("heading"), max_length=500, blank=True)
    text = models.TextField(_("plain text"), blank=True)
    html = models.TextField(_("cleaned HTML"), blank=True)
    summary = models.TextField(_("in plain language"), blank=True)
    # Heading, text and summary in the form they are searched in (hub.core.engine.folding).
    folded = models.TextField(_("searchable text"), blank=True)
    sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    order = models.PositiveIntegerField(_("order"))
    level = models.PositiveSmallIntegerField(_("level"))
    # "annex" for the heading of an annex; the word that stands before its number is the reader's.
    role = models.CharField(_("role"), max_length=10, blank=True, default="")

    class Meta:
        verbose_name = _("clause text")
        verbose_name_plural = _("clause texts")
        ordering = ["version_id", "language", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "clause", "language"], name="whitepapers_text_once")]

    def __str__(self) -> str:
        return f"{self.number or self.clause_id} ({self.language})"
