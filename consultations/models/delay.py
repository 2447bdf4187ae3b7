"""Why an answer is late: said in public, dated, and never taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DelayExplanation(models.Model):
    """One explanation. A later one stands above it; none is changed or removed."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="delays")
    number = models.PositiveIntegerField()
    explained_at = models.DateTimeField()
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    was_due_at = models.DateTimeField()
    expected_at = models.DateTimeField(_("the answer is now expected by"), null=True, blank=True)

    class Meta:
        ordering = ["consultation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="delay_explanation_number_once"),
            models.CheckConstraint(
                condition=Q(expected_at__isnull=True) | Q(expected_at__gt=models.F("explained_at")),
                name="delay_explanation_looks_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.number}"


class DelayText(models.Model):
    explanation = models.ForeignKey(DelayExplanation, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.TextField()

    class Meta:
        ordering = ["explanation", "language"]
        constraints = [
            models.UniqueConstraint(fields=["explanation", "language"], name="delay_text_once_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="delay_text_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.explanation_id} [{self.language}]"
