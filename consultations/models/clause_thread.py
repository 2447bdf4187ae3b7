"""Ties a thread of contributions to the clause, or the whole document, that it is about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ClauseThread(models.Model):
    """One thread for each clause of a consultation, and one for the document as a whole (`clause` is null)."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="threads")
    document = models.ForeignKey("whitepapers.Document", on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        "whitepapers.Clause", null=True, blank=True, on_delete=models.PROTECT, related_name="consultation_threads"
    )
    thread = models.OneToOneField("contributions.Thread", on_delete=models.PROTECT, related_name="clause_thread")
    # A clause that a later version added says so; the report names the version.
    added_in_version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "clause"], name="clause_thread_once_per_clause"),
            models.UniqueConstraint(
                fields=["consultation", "document"],
                condition=Q(clause__isnull=True),
                name="clause_thread_once_per_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.clause_id or self.document_id}"
