"""Themes: what a moderator calls the things that were said. Named and changed by people; a machine only suggests."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consultations.enums import ThemeEvent, ThemeState


class Theme(models.Model):
    """One heading in the tree of a consultation. It is never deleted: merged into another, or retired."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey("consultations.Consultation", on_delete=models.PROTECT, related_name="themes")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    state = models.CharField(max_length=10, choices=ThemeState.choices, default=ThemeState.ACTIVE)
    # What was coded with a merged theme counts for the one that it went into; the coding itself stays as it was.
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["consultation", "order", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ThemeState.values), name="theme_state_known"),
            models.CheckConstraint(
                condition=Q(state=ThemeState.MERGED, merged_into__isnull=False)
                | (~Q(state=ThemeState.MERGED) & Q(merged_into=None)),
                name="theme_merged_into_one",
            ),
            models.CheckConstraint(
                condition=(Q(parent=None) | ~Q(parent=F("uuid"))) & (Q(merged_into=None) | ~Q(merged_into=F("uuid"))),
                name="theme_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class ThemeName(models.Model):
    """What a theme is called in one language, and what belongs to it."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=10)
    name = models.CharField(_("name"), max_length=120)
    description = models.CharField(_("what belongs to it"), max_length=500, blank=True)

    class Meta:
        ordering = ["theme", "language"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "language"], name="theme_name_once_per_language"),
            models.CheckConstraint(condition=~Q(name=""), name="theme_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class ThemeChange(models.Model):
    """One line in the history of a theme; written once. `before` holds names, parent and state as they were."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="changes")
    event = models.CharField(max_length=12, choices=ThemeEvent.choices)
    other = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    before = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["theme", "made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(event__in=ThemeEvent.values), name="theme_change_known"),
        ]

    def __str__(self) -> str:
        return f"{self.theme_id}: {self.event}"
