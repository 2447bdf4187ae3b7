"""An election that was held elsewhere and came as a file: its cells as they were, so that it leaves as it came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportedElection(models.Model):
    """Everything of the file but its ballots. `meta` is a list of [key, value], `project_rows` a list of cells."""

    envelope = models.OneToOneField(
        "participatory_budget.Envelope", on_delete=models.PROTECT, related_name="imported_election"
    )
    meta = models.JSONField()
    project_columns = models.JSONField()
    project_rows = models.JSONField()
    vote_columns = models.JSONField()
    file_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("imported election")
        verbose_name_plural = _("imported elections")

    def __str__(self) -> str:
        return str(self.envelope_id)


class ImportedBallot(models.Model):
    """One line of VOTES, cell by cell. What it means, `engine.pabulib` says."""

    election = models.ForeignKey(ImportedElection, on_delete=models.CASCADE, related_name="ballots")
    number = models.PositiveIntegerField()
    cells = models.JSONField()

    class Meta:
        ordering = ["election", "number"]
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="imported_ballot_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="imported_ballot_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.election_id} #{self.number}"
