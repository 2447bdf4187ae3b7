"""Closed lists of participatory budgets. The values are part of open data and of addresses: they keep their meaning."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhaseKind(models.TextChoices):
    """Stages of a budget, in order. Which one is current is computed from the dates."""

    INFORMATION = "information", pgettext_lazy("phase of a budget", "Information")
    PROPOSALS = "proposals", pgettext_lazy("phase of a budget", "Proposals")
    SUPPORTS = "supports", pgettext_lazy("phase of a budget", "Gathering support")
    EVALUATION = "evaluation", pgettext_lazy("phase of a budget", "Evaluation")
    VOTING = "voting", pgettext_lazy("phase of a budget", "Voting")
    RESULTS = "results", pgettext_lazy("phase of a budget", "Results")
    IMPLEMENTATION = "implementation", pgettext_lazy("phase of a budget", "Implementation")


class EnvelopeKind(models.TextChoices):
    """Whom a sum of money is for."""

    CITY = "city", _("The whole city")
    DISTRICT = "district", _("One district")
    THEME = "theme", _("One theme")
    RESERVED = "reserved", _("A reserved share")


class Leftover(models.TextChoices):
    """Where money goes that an envelope's winners do not need."""

    RETURNS = "returns", _("Back to the city's budget")
    PARENT = "parent", _("To the envelope above it")
    NEXT = "next", _("To the next edition")
