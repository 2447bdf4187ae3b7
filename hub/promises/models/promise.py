"""What was promised in public, by when, and what became of it."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hub.promises.enums import OPEN_STATES, PromiseState


class PromiseQuerySet(models.QuerySet["Promise"]):
    def public(self) -> PromiseQuerySet:
        return self.filter(published_at__isnull=False)

    def late(self, today: date) -> PromiseQuerySet:
        """Open, and the promised day is over. Nobody has to press a button for that."""
        return self.filter(state__in=OPEN_STATES, due_on__lt=today)


class Promise(models.Model):
    """One thing that is followed until it is kept or a decision says why not.

    `kind` names the feature's entry in `promise_sources`, `key` is that feature's own. Names are dicts by language.
    `*_key` are folded names, by which one filters over all years and features. Money in the smallest parts of
    `currency`. `first_due_on` is the day that was promised first and never changes: on time is measured by it.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    year = models.PositiveSmallIntegerField()
    titles = models.JSONField(default=dict)
    folded = models.TextField(editable=False)  # titles of all languages as they are searched
    body_names = models.JSONField(default=dict, blank=True)
    body_key = models.CharField(max_length=80, blank=True)
    district_names = models.JSONField(default=dict, blank=True)
    district_key = models.CharField(max_length=80, blank=True)
    theme_names = models.JSONField(default=dict, blank=True)
    theme_key = models.CharField(max_length=80, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    # Who of the staff is reminded; shown to nobody outside.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    state = models.CharField(max_length=10, choices=PromiseState.choices, default=PromiseState.PLANNED)
    promised_on = models.DateField(_("promised on"))
    first_due_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    kept_on = models.DateField(null=True, blank=True)

    currency = models.CharField(max_length=3, blank=True)
    first_cost = models.BigIntegerField(null=True, blank=True)  # as promised
    cost_planned = models.BigIntegerField(null=True, blank=True)
    cost_spent = models.BigIntegerField(null=True, blank=True)

    news_at = models.DateTimeField()  # when anything was last told about it
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ["-year", "due_on", "uuid"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="promise_by_due"),
            models.Index(fields=["-year", "due_on"], name="promise_by_year"),
            models.Index(fields=["district_key"], name="promise_by_district"),
            models.Index(fields=["theme_key"], name="promise_by_theme"),
            models.Index(fields=["body_key"], name="promise_by_body"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="promise_once"),
            models.CheckConstraint(name="promise_state_known", condition=Q(state__in=PromiseState.values)),
            models.CheckConstraint(
                name="promise_kept_has_date",
                condition=Q(state=PromiseState.KEPT, kept_on__isnull=False)
                | (~Q(state=PromiseState.KEPT) & Q(kept_on=None)),
            ),
            models.CheckConstraint(
                name="promise_due_has_a_first", condition=Q(due_on=None) | Q(first_due_on__isnull=False)
            ),
            models.CheckConstraint(
                name="promise_money_not_negative",
                condition=(Q(first_cost=None) | Q(first_cost__gte=0)) & (Q(cost_planned=None) | Q(cost_planned__gte=0)),
            ),
            models.CheckConstraint(
                name="promise_money_has_currency",
                condition=Q(first_cost=None, cost_planned=None, cost_spent=None) | ~Q(currency=""),
            ),
            models.CheckConstraint(
                name="promise_place_whole",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Postponement(models.Model):
    """A later day, and why. Written once; the newest says what holds."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="postponements")
    number = models.PositiveIntegerField()
    due_before = models.DateField()
    due_after = models.DateField()
    reasons = models.JSONField()  # by language, at least one
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("delay")
        verbose_name_plural = _("delays")
        ordering = ["promise", "number"]
        constraints = [
            models.UniqueConstraint(fields=["promise", "number"], name="postponement_number_once"),
            models.CheckConstraint(name="postponement_is_later", condition=Q(due_after__gt=F("due_before"))),
            models.CheckConstraint(name="postponement_has_reason", condition=~Q(reasons={})),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} #{self.number}"


class Cancellation(models.Model):
    """The decision to give a promise up. Taken back (`ended_at`) when it is taken up again; the row stays."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="cancellations")
    reasons = models.JSONField()  # by language, at least one
    decided_by = models.JSONField()  # the body that decided, by language
    decided_on = models.DateField()
    document_url = models.URLField(max_length=500, blank=True)  # where the decision can be read
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("decision to give up")
        verbose_name_plural = _("decisions to give up")
        ordering = ["promise", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["promise"], condition=Q(ended_at=None), name="cancellation_one_that_holds"),
            models.CheckConstraint(
                name="cancellation_has_reason_and_body", condition=~Q(reasons={}) & ~Q(decided_by={})
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise_id}: {self.decided_on}"
