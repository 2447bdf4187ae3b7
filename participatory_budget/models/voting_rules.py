"""Who may vote in a budget and how a ballot is filled in, beyond the rule card. Frozen when the vote begins."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import EligibilityWay


def default_ways() -> list[str]:
    return [EligibilityWay.CODE.value]


class VotingRules(models.Model):
    """One per budget; without a row the defaults hold (`selectors.voting.voting_rules_of`)."""

    budget = models.OneToOneField("participatory_budget.Budget", on_delete=models.CASCADE, related_name="voting_rules")
    # Values of `EligibilityWay`.
    ways = models.JSONField(default=default_ways)
    minimum_age = models.PositiveIntegerField(_("age from which one may vote"), null=True, blank=True)
    # In the words of the city, by language: "Everybody who lives here, of any nationality".
    who_may_vote = models.JSONField(default=dict, blank=True)
    # What a person shows, by language: "Number of the identity card or residence permit". Its hash is all we keep.
    identity_asked = models.JSONField(default=dict, blank=True)
    # The choices of a ballot may not cost more than the envelope holds (ballots of the kind "approval" only).
    within_money = models.BooleanField(_("choose within the money"), default=False)
    # The log grows at these times only, so that its growth tells nothing about who voted when.
    checkpoint_minutes = models.PositiveIntegerField(default=10)
    # After so many days from the close the keys of the ballot box are destroyed and the roll is emptied.
    appeal_days = models.PositiveIntegerField(_("days to contest the result"), default=30)

    class Meta:
        verbose_name = _("rules of voting")
        verbose_name_plural = _("rules of voting")
        constraints = [
            models.CheckConstraint(
                condition=Q(checkpoint_minutes__gte=1) & Q(checkpoint_minutes__lte=1440),
                name="voting_rules_checkpoint_within_a_day",
            ),
            models.CheckConstraint(
                condition=Q(minimum_age=None) | Q(minimum_age__lte=120), name="voting_rules_age_of_people"
            ),
        ]

    def __str__(self) -> str:
        return str(self.budget_id)
