"""One round of digests: everybody who follows something in this rhythm gets at most one letter about this time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.notifications.enums import DIGEST_RHYTHMS, Rhythm


class Digest(models.Model):
    """Tells of news from `since` (with it) to `until` (without it); rounds of a rhythm join without a gap.

    People are written to in the order of their account numbers, as with `News`: up to `last_user` they have their row
    in the outbox. Both are set in one transaction, so that a worker may die anywhere.
    """

    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    since = models.DateTimeField()
    until = models.DateTimeField()
    last_user = models.BigIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("round of digests")
        verbose_name_plural = _("rounds of digests")
        ordering = ["rhythm", "until"]
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "until"], name="digest_once"),
            models.CheckConstraint(name="digest_rhythm_known", condition=Q(rhythm__in=[*DIGEST_RHYTHMS])),
            models.CheckConstraint(name="digest_has_a_length", condition=Q(since__lt=F("until"))),
            models.CheckConstraint(name="digest_finished_names_nobody", condition=Q(finished_at=None) | Q(last_user=0)),
        ]

    def __str__(self) -> str:
        return f"{self.rhythm} {self.until:%Y-%m-%d}"
