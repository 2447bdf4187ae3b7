"""What was decided about a clause, a theme or chosen contributions, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import Decision, OutcomeState


class Outcome(models.Model):
    """One answer. A published one is never changed: its successor goes out with the next report.

    `state` is what people decided about the wording; that it is public, `published_at` says.
    """

    # Exactly one of the three says what is answered.
    clause_thread = models.ForeignKey(
        "consultations.ClauseThread", null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    theme = models.ForeignKey(
        "consultations.Theme", null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    selection = models.ForeignKey(
        "consultations.Selection", null=True, blank=True, on_delete=models.PROTECT, related_name="outcomes"
    )
    number = models.PositiveIntegerField(default=1)
    decision = models.CharField(_("decision"), max_length=30, choices=Decision.choices)
    responsible_body = models.CharField(_("responsible body"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=OutcomeState.choices, default=OutcomeState.WRITTEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    decided_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["clause_thread", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(clause_thread__isnull=False, theme=None, selection=None)
                | Q(clause_thread=None, theme__isnull=False, selection=None)
                | Q(clause_thread=None, theme=None, selection__isnull=False),
                name="outcome_answers_one_thing",
            ),
            *[
                constraint
                for subject in ("clause_thread", "theme", "selection")
                for constraint in (
                    models.UniqueConstraint(
                        fields=[subject, "number"],
                        condition=Q(**{f"{subject}__isnull": False}),
                        name=f"outcome_number_once_{subject}",
                    ),
                    models.UniqueConstraint(
                        fields=[subject],
                        condition=Q(published_at__isnull=True) & Q(**{f"{subject}__isnull": False}),
                        name=f"outcome_one_draft_{subject}",
                    ),
                )
            ],
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="outcome_known_decision"),
            models.CheckConstraint(condition=Q(state__in=OutcomeState.values), name="outcome_known_state"),
            models.CheckConstraint(
                condition=Q(state=OutcomeState.APPROVED, approved_at__isnull=False)
                | (~Q(state=OutcomeState.APPROVED) & Q(approved_at=None)),
                name="outcome_approved_has_date",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(published_at__gte=models.F("decided_at")),
                name="outcome_published_after_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_thread_id or self.theme_id or self.selection_id}: {self.decision}"


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


class OutcomeChange(models.Model):
    """A clause whose words change because of this answer: in this version, or in the first that changes it."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="changes")
    clause = models.ForeignKey("whitepapers.Clause", on_delete=models.PROTECT, related_name="+")
    version_number = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["outcome", "pk"]
        constraints = [models.UniqueConstraint(fields=["outcome", "clause"], name="outcome_change_once_per_clause")]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.clause_id}"


class NextStep(models.Model):
    """Something that the answer promises, by a day if there is one."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="next_steps")
    order = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["outcome", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id} ({self.order})"


class NextStepText(models.Model):
    step = models.ForeignKey(NextStep, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=400)

    class Meta:
        ordering = ["step", "language"]
        constraints = [
            models.UniqueConstraint(fields=["step", "language"], name="next_step_once_per_language"),
            models.CheckConstraint(condition=~Q(text=""), name="next_step_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class OutcomeRevision(models.Model):
    """How an answer read at one time of its preparation. For staff; written once."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="revisions")
    state = models.CharField(max_length=10, choices=OutcomeState.choices)
    content = models.JSONField()  # decision, body, reasons, changes, steps
    note = models.CharField(max_length=500, blank=True)  # why it was sent back
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["outcome", "made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.state}"
