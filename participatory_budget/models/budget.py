"""A participatory budget and its dated phases."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import PhaseKind


class Budget(models.Model):
    """One edition. All its money is in one currency, in whole smallest parts (`engine.election.unit_of`)."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=255, unique=True)
    # ISO 4217; empty where an imported file names none.
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    # Rules of proposing; None and 0 mean "no limit" and "no threshold". Each change is an audit row.
    proposals_per_person = models.PositiveIntegerField(_("proposals for each person"), null=True, blank=True)
    supports_per_person = models.PositiveIntegerField(_("supports for each person"), null=True, blank=True)
    supports_needed = models.PositiveIntegerField(_("supports a proposal needs"), default=0)
    premoderated = models.BooleanField(_("proposals are read before they are public"), default=True)
    appeal_days = models.PositiveIntegerField(_("days to appeal against a verdict"), default=14)
    # South, west, north, east in degrees: what the map shows first. Empty where a budget needs no map.
    map_area = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("participatory budget")
        verbose_name_plural = _("participatory budgets")
        ordering = ["-created_at", "slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug=""), name="budget_slug_not_empty"),
            # No regular expression: SQLite's own tools could not check the table then.
            models.CheckConstraint(
                condition=Q(currency="") | Q(Exact(Length("currency"), 3), Exact(Upper("currency"), F("currency"))),
                name="budget_currency_code",
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class BudgetPhase(models.Model):
    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=20, choices=PhaseKind.choices)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["budget", "starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "kind"], name="budget_phase_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=PhaseKind.values), name="budget_phase_kind_known"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="budget_phase_starts_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.budget_id}: {self.kind}"
