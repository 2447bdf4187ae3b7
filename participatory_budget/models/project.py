"""What is on the ballot."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participatory_budget.models.place import place_on_earth


class Project(models.Model):
    """A choice with a price. `code` is its id on the ballot and in files, `order` its place there."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey("participatory_budget.Envelope", on_delete=models.PROTECT, related_name="projects")
    code = models.CharField(max_length=200)
    cost = models.BigIntegerField(_("cost"))
    title = models.TextField(_("title"))
    title_language = models.CharField(max_length=10, blank=True)
    description = models.TextField(_("description"), blank=True)
    district = models.TextField(_("district"), blank=True)
    category = models.TextField(_("category"), blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    # Names of groups of which at most one project can win.
    exclusive_groups = models.JSONField(default=list, blank=True)
    order = models.PositiveIntegerField(default=0)
    # Where it comes from; empty for what the city or a file put on the ballot.
    proposal = models.OneToOneField(
        "participatory_budget.Proposal", null=True, blank=True, on_delete=models.PROTECT, related_name="project"
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["envelope", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["envelope", "code"], name="project_code_once_per_envelope"),
            models.CheckConstraint(condition=~Q(code=""), name="project_code_not_empty"),
            models.CheckConstraint(condition=~Q(title=""), name="project_title_not_empty"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="project_cost_not_negative"),
            models.CheckConstraint(condition=place_on_earth(), name="project_place_on_earth"),
        ]

    def __str__(self) -> str:
        return self.code
