"""How a project is carried out: the file behind a project page. That it is promised, and late, `hub.promises` knows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.models.thread import Thread
from hub.promises.models.promise import Promise
from participatory_budget.enums import Stage


class Delivery(models.Model):
    """One for each project that is carried out. `project` is what won the vote; empty for what the city adds itself.

    Money in the smallest parts of the budget's currency; texts in dicts by language. Planned and spent sums, the day
    and the state stand in `promise`; milestones, payments and photos below.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.PROTECT, related_name="deliveries")
    envelope = models.ForeignKey(
        "participatory_budget.Envelope", null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    project = models.OneToOneField(
        "participatory_budget.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="delivery"
    )
    category = models.ForeignKey(
        "participatory_budget.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "participatory_budget.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    promise = models.OneToOneField(Promise, on_delete=models.PROTECT, related_name="+")
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.PREPARING)
    contacts = models.JSONField(default=dict, blank=True)  # whom one can ask: name of the office, telephone, address
    places = models.JSONField(default=dict, blank=True)  # where it is, in words
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("project that is carried out")
        verbose_name_plural = _("projects that are carried out")
        ordering = ["budget", "created_at", "pk"]
        constraints = [models.CheckConstraint(name="delivery_stage_known", condition=Q(stage__in=Stage.values))]

    def __str__(self) -> str:
        return str(self.uuid)


class StageChange(models.Model):
    """Since when it is in a stage. Written once; the newest holds."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="stages")
    number = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    entered_on = models.DateField()
    notes = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="stage_change_number_once"),
            models.CheckConstraint(name="stage_change_known", condition=Q(stage__in=Stage.values)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.stage}"


class Milestone(models.Model):
    """A dated promise within a project: planned date against actual. `first_planned_on` never changes."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="milestones")
    titles = models.JSONField()
    first_planned_on = models.DateField()
    planned_on = models.DateField(_("planned"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    # The plan changed, or the project was given up: it stays in sight, crossed out, with the reason.
    dropped_at = models.DateTimeField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["delivery", "planned_on", "order", "pk"]
        indexes = [
            models.Index(
                fields=["planned_on"], condition=Q(done_on=None, dropped_at=None), name="milestone_open_by_day"
            )
        ]
        constraints = [
            models.CheckConstraint(name="milestone_has_title", condition=~Q(titles={})),
            models.CheckConstraint(name="milestone_done_or_dropped", condition=Q(done_on=None) | Q(dropped_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class MilestoneChange(models.Model):
    """A later day, or that it was dropped, and why. Written once."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="moves")
    planned_before = models.DateField()
    planned_after = models.DateField(null=True, blank=True)  # empty: it was dropped
    reasons = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["milestone", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(name="milestone_change_has_reason", condition=~Q(reasons={})),
            models.CheckConstraint(
                name="milestone_change_is_later",
                condition=Q(planned_after=None) | Q(planned_after__gt=F("planned_before")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.planned_after}"


class Payment(models.Model):
    """Money that was spent, with where the figure comes from. A mistake is put right by a payment of the opposite."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField()
    amount = models.BigIntegerField()
    titles = models.JSONField()  # what for
    source = models.CharField(max_length=300)  # "Invoice 2026-114", "Council minutes of 3 May"
    source_url = models.URLField(max_length=500, blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["delivery", "paid_on", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "external_id"], condition=~Q(external_id=""), name="payment_external_once"
            ),
            models.CheckConstraint(name="payment_of_something", condition=~Q(amount=0)),
            models.CheckConstraint(name="payment_has_title_and_source", condition=~Q(titles={}) & ~Q(source="")),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class PriceChange(models.Model):
    """Another planned sum than before, and why. Written once; the first price is in the promise."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="price_changes")
    number = models.PositiveIntegerField()
    before = models.BigIntegerField(null=True, blank=True)
    after = models.BigIntegerField()
    reasons = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="price_change_number_once"),
            models.CheckConstraint(name="price_change_has_reason", condition=~Q(reasons={})),
            models.CheckConstraint(name="price_change_not_negative", condition=Q(after__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number}"
