"""What was decided about a clause, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import Decision


class Outcome(models.Model):
    """One answer. A published one is never changed: its successor goes out with the next report."""

    clause_thread = models.ForeignKey("consultations.ClauseThread", on_delete=models.PROTECT, related_name="outcomes")
    number = models.PositiveIntegerField(default=1)
    decision = models.CharField(_("decision"), max_length=30, choices=Decision.choices)
    responsible_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["clause_thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["clause_thread", "number"], name="outcome_number_once"),
            models.UniqueConstraint(
                fields=["clause_thread"], condition=Q(published_at__isnull=True), name="outcome_one_draft"
            ),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="outcome_known_decision"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=models.F("decided_at")),
                name="outcome_published_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_thread_id}: {self.decision}"


class OutcomeReason(models.Model):
    """The reason in one language; the languages say the same."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="reasons")
    language = models.CharField(max_length=10)
    text = models.TextField()
    folded = models.TextField(editable=False)  # the words as they are searched, see hub.core.engine.folding

    class Meta:
        ordering = ["outcome", "language"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "language"], name="outcome_reason_once_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="outcome_reason_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id} [{self.language}]"
