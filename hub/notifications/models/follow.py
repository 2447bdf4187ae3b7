"""A person's wish to be told. It is personal data and nobody's decision, so no audit row knows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.notifications.enums import Rhythm


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, subjects: Mapping[str, Collection[str]]) -> FollowQuerySet:
        """Follows of any of these subjects (kind → keys)."""
        wanted = Q(pk__in=[])
        for kind, keys in subjects.items():
            wanted |= Q(subject_kind=kind, subject_key__in=list(keys))
        return self.filter(wanted)


class Follow(models.Model):
    """`subject_kind` names an entry of `followables`; the key is that feature's own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=64)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    created_at = models.DateTimeField()

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [
            models.UniqueConstraint(fields=["user", "subject_kind", "subject_key"], name="follow_once"),
            models.CheckConstraint(condition=~Q(subject_kind="") & ~Q(subject_key=""), name="follow_of_something"),
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="follow_rhythm_known"),
        ]
        # Who follows this? Answered from the index alone, in the order in which followers are told.
        indexes = [
            models.Index(fields=["subject_kind", "subject_key", "user"], name="follow_by_subject"),
            models.Index(fields=["rhythm", "user"], name="follow_by_rhythm", condition=~Q(rhythm=Rhythm.AT_ONCE)),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_key}"
