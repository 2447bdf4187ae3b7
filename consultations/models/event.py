"""A meeting, a walk, an hour by telephone: where one can ask and answer in person."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """When it is, and what all languages have in common. A cancelled one stays, so that nobody comes in vain."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="events")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    link = models.URLField(_("link for taking part from afar"), blank=True, max_length=500)
    spoken = models.CharField(_("languages spoken"), max_length=60, blank=True)  # "ar,fr"
    sign_language = models.BooleanField(_("with sign language interpretation"), default=False)
    step_free = models.BooleanField(_("the place can be reached without steps"), default=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Calendars take a later copy of an event only when this number is higher.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "uuid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="consultation_event_ends_after_start",
                violation_error_message=_("An event ends after it begins."),
            ),
        ]
        indexes = [models.Index(fields=["consultation", "starts_at"], name="consultation_event_by_start")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.starts_at.isoformat()}"


class EventText(models.Model):
    """What is said about it in one language."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    access = models.TextField(blank=True)

    class Meta:
        ordering = ["event", "language"]
        constraints = [
            models.UniqueConstraint(fields=["event", "language"], name="consultation_event_text_once"),
            models.CheckConstraint(condition=~Q(title=""), name="consultation_event_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} [{self.language}]"
