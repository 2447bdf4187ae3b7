"""Is a budget ready for the public? What is missing, each point with the section of the editor where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from participatory_budget.enums import EligibilityWay, EnvelopeKind, PhaseKind
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.models.voting_rules import VotingRules
from participatory_budget.phases import Schedule
from participatory_budget.reports.money import money
from participatory_budget.selectors.counts import uncountable
from participatory_budget.selectors.envelopes import NamedEnvelope

Entry = Category | Department | Criterion


@dataclass(frozen=True)
class Point:
    """`where` is the section; a note is worth knowing and stands in nobody's way."""

    where: str
    text: str
    is_note: bool = False


@dataclass(frozen=True)
class BudgetParts:
    """All that a budget is made of, as it was read."""

    budget: Budget
    phases: Schedule
    tree: Sequence[NamedEnvelope]
    envelope_names: Mapping[UUID, Mapping[str, str]]  # by envelope, then by language
    subjects: Sequence[Category]
    departments: Sequence[Department]
    criteria: Sequence[Criterion]
    card: RuleCard | None
    page_languages: Mapping[str, bool]  # of its pages -> whether it is live
    voting: VotingRules | None = None  # None: as they are by default, nobody has written them yet
    has_projects: bool = False
    votes_here: bool = True  # False where ballots were brought in from elsewhere


def readiness(parts: BudgetParts) -> list[Point]:
    """Empty where nothing is missing. No query."""
    return [
        *_dates(parts),
        *_money(parts),
        *_lists(parts),
        *_rules(parts),
        *_voting(parts),
        *_names(parts),
        *_pages(parts),
    ]


def _dates(parts: BudgetParts) -> Iterable[Point]:
    kinds = {one.kind for one in parts.phases}
    if not kinds:
        yield Point("dates", _("There are no dates yet."))
    elif PhaseKind.VOTING not in kinds:
        yield Point("dates", _("It is not said when the vote is."))
    if kinds and PhaseKind.PROPOSALS not in kinds:
        yield Point("dates", _("There is no phase of proposals: nobody can hand in an idea."), is_note=True)


def _money(parts: BudgetParts) -> Iterable[Point]:
    if not parts.budget.currency:
        yield Point("facts", _("The currency is not named."))
    envelopes = [one.envelope for one in parts.tree]
    if not envelopes:
        yield Point("money", _("There is no envelope: no money to decide on."))
    for one in parts.tree:
        if not one.envelope.amount:
            yield Point("money", _("There is no money in this envelope: %(name)s.") % {"name": one.name})
    sums = {kind: sum(one.amount for one in envelopes if one.kind == kind) for kind in EnvelopeKind}
    if sum(amount > 0 for amount in sums.values()) > 1:
        currency = parts.budget.currency
        named = [_of_kind(kind, money(amount, currency)) for kind, amount in sums.items() if amount]
        yield Point(
            "money",
            _("Each envelope is money of its own. Together they hold %(total)s (%(parts)s).")
            % {"parts": " · ".join(named), "total": money(sum(sums.values()), currency)},
            is_note=True,
        )


def _of_kind(kind: EnvelopeKind, amount: str) -> str:
    """All envelopes of one kind, as a part of a sentence."""
    words = {
        EnvelopeKind.CITY: _("the whole city: %(sum)s"),
        EnvelopeKind.DISTRICT: _("districts: %(sum)s"),
        EnvelopeKind.THEME: _("themes: %(sum)s"),
        EnvelopeKind.RESERVED: _("reserved shares: %(sum)s"),
    }
    return words[kind] % {"sum": amount}


def _lists(parts: BudgetParts) -> Iterable[Point]:
    if not parts.subjects:
        yield Point("subjects", _("There are no subjects to choose from."), is_note=True)
    if not any(one.kind is PhaseKind.EVALUATION for one in parts.phases):
        return
    if not parts.departments:
        yield Point("departments", _("No department is named that could evaluate proposals."))
    if not parts.criteria:
        yield Point("criteria", _("It is not said by which criteria proposals are evaluated."))


def _rules(parts: BudgetParts) -> Iterable[Point]:
    if parts.card is None:
        yield Point("rule", _("There is no rule card: it is not said how people vote and how winners are found."))
    elif uncountable(parts.card):
        yield Point("rule", _("The rule of the rule card is not known here: nothing could be counted by it."))


# Ways on which a number is read off a document or typed.
_BY_NUMBER = {
    EligibilityWay.REGISTER: gettext_lazy("It is not said which number of the register people type."),
    EligibilityWay.DESK: gettext_lazy("It is not said which number staff read off a document."),
}


def _voting(parts: BudgetParts) -> Iterable[Point]:
    """Only where a vote is planned here."""
    if not parts.votes_here or not any(one.kind is PhaseKind.VOTING for one in parts.phases):
        return
    if not parts.has_projects:
        yield Point("voting", _("There is no project to vote on yet."), is_note=True)
    rules = parts.voting
    if rules is None:
        yield Point("voting", _("Nobody has written yet who may vote: as it is, everybody with a code."), is_note=True)
        return
    if not rules.ways:
        yield Point("voting", _("There is no way to show that one may vote: nobody could."))
    if not any(rules.identity_asked.values()):
        for way, sentence in _BY_NUMBER.items():
            if way in rules.ways:
                yield Point("voting", str(sentence))
    texts = [
        (rules.who_may_vote, _("It is not said who may vote in: %(languages)s.")),
        (rules.identity_asked, _("It is not said which number is asked in: %(languages)s.")),
    ]
    for words, text in texts:
        missing = [code for code, _name in settings.LANGUAGES if not words.get(code)]
        if missing and (words is rules.who_may_vote or len(missing) < len(settings.LANGUAGES)):
            yield Point("voting", text % {"languages": _languages(missing)})
    if EligibilityWay.DECLARATION in rules.ways and not any(rules.identity_asked.values()):
        yield Point(
            "voting",
            _("People declare for themselves and no number is asked: each account votes once, not each person."),
            is_note=True,
        )


def _names(parts: BudgetParts) -> Iterable[Point]:
    rows: list[tuple[str, str, Mapping[str, str]]] = [
        ("money", one.name, parts.envelope_names.get(one.envelope.pk, {})) for one in parts.tree
    ]
    lists: list[tuple[str, Sequence[Entry]]] = [
        ("subjects", parts.subjects),
        ("departments", parts.departments),
        ("criteria", parts.criteria),
    ]
    for where, entries in lists:
        rows += [(where, next((text for text in one.names.values() if text), one.slug), one.names) for one in entries]
    for where, name, names in rows:
        if missing := [code for code, _name in settings.LANGUAGES if not names.get(code)]:
            yield Point(
                where,
                _("“%(name)s” has no name in: %(languages)s.") % {"name": name, "languages": _languages(missing)},
            )


def _pages(parts: BudgetParts) -> Iterable[Point]:
    if not parts.page_languages:
        yield Point("pages", _("Its pages are not published."))
        return
    hidden = [code for code, is_live in parts.page_languages.items() if not is_live]
    missing = [code for code, _name in settings.LANGUAGES if code not in parts.page_languages]
    if hidden:
        yield Point("pages", _("Its page is not public in: %(languages)s.") % {"languages": _languages(hidden)})
    if missing:
        yield Point("pages", _("It has no page in: %(languages)s.") % {"languages": _languages(missing)})


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(str(get_language_info(code)["name_translated"]) for code in codes)
