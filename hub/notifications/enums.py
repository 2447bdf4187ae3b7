"""Where a message stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutboxState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer needed")
    FAILED = "failed", _("Given up")


OPEN_STATES = (OutboxState.QUEUED, OutboxState.CLAIMED)
DONE_STATES = (OutboxState.SENT, OutboxState.DROPPED, OutboxState.FAILED)


class Rhythm(models.TextChoices):
    """How often somebody wants to be told of what they follow."""

    AT_ONCE = "at_once", pgettext_lazy("rhythm of news", "At once, a letter for each event")
    DAILY = "daily", pgettext_lazy("rhythm of news", "Once a day, all in one letter")
    WEEKLY = "weekly", pgettext_lazy("rhythm of news", "Once a week, all in one letter")


DIGEST_RHYTHMS = (Rhythm.DAILY, Rhythm.WEEKLY)
