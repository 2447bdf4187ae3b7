"""How a budget is voted on and counted, in numbered versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.election import VoteType


def default_tie_keys() -> list[str]:
    return ["lower_cost", "id"]


class RuleCard(models.Model):
    """Written once: a change of the rules is a new version, and the database refuses to change an old one.

    `threshold` is a decimal number as text, in points. `tie_keys` are values of `engine.election.TieKey`.
    """

    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="rule_cards")
    version = models.PositiveIntegerField()
    vote_type = models.CharField(max_length=12, choices=[(one.value, one.value) for one in VoteType])
    # As the file or the city names it; a rule that we cannot count is kept under its own name.
    rule = models.CharField(max_length=100, blank=True)
    threshold = models.CharField(max_length=40, default="0")
    min_length = models.PositiveIntegerField(null=True, blank=True)
    max_length = models.PositiveIntegerField(null=True, blank=True)
    max_points = models.PositiveIntegerField(null=True, blank=True)
    tie_keys = models.JSONField(default=default_tie_keys)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("rule card")
        verbose_name_plural = _("rule cards")
        ordering = ["budget", "version"]
        get_latest_by = "version"
        constraints = [
            models.UniqueConstraint(fields=["budget", "version"], name="rule_card_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="rule_card_version_from_one"),
            models.CheckConstraint(
                condition=Q(vote_type__in=[one.value for one in VoteType]), name="rule_card_vote_type_known"
            ),
            models.CheckConstraint(
                condition=Q(min_length=None) | Q(max_length=None) | Q(min_length__lte=F("max_length")),
                name="rule_card_lengths_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id} v{self.version}"
