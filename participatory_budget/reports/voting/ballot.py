"""One ballot as a page shows it: its projects, what is chosen, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.core.charts import svg
from hub.core.engine.folding import fold
from participatory_budget.engine.commitments import Choices
from participatory_budget.engine.filling import NUMBERED, misfit, money_left, points_left, shuffled
from participatory_budget.engine.frozen import Document
from participatory_budget.engine.limits import limits_of
from participatory_budget.models.envelope import Envelope
from participatory_budget.reports.money import money
from participatory_budget.reports.voting.project import BallotProject, ballot_projects
from participatory_budget.reports.voting.words import heading, limits_words, misfit_words, projects_words
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree
from participatory_budget.selectors.projects import projects_in

# The values stand in addresses. Without one of them everybody has an order of their own.
PRICE, TITLE = "price", "title"
ORDERS = ("", PRICE, TITLE)
# From so many projects on one may look for words.
LONG = 20


@dataclass(frozen=True)
class BallotRow:
    """`number`: points or place, 1 where one only chooses, 0 when it is off. `reason`: why it cannot be added."""

    project: BallotProject
    number: int
    reason: str
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Meter:
    """What is left, or used, as a bar and in words."""

    label: str
    value: str
    used: str  # in hundredths of the bar, for SVG
    percent: int
    text: str
    is_over: bool


@dataclass(frozen=True)
class BallotView:
    named: NamedEnvelope
    amount: str
    form: str
    has_numbers: bool
    heading: str
    limits: Sequence[str]
    order: str
    word: str
    is_long: bool
    all: int
    chosen: Sequence[BallotRow]  # in the person's order, or in that of the page
    rows: Sequence[BallotRow]  # those that stand in the list
    meter: Meter
    summary: str
    total: str  # what is chosen costs together
    values: Choices

    @property
    def word_query(self) -> str:
        """For links that keep the word."""
        return f"&{urlencode({'q': self.word})}" if self.word else ""


def ballot_view(
    envelope: Envelope,
    document: Document,
    part: Document,
    choices: Choices,
    *,
    seed: str,
    order: str,
    word: str,
    language: str,
) -> BallotView:
    """Three queries, however many projects. `part` is this envelope in the document."""
    card, currency = document["rule_card"], document["currency"]
    tree = envelope_tree(envelope.budget, language)
    named = next(one for one in tree if one.envelope.pk == envelope.pk)
    numbers = dict(choices)
    projects = ballot_projects(part, projects_in(envelope), currency, tree, language)
    shown = [one for one in _ordered(projects, part, seed, order) if not one.is_withdrawn or numbers.get(one.code)]
    facts = {one["id"]: one for one in part["projects"]}
    rows = []
    for one in shown:
        missing = None if one.is_withdrawn else misfit(choices, facts[one.code], part, card)
        rows.append(BallotRow(one, numbers.get(one.code, 0), misfit_words(missing, currency) if missing else ""))
    chosen = [one for one in rows if one.number]
    if card["ballot"] == "ordinal":
        chosen = _ranked(chosen)
        rows = [one for one in rows if not one.number]
    total, words = len(rows), fold(word).split()
    rows = [one for one in rows if all(each in _folded(one.project) for each in words)]
    return BallotView(
        named=named,
        amount=money(part["amount"], currency),
        form=card["ballot"],
        has_numbers=card["ballot"] in NUMBERED,
        heading=heading(part, card, currency),
        limits=limits_words(part, card, currency),
        order=order,
        word=word,
        is_long=total >= LONG,
        all=total,
        chosen=chosen,
        rows=rows,
        meter=_meter(choices, part, card, currency),
        summary=_summary(choices, part, card, currency),
        total=money(part["amount"] - money_left(choices, part), currency),
        values=choices,
    )


def _ordered(projects: Sequence[BallotProject], part: Document, seed: str, order: str) -> list[BallotProject]:
    if order == PRICE:
        return sorted(projects, key=lambda one: (one.cost, fold(one.title), one.code))
    if order == TITLE:
        return sorted(projects, key=lambda one: (fold(one.title), one.code))
    places = {code: place for place, code in enumerate(shuffled([one["id"] for one in part["projects"]], seed))}
    return sorted(projects, key=lambda one: places[one.code])


def _folded(project: BallotProject) -> str:
    return fold(f"{project.title} {project.description} {project.place.label} {project.category.label}")


def _ranked(chosen: Sequence[BallotRow]) -> list[BallotRow]:
    rows = sorted(chosen, key=lambda one: one.number)
    last = len(rows) - 1
    return [BallotRow(one.project, one.number, "", at == 0, at == last) for at, one in enumerate(rows)]


def _meter(choices: Choices, part: Document, card: Document, currency: str) -> Meter:
    if card["ballot"] == "knapsack":
        left, all_of_it = money_left(choices, part), part["amount"]
        label = _("Left to give") if left >= 0 else _("Too much by")
        return _bar(label, money(abs(left), currency), all_of_it - left, all_of_it)
    if card["ballot"] == "cumulative":
        given, points = sum(number for _code, number in choices), points_left(choices, card)
        if points is None:
            return _bar(_("Points given"), _figure(given), 0, 0)
        label = _("Points left") if points >= 0 else _("Too many points by")
        return _bar(label, _figure(abs(points)), given, card["max_points"])
    most = limits_of(card)[1]
    if most is None:
        return _bar(_("On your ballot"), _figure(len(choices)), 0, 0)
    of = _("%(chosen)s of %(most)s") % {"chosen": _figure(len(choices)), "most": _figure(most)}
    return _bar(_("On your ballot"), of, len(choices), most)


def _bar(label: str, value: str, used: int, total: int) -> Meter:
    share = min(max(used / total, 0), 1) if total else 0
    return Meter(label, value, svg(100 * share), round(100 * share), f"{label}: {value}", used > total > 0)


def _summary(choices: Choices, part: Document, card: Document, currency: str) -> str:
    count = projects_words(len(choices))
    if card["ballot"] == "knapsack":
        return _("%(projects)s · %(money)s of %(total)s") % {
            "projects": count,
            "money": money(part["amount"] - money_left(choices, part), currency),
            "total": money(part["amount"], currency),
        }
    if card["ballot"] == "cumulative" and card["max_points"] is not None:
        given = sum(number for _code, number in choices)
        text = ngettext(
            "%(projects)s · %(given)s of %(total)s point", "%(projects)s · %(given)s of %(total)s points",
            card["max_points"],
        )  # fmt: skip
        return text % {"projects": count, "given": _figure(given), "total": _figure(card["max_points"])}
    return ""


def _figure(number: int) -> str:
    return str(number_format(number, force_grouping=True))
