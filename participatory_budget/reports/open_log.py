"""A frozen election, its amendments and its ballots in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from hub.notifications.engine.isolation import isolate
from participatory_budget.engine.frozen import Document
from participatory_budget.enums import AmendmentKind, BallotForm, EligibilityWay
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.reports.money import money, scored
from participatory_budget.reports.rule_text import RuleText, rule_text
from participatory_budget.reports.rule_words import rule_name


@dataclass(frozen=True)
class PricedProject:
    """`before`: its frozen price, where an amendment changed it."""

    code: str
    title: str
    language: str
    price: str
    before: str
    is_withdrawn: bool


@dataclass(frozen=True)
class FrozenEnvelope:
    slug: str
    name: str
    language: str
    amount: str
    projects: Sequence[PricedProject]


@dataclass(frozen=True)
class AmendmentWords:
    number: int
    made_at: datetime
    label: str
    text: str
    reason: str
    reason_language: str
    sha256: str


@dataclass(frozen=True)
class ElectionWords:
    opens_at: datetime
    closes_at: datetime
    form: str
    rule: RuleText
    ways: Sequence[str]
    who: str
    who_language: str
    minimum_age: str
    envelopes: Sequence[FrozenEnvelope]


@dataclass(frozen=True)
class PublishedBallot:
    commitment: str
    position: int
    lines: Sequence[tuple[str, str, str]]  # title, its language, points or place


def election_words(
    frozen: Document, held: Document, language: str, hidden: Collection[tuple[str, str]] = ()
) -> ElectionWords:
    """`held` is what holds after the amendments, the frozen document itself where there are none."""
    groups = any(one["groups"] for part in held["envelopes"] for one in part["projects"])
    who, who_language = in_language(held["eligibility"]["who_may_vote"], language)
    age = held["eligibility"]["minimum_age"]
    known = set(EligibilityWay.values)
    return ElectionWords(
        opens_at=datetime.fromisoformat(held["opens_at"]),
        closes_at=datetime.fromisoformat(held["closes_at"]),
        form=str(BallotForm(held["rule_card"]["ballot"]).label),
        rule=rule_text(_card(held["rule_card"]), groups=groups),
        ways=[str(EligibilityWay(one).label) for one in held["eligibility"]["ways"] if one in known],
        who=who,
        who_language=who_language,
        minimum_age=number_format(age) if age is not None else "",
        envelopes=[
            _envelope(before, now, held["currency"], language, hidden)
            for before, now in zip(frozen["envelopes"], held["envelopes"], strict=True)
            if now["projects"]
        ],
    )


def amendment_words(
    amendment: Document, sha256: str, held: Document, language: str, hidden: Collection[tuple[str, str]] = ()
) -> AmendmentWords:
    """`held` names envelopes and projects; they keep their names."""
    reason, reason_language = in_language(amendment["reason"], language)
    return AmendmentWords(
        number=amendment["number"],
        made_at=datetime.fromisoformat(amendment["made_at"]),
        label=str(AmendmentKind(amendment["kind"]).label),
        text=_change(amendment["kind"], amendment["change"], held, language, hidden),
        reason=reason,
        reason_language=reason_language,
        sha256=sha256,
    )


def published_ballot(
    mark: str, position: int, choices: Iterable[Sequence[Any]], part: Document, card: Document, hidden: Collection[str]
) -> PublishedBallot:
    """By place where people ranked, else in the order of the ballot paper."""
    titles = {one["id"]: one for one in part["projects"]}
    order = {code: place for place, code in enumerate(titles)}
    ranked = card["ballot"] == BallotForm.ORDINAL
    rows = sorted(choices, key=lambda one: one[1] if ranked else order.get(one[0], 0))
    lines = []
    for code, number in rows:
        project = titles[code]
        title, language = (code, "") if code in hidden else (project["title"], project["language"])
        lines.append((title, language, _given(number, card)))
    return PublishedBallot(mark, position, lines)


def in_language(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """A text and the language that it is in: this one, else whichever there is."""
    if texts.get(language):
        return texts[language], language
    return next(((text, code) for code, text in texts.items() if text), ("", ""))


def _given(number: int, card: Document) -> str:
    if card["ballot"] == BallotForm.ORDINAL:
        return _("place %(figure)s") % {"figure": number_format(number)}
    return scored(number, card["vote_type"]) if card["ballot"] == BallotForm.CUMULATIVE else ""


def _card(card: Document) -> RuleCard:
    """Not saved: words about a card take one."""
    names = ("version", "vote_type", "rule", "threshold", "min_length", "max_length", "max_points", "tie_keys")
    return RuleCard(**{name: card[name] for name in names})


def _envelope(
    before: Document, now: Document, currency: str, language: str, hidden: Collection[tuple[str, str]]
) -> FrozenEnvelope:
    name, name_language = in_language(now["names"], language)
    projects = []
    for was, one in zip(before["projects"], now["projects"], strict=True):
        is_hidden = (now["id"], one["id"]) in hidden
        projects.append(
            PricedProject(
                code=one["id"],
                title=one["id"] if is_hidden else one["title"],
                language="" if is_hidden else one["language"],
                price=money(one["cost"], currency),
                before=money(was["cost"], currency) if was["cost"] != one["cost"] else "",
                is_withdrawn=bool(one.get("withdrawn")),
            )
        )
    return FrozenEnvelope(now["id"], name or now["id"], name_language, money(now["amount"], currency), projects)


def _change(kind: str, change: Document, held: Document, language: str, hidden: Collection[tuple[str, str]]) -> str:
    def stated(text: str) -> str:
        return isolate(text, rtl=get_language_bidi())

    if kind == AmendmentKind.CLOSE:
        return _("The vote closes on %(after)s instead of %(before)s.") % {
            "before": _moment(change["from"]),
            "after": _moment(change["to"]),
        }
    if kind == AmendmentKind.RULE:
        return _("Ballots are counted by “%(after)s” instead of “%(before)s”.") % {
            "before": rule_name(change["from"].get("rule", "")),
            "after": rule_name(change["to"].get("rule", "")),
        }
    part = next(one for one in held["envelopes"] if one["id"] == change["envelope"])
    name = stated(in_language(part["names"], language)[0] or part["id"])
    if kind == AmendmentKind.AMOUNT:
        return _("“%(envelope)s” holds %(after)s instead of %(before)s.") % {
            "envelope": name,
            "before": money(change["from"], held["currency"]),
            "after": money(change["to"], held["currency"]),
        }
    project = next(one for one in part["projects"] if one["id"] == change["project"])
    title = stated(project["id"] if (part["id"], project["id"]) in hidden else project["title"])
    if kind == AmendmentKind.PRICE:
        return _("“%(title)s” costs %(after)s instead of %(before)s.") % {
            "title": title,
            "before": money(change["from"], held["currency"]),
            "after": money(change["to"], held["currency"]),
        }
    return _("“%(title)s” left the ballot. Ballots that named it stay as they were cast; it is not counted.") % {
        "title": title
    }


def _moment(text: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(text)), "DATETIME_FORMAT")
