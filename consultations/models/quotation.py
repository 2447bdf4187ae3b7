"""A contribution whose words the report quotes. Only its id is kept: what is erased or withheld is quoted no more."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Quotation(models.Model):
    """Below a clause or a theme of the report."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="quotations")
    clause_thread = models.ForeignKey(
        "consultations.ClauseThread", null=True, blank=True, on_delete=models.PROTECT, related_name="quotations"
    )
    theme = models.ForeignKey(
        "consultations.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="quotations"
    )
    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="quotations")
    order = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["consultation", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(clause_thread__isnull=False, theme=None) | Q(clause_thread=None, theme__isnull=False),
                name="quotation_stands_in_one_place",
            ),
            models.UniqueConstraint(fields=["clause_thread", "comment"], name="quotation_once_per_clause"),
            models.UniqueConstraint(fields=["theme", "comment"], name="quotation_once_per_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}"
