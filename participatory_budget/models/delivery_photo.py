"""Pictures of a project that staff publish. Drawn anew from what was sent, so that camera, time and place are not in
them; the bytes stand in the row and go into every backup."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hub.contributions.enums import FileKind
from participatory_budget.enums import PhotoMoment
from participatory_budget.models.delivery import Delivery


class DeliveryPhoto(models.Model):
    """`alts` says what is to be seen, by language, at least one; `taken_on` is typed in, never read from the file."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="photos")
    moment = models.CharField(max_length=8, choices=PhotoMoment.choices)
    taken_on = models.DateField(null=True, blank=True)
    alts = models.JSONField()
    credit = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=FileKind.choices)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    order = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Taken out of public: the address answers 404, the row stays for the record.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("photo of a project")
        verbose_name_plural = _("photos of projects")
        ordering = ["delivery", "order", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "sha256"], condition=Q(withdrawn_at=None), name="delivery_photo_once"
            ),
            models.CheckConstraint(name="delivery_photo_moment_known", condition=Q(moment__in=PhotoMoment.values)),
            models.CheckConstraint(name="delivery_photo_says_what_it_shows", condition=~Q(alts={})),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
