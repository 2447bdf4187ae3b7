"""What the machine found, kept with its version: groups of texts that say the same, and heaps that may be a theme."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from consultations.enums import AnalysisKind, SuggestionState
from consultations.models.theme import Theme


class AnalysisRun(models.Model):
    """One run over the published contributions of a consultation. The same inputs and version give the same rows."""

    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=10, choices=AnalysisKind.choices)
    version = models.CharField(max_length=40)
    inputs_sha256 = models.CharField(max_length=64)  # of the ids and texts that went in
    texts = models.PositiveIntegerField()
    distinct = models.PositiveIntegerField(default=0)
    ran_at = models.DateTimeField()
    ran_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["consultation", "kind", "-ran_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AnalysisKind.values), name="analysis_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.kind}"


class TextGroup(models.Model):
    """Contributions that say the same, nearly word for word. Counted, never merged, never a vote."""

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="groups")
    medoid = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="+")
    size = models.PositiveIntegerField()
    exact = models.BooleanField()

    class Meta:
        ordering = ["run", "-size", "medoid"]

    def __str__(self) -> str:
        return f"{self.medoid_id} ×{self.size}"


class GroupMember(models.Model):
    group = models.ForeignKey(TextGroup, on_delete=models.CASCADE, related_name="members")
    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="group_members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "comment"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.comment_id}"


class ThemeSuggestion(models.Model):
    """A heap of contributions that seem to speak of one thing. A person names it or refuses it."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="suggestions")
    order = models.PositiveIntegerField()
    terms = models.JSONField()  # words as people wrote them, the most telling first
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN)
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="suggestions")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["run", "order"]
        constraints = [
            models.UniqueConstraint(fields=["run", "order"], name="theme_suggestion_order_once"),
            models.CheckConstraint(
                condition=Q(state=SuggestionState.TAKEN, theme__isnull=False)
                | (Q(state__in=[SuggestionState.OPEN, SuggestionState.REFUSED]) & Q(theme=None)),
                name="theme_suggestion_taken_has_theme",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.terms[:3])


class SuggestedMember(models.Model):
    suggestion = models.ForeignKey(ThemeSuggestion, on_delete=models.CASCADE, related_name="members")
    comment = models.ForeignKey("contributions.Comment", on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # in thousandths
    representative = models.PositiveSmallIntegerField(null=True, blank=True)  # its place among the examples

    class Meta:
        ordering = ["suggestion", "-score", "comment"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "comment"], name="suggested_member_once")]

    def __str__(self) -> str:
        return f"{self.suggestion_id}: {self.comment_id}"
