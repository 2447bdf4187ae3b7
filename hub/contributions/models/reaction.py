"""A person agrees or disagrees with a published contribution. Who it was is never shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import ReactionKind
from hub.contributions.models.comment import Comment


class Reaction(models.Model):
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=ReactionKind.choices)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(name="reaction_once_per_person", fields=["comment", "user"]),
            models.CheckConstraint(name="reaction_kind_known", condition=Q(kind__in=ReactionKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.kind}"
