"""The figures and answers of a report as they stood when it was published."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FrozenReport(models.Model):
    """Never changed. `content` is canonical JSON; `sha256` is the hash of exactly these bytes (UTF-8)."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["consultation", "number"]
        get_latest_by = "number"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="frozen_report_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.number}"
