"""Where a message stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer needed")
    FAILED = "failed", _("Given up")


OPEN_STATES = (OutboxState.QUEUED, OutboxState.CLAIMED)
DONE_STATES = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.FAILED)
