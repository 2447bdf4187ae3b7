"""Why something stays without an answer, said in public: the only way round a gap in a report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class GapStatement(models.Model):
    """About one clause (or document as a whole), or, without one, about how much was read."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="gaps")
    clause_thread = models.OneToOneField(
        "consultations.ClauseThread", null=True, blank=True, on_delete=models.PROTECT, related_name="gap"
    )
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["consultation", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(clause_thread=None), name="gap_about_reading_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.clause_thread_id}"


class GapText(models.Model):
    gap = models.ForeignKey(GapStatement, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        ordering = ["gap", "language"]
        constraints = [
            models.UniqueConstraint(fields=["gap", "language"], name="gap_text_once_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="gap_text_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.gap_id} [{self.language}]"
