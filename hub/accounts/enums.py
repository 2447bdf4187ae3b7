"""Words of the accounts app. A role's value is the name of its group."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of staff may do. People who only take part have no role."""

    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    BUDGET_OFFICER = "budget_officer", _("Budget officer")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class AccountKind(models.TextChoices):
    PERSON = "person", _("A person")
    ORGANISATION = "organisation", _("An organisation")


class NotificationChoice(models.TextChoices):
    EACH = "each", _("Write to me when something I wrote or follow is answered or changes")
    NONE = "none", _("Write to me only about my account")
