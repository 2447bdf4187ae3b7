"""What somebody has put on their ballot and not cast: gone when it is cast, and at the close."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Basket(models.Model):
    """`choices` is a list of [project code, points or place]; it may break the rules, since it is not cast."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.CASCADE, related_name="+")
    choices = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    # Set when the reminder has gone out, so that nobody gets a second one.
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "envelope"], name="basket_once_per_envelope")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.envelope_id}"
