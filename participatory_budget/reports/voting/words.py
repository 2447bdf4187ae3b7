"""Ballots in words: what to do, what does not fit, what is wrong, how things stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from hub.notifications.engine.isolation import isolate
from participatory_budget.engine.filling import Lack, Misfit
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.limits import Fault, Problem, limits_of
from participatory_budget.models.basket import Basket
from participatory_budget.models.roll import Acceptance
from participatory_budget.reports.money import money


@dataclass(frozen=True)
class State:
    """The one honest state of a ballot. `is_cast`: a ballot counts now."""

    strong: str
    text: str
    is_cast: bool


def heading(part: Document, card: Document, currency: str) -> str:
    most = limits_of(card)[1]
    figure = {"figure": _figure(most or 0)}
    if card["ballot"] == "knapsack":
        return _("Choose within %(money)s") % {"money": money(part["amount"], currency)}
    if card["ballot"] == "choose-1":
        return _("Choose one project")
    if card["ballot"] == "cumulative":
        points = card["max_points"]
        if points is None:
            return _("Give points to projects")
        return ngettext("Give %(figure)s point", "Share out %(figure)s points", points) % {"figure": _figure(points)}
    if card["ballot"] == "ordinal":
        if most is None:
            return _("Put projects in your order")
        return (
            ngettext("Put up to %(figure)s project in your order", "Put up to %(figure)s projects in your order", most)
            % figure
        )
    if most is None:
        return _("Choose the projects you want")
    return ngettext("Choose up to %(figure)s project", "Choose up to %(figure)s projects", most) % figure


def limits_words(part: Document, card: Document, currency: str) -> list[str]:
    """What the heading does not say."""
    least, most = limits_of(card)
    found = []
    if least > 1:
        found.append(
            ngettext("Choose at least %(figure)s project.", "Choose at least %(figure)s projects.", least)
            % {"figure": _figure(least)}
        )
    if most is not None and card["ballot"] in ("knapsack", "cumulative"):
        found.append(
            ngettext("Choose at most %(figure)s project.", "Choose at most %(figure)s projects.", most)
            % {"figure": _figure(most)}
        )
    if card["ballot"] == "ordinal":
        found.append(_("The project you want most stands first."))
    if card["ballot"] in ("approval", "ordinal"):
        amount = money(part["amount"], currency)
        found.append(_("There are %(money)s to give; what you choose may cost more together.") % {"money": amount})
    return found


def misfit_words(misfit: Misfit, currency: str) -> str:
    if misfit.lack is Lack.MONEY:
        return _("Needs %(money)s more than you have left") % {"money": money(misfit.number, currency)}
    figure = {"figure": _figure(misfit.number)}
    if misfit.lack is Lack.POINTS:
        return (
            ngettext("Your %(figure)s point is given", "All your %(figure)s points are given", misfit.number) % figure
        )
    return (
        ngettext(
            "You have chosen %(figure)s project, the most a ballot may hold",
            "You have chosen %(figure)s projects, the most a ballot may hold",
            misfit.number,
        )
        % figure
    )


def problem_words(problems: Sequence[Problem], part: Document, currency: str) -> list[str]:
    titles = {one["id"]: isolate(one["title"], rtl=get_language_bidi()) for one in part["projects"]}
    return [_problem(one, titles.get(one.project, one.project), currency) for one in problems]


def _problem(problem: Problem, title: str, currency: str) -> str:
    fault, limit, found = problem.fault, _figure(problem.limit), _figure(problem.found)
    if fault is Fault.EMPTY:
        return _("Nothing is chosen yet. Choose at least one project.")
    if fault is Fault.UNKNOWN:
        return _("“%(title)s” is not on this ballot. Take it off.") % {"title": title}
    if fault is Fault.WITHDRAWN:
        return _("“%(title)s” left the ballot since you chose it. Take it off.") % {"title": title}
    if fault is Fault.TWICE:
        return _("“%(title)s” is chosen twice. Take one of them off.") % {"title": title}
    if fault is Fault.TOO_FEW:
        text = ngettext(
            "Choose at least %(limit)s project; you have chosen %(found)s.",
            "Choose at least %(limit)s projects; you have chosen %(found)s.",
            problem.limit,
        )
        return text % {"limit": limit, "found": found}
    if fault is Fault.TOO_MANY:
        text = ngettext(
            "Choose at most %(limit)s project; you have chosen %(found)s.",
            "Choose at most %(limit)s projects; you have chosen %(found)s.",
            problem.limit,
        )
        return text % {"limit": limit, "found": found}
    if fault is Fault.OVER_MONEY:
        return _("Your projects cost %(found)s together; there are %(limit)s. Take something off.") % {
            "found": money(problem.found, currency),
            "limit": money(problem.limit, currency),
        }
    if fault is Fault.OVER_POINTS:
        text = ngettext(
            "You have %(limit)s point to give, and gave %(found)s. Take some back.",
            "You have %(limit)s points to give, and gave %(found)s. Take some back.",
            problem.limit,
        )
        return text % {"limit": limit, "found": found}
    return _("A number does not fit. Points are whole numbers from 1; places are 1, 2, 3 without a gap.")


def state_words(basket: Basket | None, accepted: Acceptance | None, closes_at: datetime, now: datetime) -> State:
    saved = _("Saved at %(time)s.") % {"time": moment_words(basket.saved_at, now)} if basket is not None else ""
    if accepted is None:
        return State(_("Not cast yet."), saved or _("Nothing is chosen yet."), is_cast=False)
    day = date_format(accepted.last_day, "DATE_FORMAT")
    if accepted.on_paper:
        return State(_("You voted on paper."), _("That ballot counts; it cannot be changed here."), is_cast=True)
    strong = _("Cast on %(day)s.") % {"day": day}
    if basket is not None:
        # Not inside the braces: what stands there no catalogue collects.
        unsent = _("What you choose now is not cast yet.")
        return State(strong, f"{unsent} {saved}", is_cast=True)
    until = date_format(timezone.localtime(closes_at), "DATETIME_FORMAT")
    return State(strong, _("You can change it until %(until)s.") % {"until": until}, is_cast=True)


def moment_words(moment: datetime, now: datetime) -> str:
    """The hour of today, else the day too."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now).date()
    return date_format(local, "TIME_FORMAT" if local.date() == today else "DATETIME_FORMAT")


def projects_words(count: int) -> str:
    return ngettext("%(figure)s project", "%(figure)s projects", count) % {"figure": _figure(count)}


def _figure(number: int) -> str:
    return str(number_format(number, force_grouping=True))
