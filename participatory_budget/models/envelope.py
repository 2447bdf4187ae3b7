"""Sums of money that are voted on, each on its own."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.enums import EnvelopeKind, Leftover


class Envelope(models.Model):
    """One sum, in the smallest parts of the budget's currency. Envelopes stand in a tree: city, districts, shares."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="envelopes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    slug = models.SlugField(max_length=255)
    kind = models.CharField(max_length=10, choices=EnvelopeKind.choices, default=EnvelopeKind.CITY)
    amount = models.BigIntegerField(_("amount"))
    leftover = models.CharField(max_length=10, choices=Leftover.choices, default=Leftover.RETURNS)
    order = models.PositiveIntegerField(default=0)
    # A GeoJSON Polygon or MultiPolygon, in degrees: the district on the map. Empty where it has none.
    outline = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("envelope")
        verbose_name_plural = _("envelopes")
        ordering = ["budget", "order", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "slug"], name="envelope_slug_once_per_budget"),
            models.CheckConstraint(condition=Q(kind__in=EnvelopeKind.values), name="envelope_kind_known"),
            models.CheckConstraint(condition=Q(leftover__in=Leftover.values), name="envelope_leftover_known"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="envelope_amount_not_negative"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("uuid")), name="envelope_not_its_own_parent"),
            models.CheckConstraint(
                condition=~Q(leftover=Leftover.PARENT) | Q(parent__isnull=False), name="envelope_leftover_has_a_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class EnvelopeName(models.Model):
    """What an envelope is called in one language."""

    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=10)
    name = models.CharField(_("name"), max_length=255)

    class Meta:
        ordering = ["envelope", "language"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "language"], name="envelope_name_once_per_language"),
            models.CheckConstraint(condition=~Q(name=""), name="envelope_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
