"""What is voted on, frozen when the vote begins; what was amended since; and the keys of the ballot box."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import AmendmentKind


class FrozenElection(models.Model):
    """Written once. `document` is canonical JSON (`engine.frozen`), published as it is; `sha256` is over its bytes."""

    budget = models.OneToOneField(
        "participatory_budget.Budget", primary_key=True, on_delete=models.PROTECT, related_name="frozen"
    )
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("frozen election")
        verbose_name_plural = _("frozen elections")

    def __str__(self) -> str:
        return self.sha256


class ElectionKey(models.Model):
    """The two secrets of one election, 32 random bytes each, in hex; empty once they are destroyed.

    `voter_key` makes voter tags, `box_key` seals what was chosen until the close.
    """

    budget = models.OneToOneField(
        "participatory_budget.Budget", primary_key=True, on_delete=models.PROTECT, related_name="election_key"
    )
    voter_key = models.CharField(max_length=64, blank=True)
    box_key = models.CharField(max_length=64, blank=True)
    # Keys the hashes of identities and codes; needed from the first import of a register on.
    roll_key = models.CharField(max_length=64, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(voter_key="", box_key="", roll_key=""),
                name="election_key_destroyed_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return str(self.budget_id)


class Amendment(models.Model):
    """Written once. A change after the vote began; `document`, canonical JSON, names the hash of the one before."""

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=AmendmentKind.choices)
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="amendment_from_one"),
            models.CheckConstraint(condition=Q(kind__in=AmendmentKind.values), name="amendment_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} #{self.number}"


class ClosedElection(models.Model):
    """Written once, when the last batch is in the log: from then on nothing is accepted any more.

    `size` and `root` are those of the final tree; `counting` of its leaves are the last of their tag.
    """

    budget = models.OneToOneField(
        "participatory_budget.Budget", primary_key=True, on_delete=models.PROTECT, related_name="closed_election"
    )
    closed_at = models.DateTimeField()
    size = models.PositiveIntegerField()
    counting = models.PositiveIntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("closed election")
        verbose_name_plural = _("closed elections")
        constraints = [models.CheckConstraint(condition=Q(counting__lte=F("size")), name="closed_election_counting")]

    def __str__(self) -> str:
        return str(self.budget_id)
