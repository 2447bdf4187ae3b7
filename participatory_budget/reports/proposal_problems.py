"""What is wrong with an answer, said to the person who gave it, and what the fields are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from participatory_budget.engine.answers import Choices, Fault, Problem, step_of

LABELS = {
    "title": gettext_lazy("The idea in one line"),
    "description": gettext_lazy("What is to be done?"),
    "benefit": gettext_lazy("Whom does it help, and how?"),
    "category": gettext_lazy("What is it about?"),
    "envelope": gettext_lazy("For which part of the city?"),
    "place": gettext_lazy("The place in words"),
    "cost_guess": gettext_lazy("What might it cost?"),
    "photo": gettext_lazy("A photo of the place, or a drawing"),
    "photo_alt": gettext_lazy("What does the photo show?"),
    "publish_as": gettext_lazy("Which name stands beside it?"),
    "author_name": gettext_lazy("Name or pseudonym"),
}
STEP_TITLES = {
    "idea": pgettext_lazy("step of proposing", "Your idea"),
    "people": pgettext_lazy("step of proposing", "For whom"),
    "place": pgettext_lazy("step of proposing", "Where"),
    "money": pgettext_lazy("step of proposing", "Cost and photo"),
    "check": pgettext_lazy("step of proposing", "Check and send"),
}
_MISSING = {
    "title": gettext_lazy("Say in one line what you propose."),
    "description": gettext_lazy("Describe what is to be done."),
    "envelope": gettext_lazy("Choose the part of the city that it is for."),
    "photo_alt": gettext_lazy("Say in a few words what the photo shows, for people who cannot see it."),
    "publish_as": gettext_lazy("Choose which name stands beside your proposal."),
    "author_name": gettext_lazy("Give the name that stands beside your proposal, or choose to publish without one."),
}


@dataclass(frozen=True)
class Complaint:
    field: str
    message: str
    is_missing: bool = False

    @property
    def step(self) -> str:
        return "money" if self.field == "photo" else step_of(self.field)

    @property
    def label(self) -> str:
        return str(LABELS[self.field])


def complaint(problem: Problem, choices: Choices) -> Complaint:
    return Complaint(problem.field, _message(problem, choices), problem.fault is Fault.MISSING)


def _message(problem: Problem, choices: Choices) -> str:
    match problem.fault:
        case Fault.MISSING:
            return str(_MISSING[problem.field])
        case Fault.TOO_LONG:
            most = int(problem.detail)
            text = ngettext(
                "This is too long: %(most)s character fits.", "This is too long: %(most)s characters fit.", most
            )
            return text % {"most": number_format(most, force_grouping=True)}
        case Fault.NO_SUM:
            return _("Type the sum in figures only, such as 12,500. If you do not know it, leave it empty.")
        case Fault.NO_PLACE:
            return _("The point on the map could not be read. Set it again, or say the place in words.")
        case Fault.OTHER_DISTRICT:
            return _(
                "The point on the map lies in “%(district)s”. Choose that part of the city, or move the point."
            ) % {"district": choices.names.get(problem.detail, problem.detail)}
        case Fault.OUTSIDE:
            return _("The point on the map lies outside this part of the city. Move it, or choose another part.")
        case Fault.UNKNOWN:
            return _("Choose one of the answers offered.")
