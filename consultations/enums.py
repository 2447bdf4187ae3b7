"""Closed lists of consultations. The values are part of open data and of addresses: they never change their meaning."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PhaseKind(models.TextChoices):
    """Stages of a consultation, in order. Which one is current is computed, see `consultations.phases`."""

    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open for comments")
    ANALYSIS = "analysis", _("Being answered")
    OUTCOME = "outcome", _("Answered")
    FOLLOW_UP = "follow_up", _("Being followed up")


class Decision(models.TextChoices):
    """What became of what people said about a clause."""

    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_IN_PART = "accepted_in_part", _("Accepted in part")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")
    ALREADY_COVERED = "already_covered", _("Already covered")
    OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
    NOTED = "noted", _("Noted")


class OutcomeState(models.TextChoices):
    """How far the wording of an answer is. That it is public, its date says."""

    WRITTEN = "written", _("Being written")
    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", _("Approved")


# Which state may follow which; every change of the words leads back to the first.
OUTCOME_TRANSITIONS = {
    OutcomeState.WRITTEN: frozenset({OutcomeState.WRITTEN, OutcomeState.PROPOSED}),
    OutcomeState.PROPOSED: frozenset({OutcomeState.WRITTEN, OutcomeState.APPROVED}),
    OutcomeState.APPROVED: frozenset({OutcomeState.WRITTEN}),
}


class ThemeState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("state of a theme", "In use")
    MERGED = "merged", pgettext_lazy("state of a theme", "Merged into another")
    RETIRED = "retired", pgettext_lazy("state of a theme", "No longer used")


class ThemeEvent(models.TextChoices):
    CREATED = "created", pgettext_lazy("history of a theme", "Created")
    RENAMED = "renamed", pgettext_lazy("history of a theme", "Renamed")
    MOVED = "moved", pgettext_lazy("history of a theme", "Moved in the tree")
    MERGED = "merged", pgettext_lazy("history of a theme", "Merged into another")
    SPLIT = "split", pgettext_lazy("history of a theme", "Split")
    RETIRED = "retired", pgettext_lazy("history of a theme", "Taken out of use")
    REVIVED = "revived", pgettext_lazy("history of a theme", "Taken into use again")


class Judgement(models.TextChoices):
    """Does a contribution belong to a theme?"""

    BELONGS = "belongs", _("Belongs to it")
    DOES_NOT = "does_not", _("Does not belong to it")


class AnalysisKind(models.TextChoices):
    GROUPS = "groups", _("Texts that say the same")
    THEMES = "themes", _("Suggested themes")


class SuggestionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("suggested theme", "To be looked at")
    TAKEN = "taken", pgettext_lazy("suggested theme", "Taken")
    REFUSED = "refused", pgettext_lazy("suggested theme", "Refused")


class AnswerProfile(models.TextChoices):
    """How the date of the public answer is set."""

    TWELVE_WEEKS = "twelve_weeks", _("12 weeks after the close")
    TWO_PLUS_THREE_MONTHS = "two_plus_three_months", _("2 months, and 3 more for a reasoned delay")
    CUSTOM = "custom", _("A date of its own")


# Phases in which an answer may be written. Before the opening there is nothing to answer.
ANSWERING_PHASES = frozenset({PhaseKind.OPEN, PhaseKind.ANALYSIS, PhaseKind.OUTCOME, PhaseKind.FOLLOW_UP})
# Phases in which a report may be published: everything has been received.
REPORTING_PHASES = frozenset({PhaseKind.ANALYSIS, PhaseKind.OUTCOME, PhaseKind.FOLLOW_UP})
# Decisions that led to a change of the text.
CHANGING_DECISIONS = frozenset({Decision.ACCEPTED, Decision.ACCEPTED_IN_PART})
