"""News that staff write about a promise, and what other systems sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.promises.enums import UpdateSource
from hub.promises.models.promise import Promise


class PromiseUpdate(models.Model):
    """One piece of news, public from the moment it is written. Texts are dicts by language, at least one."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="updates")
    titles = models.JSONField(default=dict, blank=True)
    texts = models.JSONField()
    source = models.CharField(max_length=10, choices=UpdateSource.choices, default=UpdateSource.STAFF)
    # The number that another system gave it; the same one twice is one update.
    external_id = models.CharField(max_length=200, blank=True)
    # One per opened form: the second click of a double click finds the first one's.
    submission_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    published_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        ordering = ["-published_at", "pk"]
        indexes = [models.Index(fields=["promise", "-published_at"], name="promise_update_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "external_id"], condition=~Q(external_id=""), name="promise_update_external_once"
            ),
            models.CheckConstraint(name="promise_update_has_text", condition=~Q(texts={})),
            models.CheckConstraint(name="promise_update_source_known", condition=Q(source__in=UpdateSource.values)),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
