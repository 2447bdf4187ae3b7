"""Searches whose new results people want to be told of."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """One question with its filters. Who follows it stands in `hub.notifications`; here is nobody's name.

    `address` is the canonical query string (`search.engine.wish`): the same question asked twice is one row.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=2000)
    language = models.CharField(max_length=10)  # of the reader
    looked_at = models.DateTimeField()  # what was first seen until then was told
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(fields=["address", "language"], name="saved_search_once")]
        indexes = [models.Index(fields=["looked_at"], name="saved_search_by_look")]

    def __str__(self) -> str:
        return f"{self.language} {self.address}"
