"""A fresh code for somebody without an account who wants to see all that they sent, and what became of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImpactCode(models.Model):
    """One row for each address that asked, whether or not anything came from it: nothing here tells the two apart.

    Holds the keyed hash of the address, never the address; goes a day after the code was sent.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author_key = models.CharField(max_length=64, unique=True)
    salt = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("code to see one's contributions")
        verbose_name_plural = _("codes to see one's contributions")

    def __str__(self) -> str:
        return str(self.uuid)
