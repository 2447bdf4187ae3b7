"""Words of moderation: where a contribution stands and why it is not public."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a contribution", "Waiting for moderation")
    PUBLISHED = "published", pgettext_lazy("state of a contribution", "Published")
    WITHHELD = "withheld", pgettext_lazy("state of a contribution", "Withheld")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a contribution", "Withdrawn by its author")


class ReasonCode(models.TextChoices):
    OFF_TOPIC = "off_topic", _("It is not about this subject")
    INSULT = "insult", _("It insults or threatens someone")
    HATE = "hate", _("It calls for hatred or discrimination")
    PRIVATE_DATA = "private_data", _("It reveals private details about someone")
    ADVERTISING = "advertising", _("It is advertising or spam")
    UNLAWFUL = "unlawful", _("Publishing it would be against the law")
    DUPLICATE = "duplicate", _("The same person sent the same text before")
    CONFIDENTIAL = "confidential", _("Its author asked for confidentiality")
    WITHDRAWN = "withdrawn", _("Its author withdrew it")


PUBLIC_STATES = frozenset({State.PUBLISHED})
HIDDEN_STATES = frozenset({State.WITHHELD, State.WITHDRAWN})
# What a moderator may choose; the other two follow from what the author did.
MODERATOR_REASONS = tuple(r for r in ReasonCode if r not in {ReasonCode.CONFIDENTIAL, ReasonCode.WITHDRAWN})

# What a reader may report.
FLAG_REASONS = tuple(r for r in MODERATOR_REASONS if r != ReasonCode.DUPLICATE)

# How contributions come in: the values of hub.contributions.enums.Channel, which stands above this app.
CHANNELS = (
    ("web", pgettext_lazy("channel", "Web")),
    ("email", pgettext_lazy("channel", "E-mail")),
    ("letter", pgettext_lazy("channel", "Letter")),
    ("phone", pgettext_lazy("channel", "Phone")),
    ("meeting", pgettext_lazy("channel", "Meeting")),
    ("sms", pgettext_lazy("channel", "Text message")),
    ("social", pgettext_lazy("channel", "Social media")),
)

# Headings of the queues; a feature whose queue is not here is shown by the name it registered.
QUEUE_LABELS = {
    "contributions.waiting": _("Waiting to be published"),
    "contributions.flagged": _("Reported by readers"),
    "contributions.edited": _("Changed by their authors"),
    "contributions.unread": _("Published, not read yet"),
    "participatory_budget.waiting": _("Proposals waiting to be published"),
    "participatory_budget.flagged": _("Proposals reported by readers"),
    "participatory_budget.unread": _("Proposals that are public, not read yet"),
}
