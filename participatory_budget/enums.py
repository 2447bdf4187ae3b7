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


class JourneyState(models.TextChoices):
    """How far a public proposal has come. Computed, never stored; see `selectors.proposals.with_journey`."""

    # Where a budget asks for no supports there is nothing to gather.
    HANDED_IN = "handed_in", pgettext_lazy("journey of a proposal", "Handed in")
    GATHERING = "gathering", pgettext_lazy("journey of a proposal", "Gathering support")
    SUPPORTED = "supported", pgettext_lazy("journey of a proposal", "Enough support")
    EVALUATION = "evaluation", pgettext_lazy("journey of a proposal", "Being looked at")
    FEASIBLE = "feasible", pgettext_lazy("journey of a proposal", "Can be done")
    NOT_FEASIBLE = "not_feasible", pgettext_lazy("journey of a proposal", "Cannot be done")
    BALLOT = "ballot", pgettext_lazy("journey of a proposal", "On the ballot")
    MERGED = "merged", pgettext_lazy("journey of a proposal", "Merged into another one")


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


class Verdict(models.TextChoices):
    """What the city found when it looked at a proposal."""

    FEASIBLE = "feasible", pgettext_lazy("verdict on a proposal", "Can be done")
    FEASIBLE_WITH_CHANGES = "feasible_with_changes", pgettext_lazy("verdict on a proposal", "Can be done with changes")
    NOT_FEASIBLE = "not_feasible", pgettext_lazy("verdict on a proposal", "Cannot be done")


# What may go on the ballot.
PASSING_VERDICTS = frozenset({Verdict.FEASIBLE, Verdict.FEASIBLE_WITH_CHANGES})


class CriterionAnswer(models.TextChoices):
    MET = "met", pgettext_lazy("answer to a criterion", "Met")
    CONDITION = "condition", pgettext_lazy("answer to a criterion", "Met under a condition")
    NOT_MET = "not_met", pgettext_lazy("answer to a criterion", "Not met")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("answer to a criterion", "Does not apply")


class Consent(models.TextChoices):
    """Where a question to somebody stands: to be a co-author, to merge, to change what is proposed."""

    ASKED = "asked", pgettext_lazy("consent", "Asked")
    AGREED = "agreed", pgettext_lazy("consent", "Agreed")
    REFUSED = "refused", pgettext_lazy("consent", "Refused")
    TAKEN_BACK = "taken_back", pgettext_lazy("consent", "Taken back")


class AppealDecision(models.TextChoices):
    GRANTED = "granted", pgettext_lazy("decision on an appeal", "The verdict is looked at again")
    REFUSED = "refused", pgettext_lazy("decision on an appeal", "The verdict stands")


# In French and Arabic a proposal has another gender than a contribution. By value of `hub.moderation.enums.State`.
STATE_OF_PROPOSAL = {
    "pending": pgettext_lazy("state of a proposal", "Waiting for moderation"),
    "published": pgettext_lazy("state of a proposal", "Published"),
    "withheld": pgettext_lazy("state of a proposal", "Withheld"),
    "withdrawn": pgettext_lazy("state of a proposal", "Withdrawn by its author"),
}


class EligibilityWay(models.TextChoices):
    """How a person shows that they may vote. A budget allows one or several."""

    REGISTER = "register", pgettext_lazy("way to show that one may vote", "The city's register")
    CODE = "code", pgettext_lazy("way to show that one may vote", "A code by letter or from the desk")
    DESK = "desk", pgettext_lazy("way to show that one may vote", "Staff look at a document")
    DECLARATION = "declaration", pgettext_lazy("way to show that one may vote", "One's own declaration")


class BallotForm(models.TextChoices):
    """How a ballot is filled in, as people meet it: `within_money` makes the second out of the first."""

    APPROVAL = "approval", pgettext_lazy("kind of ballot", "Choose several")
    KNAPSACK = "knapsack", pgettext_lazy("kind of ballot", "Choose within the money")
    CUMULATIVE = "cumulative", pgettext_lazy("kind of ballot", "Share out points")
    ORDINAL = "ordinal", pgettext_lazy("kind of ballot", "Put in order")
    CHOOSE_ONE = "choose-1", pgettext_lazy("kind of ballot", "Choose one")


class AmendmentKind(models.TextChoices):
    """What may change once the vote has begun, in public and with a reason. No kind touches a cast ballot."""

    PROJECT_WITHDRAWN = "project_withdrawn", pgettext_lazy("amendment", "A project leaves the ballot")
    PRICE = "price", pgettext_lazy("amendment", "A price changes")
    AMOUNT = "amount", pgettext_lazy("amendment", "A sum of money changes")
    CLOSE = "close", pgettext_lazy("amendment", "The vote closes later")
    RULE = "rule", pgettext_lazy("amendment", "The rule of the count changes")


class PaperBatchState(models.TextChoices):
    TYPING = "typing", pgettext_lazy("batch of paper ballots", "Being typed in")
    CHECKING = "checking", pgettext_lazy("batch of paper ballots", "Waiting for a second person")
    CLOSED = "closed", pgettext_lazy("batch of paper ballots", "In the ballot box")


class PaperFinding(models.TextChoices):
    """What a sheet of paper is."""

    VALID = "valid", pgettext_lazy("sheet of paper", "Valid")
    BLANK = "blank", pgettext_lazy("sheet of paper", "Blank")
    SPOILED = "spoiled", pgettext_lazy("sheet of paper", "Not clear, or against the rules")
    NO_RIGHT = "no_right", pgettext_lazy("sheet of paper", "No right to vote here")
    SECOND = "second", pgettext_lazy("sheet of paper", "This person's second sheet")


class Stage(models.TextChoices):
    """How far the work on a project has come. A person says so; that it is late, the clock says."""

    PREPARING = "preparing", pgettext_lazy("stage of a project", "Preparing")
    DESIGN = "design", pgettext_lazy("stage of a project", "Design")
    TENDER = "tender", pgettext_lazy("stage of a project", "Choosing a contractor")
    WORKS = "works", pgettext_lazy("stage of a project", "Works")
    ACCEPTANCE = "acceptance", pgettext_lazy("stage of a project", "Final inspection")
    FINISHED = "finished", pgettext_lazy("stage of a project", "Finished")


class PhotoMoment(models.TextChoices):
    BEFORE = "before", pgettext_lazy("photo of a project", "Before")
    DURING = "during", pgettext_lazy("photo of a project", "During the works")
    AFTER = "after", pgettext_lazy("photo of a project", "After")


class Seen(models.TextChoices):
    """What a resident says after looking: is it finished, is it as promised?"""

    YES = "yes", pgettext_lazy("what a resident saw", "Yes")
    PARTLY = "partly", pgettext_lazy("what a resident saw", "In part")
    NO = "no", pgettext_lazy("what a resident saw", "No")


class Satisfied(models.TextChoices):
    """Asked once a project is finished."""

    VERY = "very", pgettext_lazy("satisfaction with a project", "Very satisfied")
    RATHER = "rather", pgettext_lazy("satisfaction with a project", "Rather satisfied")
    RATHER_NOT = "rather_not", pgettext_lazy("satisfaction with a project", "Rather not satisfied")
    NOT = "not", pgettext_lazy("satisfaction with a project", "Not satisfied")
