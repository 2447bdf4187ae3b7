"""Words of the search."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sort(models.TextChoices):
    RELEVANCE = "relevance", pgettext_lazy("order of results", "Best match")
    NEWEST = "newest", pgettext_lazy("order of results", "Newest first")
    OLDEST = "oldest", pgettext_lazy("order of results", "Oldest first")


class Facet(models.TextChoices):
    """By what results are narrowed. The value is the name in the address."""

    KIND = "kind", _("Kind")
    PHASE = "phase", _("Phase")
    THEME = "theme", _("Topic")
    DISTRICT = "district", _("District")
    LANGUAGE = "language", _("Language")
    YEAR = "year", _("Year")
    BODY = "body", _("Responsible body")


class Stage(models.TextChoices):
    """Where a process stands, in words that fit consultations and budgets alike."""

    COMING = "coming", pgettext_lazy("stage of a process", "Coming")
    OPEN = "open", pgettext_lazy("stage of a process", "Open now")
    WORKING = "working", pgettext_lazy("stage of a process", "Being worked on")
    ANSWERED = "answered", pgettext_lazy("stage of a process", "Answered")
    ENDED = "ended", pgettext_lazy("stage of a process", "Ended")


# Facets whose names are people's words, kept beside the index.
NAMED = (Facet.THEME, Facet.DISTRICT, Facet.BODY)


class Sweep(models.TextChoices):
    """Changes that name no key yet: the worker looks up what they mean. Written in the column of the kind."""

    PAGE = "*page"  # of all entries that stand on the page with this translation key
    HEADING = "*heading"  # of all entries under the topic or district with this key
    MISSING = "*missing"  # of all that may be public and has no entry
