"""Words of a contribution (docs: DESIGN §2); no logic."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Position(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("position", "I support it")
    SUPPORT_WITH_CHANGES = "support_with_changes", pgettext_lazy("position", "I support it with changes")
    OPPOSE = "oppose", pgettext_lazy("position", "I oppose it")
    QUESTION = "question", pgettext_lazy("position", "I have a question")
    OTHER = "other", pgettext_lazy("position", "Something else")


class PublishAs(models.TextChoices):
    NAMED = "named", pgettext_lazy("publish as", "With my name")
    PSEUDONYM = "pseudonym", pgettext_lazy("publish as", "With a pseudonym")
    ANONYMOUS = "anonymous", pgettext_lazy("publish as", "Without a name")
    CONFIDENTIAL = "confidential", pgettext_lazy("publish as", "Not published")


class Channel(models.TextChoices):
    WEB = "web", pgettext_lazy("channel", "Web")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting")
    SMS = "sms", pgettext_lazy("channel", "Text message")
    SOCIAL = "social", pgettext_lazy("channel", "Social media")


class AuthorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


# The counter on Thread that each position feeds.
POSITION_COUNTERS = {
    Position.SUPPORT: "support_count",
    Position.SUPPORT_WITH_CHANGES: "changes_count",
    Position.OPPOSE: "oppose_count",
    Position.QUESTION: "question_count",
    Position.OTHER: "other_count",
}
