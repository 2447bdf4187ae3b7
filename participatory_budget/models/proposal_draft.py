"""A proposal that is still being written, and the photo of a draft or of a proposal."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProposalDraft(models.Model):
    """Saved at each step. Not received, not counted. Held by an account, or by the browser whose session knows it."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey("participatory_budget.Budget", on_delete=models.CASCADE, related_name="drafts")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    answers = models.JSONField(default=dict)  # what was typed, field by field, as it was typed
    language = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)
    # Kept as an empty row once sent: going back and sending again finds what became of it.
    proposal = models.ForeignKey(
        "participatory_budget.Proposal", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("draft of a proposal")
        verbose_name_plural = _("drafts of proposals")

    def __str__(self) -> str:
        return str(self.uuid)


class ProposalPhoto(models.Model):
    """A picture, drawn anew so that it says nothing of camera and place; its bytes stand in the row."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.OneToOneField(ProposalDraft, null=True, blank=True, on_delete=models.CASCADE, related_name="photo")
    proposal = models.OneToOneField(
        "participatory_budget.Proposal", null=True, blank=True, on_delete=models.CASCADE, related_name="photo"
    )
    kind = models.CharField(max_length=8)  # "png" or "jpeg"
    alt = models.CharField(_("what the photo shows"), max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("photo of a proposal")
        verbose_name_plural = _("photos of proposals")
        constraints = [
            models.CheckConstraint(
                name="proposal_photo_belongs_to_one",
                condition=Q(draft=None, proposal__isnull=False) | Q(draft__isnull=False, proposal=None),
            ),
        ]

    def __str__(self) -> str:
        return self.alt
