"""Results that were computed: kept with the hash of what went in and of what came out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Count(models.Model):
    """Written once; the newest of an envelope is its result. `result` is what `engine.stored_results` writes."""

    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="counts")
    rule = models.CharField(max_length=100)
    inputs_sha256 = models.CharField(max_length=64)
    result_sha256 = models.CharField(max_length=64)
    result = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        ordering = ["envelope", "counted_at", "pk"]
        get_latest_by = ["counted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["envelope", "rule", "inputs_sha256", "result_sha256"], name="count_once_per_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.envelope_id}: {self.rule}"
