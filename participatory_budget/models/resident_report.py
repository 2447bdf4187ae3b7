"""What residents saw of a project, and how satisfied they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.models.comment import Comment
from participatory_budget.enums import Satisfied, Seen
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.place import place_on_earth


class ResidentReport(models.Model):
    """The facts beside a contribution to a project's thread. Words, photos, author and moderation are the
    contribution's; what is not public there is counted and shown nowhere."""

    comment = models.OneToOneField(Comment, primary_key=True, on_delete=models.CASCADE, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="reports")
    finished = models.CharField(max_length=8, choices=Seen.choices, blank=True)
    as_promised = models.CharField(max_length=8, choices=Seen.choices, blank=True)
    place = models.CharField(_("place in words"), max_length=200, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = _("report about a project")
        verbose_name_plural = _("reports about projects")
        constraints = [
            models.CheckConstraint(
                name="resident_report_answers_known",
                condition=Q(finished__in=["", *Seen.values]) & Q(as_promised__in=["", *Seen.values]),
            ),
            models.CheckConstraint(name="resident_report_place_on_earth", condition=place_on_earth()),
        ]

    def __str__(self) -> str:
        return str(self.comment_id)


class Satisfaction(models.Model):
    """One person, one project; changed by answering again. Only sums are shown, and none under five answers."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="satisfaction")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=Satisfied.choices)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("satisfaction with a project")
        verbose_name_plural = _("satisfaction with projects")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "user"], name="satisfaction_once_per_person"),
            models.CheckConstraint(name="satisfaction_known", condition=Q(answer__in=Satisfied.values)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.answer}"
