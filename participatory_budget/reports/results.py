"""The result of a budget as its page tells it: what won and why, money, turnout, whom it serves, and its proofs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import from_json, passed_on_from_json, received_from_json
from participatory_budget.enums import Leftover
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.count import Count
from participatory_budget.models.imported import ImportedElection
from participatory_budget.models.project import Project
from participatory_budget.models.rule_card import RuleCard
from participatory_budget.phases import phases_of, vote_ahead
from participatory_budget.reports.money import money, points_figure, score_head, scored
from participatory_budget.reports.project_rows import Became, Labels, ProjectRow, Word, plain_row
from participatory_budget.reports.projects.became import became_in
from participatory_budget.reports.rule_text import RuleText, rule_text
from participatory_budget.reports.tally import Tally, kept_tally, tally
from participatory_budget.reports.why_words import Wording, tie_sentence, why_sentence
from participatory_budget.selectors.cast_elections import counting_by_envelope, is_small
from participatory_budget.selectors.counts import counts_of, imported_of, rule_card_of, uncountable
from participatory_budget.selectors.elections import official_of
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree
from participatory_budget.selectors.projects import projects_of


@dataclass(frozen=True)
class ReceivedMoney:
    """What another envelope left over for this one."""

    name: str
    language: str
    amount: str


@dataclass(frozen=True)
class EnvelopeResult:
    """One envelope. Without a `count` nobody has won: its rule is not known, and only votes are shown."""

    named: NamedEnvelope
    currency: str
    card: RuleCard
    count: Count | None
    result: Result | None
    tally: Tally
    rows: Sequence[ProjectRow]  # winners in the order in which they won, then the others by their votes
    ties: Sequence[str]
    districts: Sequence[Mapping[str, Any]]
    categories: Sequence[Mapping[str, Any]]
    has_file: bool  # of its ballots, one by one
    is_cast_here: bool
    is_small: bool  # too few ballots of ours to be published one by one
    received: Sequence[ReceivedMoney]  # leftovers of other envelopes, part of what there was
    passed_to: NamedEnvelope | None  # which one has what is left here
    official: str  # does the list of winners that the city gave out say the same? "same", "differs" or ""

    @property
    def winners(self) -> list[ProjectRow]:
        return [one for one in self.rows if one.won]

    @property
    def others(self) -> list[ProjectRow]:
        return [one for one in self.rows if not one.won]

    @property
    def amount(self) -> str:
        return money(self.result.budget if self.result else self.named.envelope.amount, self.currency)

    @property
    def own_amount(self) -> int:
        """Without what came from other envelopes."""
        received = received_from_json(self.count.result) if self.count else {}
        return (self.result.budget if self.result else self.named.envelope.amount) - sum(received.values())

    @property
    def own(self) -> str:
        return money(self.own_amount, self.currency)

    @property
    def spent(self) -> str:
        return money(self.result.spent if self.result else 0, self.currency)

    @property
    def left_amount(self) -> int:
        return self.result.budget - self.result.spent if self.result else 0

    @property
    def left(self) -> str:
        return money(self.left_amount, self.currency)

    @property
    def leftover(self) -> str:
        """Where the rest goes."""
        return {
            Leftover.RETURNS: _("What is left goes back to the city's budget."),
            Leftover.PARENT: _("What is left goes to the envelope above this one."),
            Leftover.NEXT: _("What is left is kept for the next edition."),
        }[Leftover(self.named.envelope.leftover)]

    @property
    def chosen_money(self) -> str:
        return money(self.tally.chosen_money, self.currency)

    @property
    def served_share(self) -> str:
        return _share(self.tally.with_a_win, self.tally.people)

    @property
    def score_head(self) -> str:
        return score_head(self.card.vote_type)

    @property
    def chart(self) -> list[dict[str, Any]]:
        """Most votes first: what the bars show, and beside it what came of it."""
        scores = self.tally.scores
        rows = sorted(self.rows, key=lambda one: -scores.get(one.code, Fraction(0)))
        return [{"row": one, "value": float(scores.get(one.code, Fraction(0)))} for one in rows]

    @property
    def comparison(self) -> str:
        """The last step of one rule: how many people preferred which result."""
        compared = self.result.compared if self.result else {}
        if not compared:
            return ""
        return _(
            "Compared at the end: %(shares)s people were better off by equal shares, %(greedy)s by most votes first."
        ) % {name: number_format(compared[key], force_grouping=True) for name, key in _COMPARED.items()}


_COMPARED = {"shares": "equal_shares", "greedy": "greedy"}


@dataclass(frozen=True)
class ResultsView:
    budget: Budget
    card: RuleCard
    rule: RuleText
    envelopes: Sequence[EnvelopeResult]
    sentence: str
    figures: Sequence[tuple[Any, str]]

    @property
    def is_decided(self) -> bool:
        return any(one.count for one in self.envelopes)


def results_view(budget: Budget, language: str, now: datetime) -> ResultsView | None:
    """None before there are results: no count by the rule that holds, or a vote that is not over."""
    if vote_ahead(phases_of(BudgetPhase.objects.filter(budget=budget)), now):
        return None
    card = rule_card_of(budget)
    counts = counts_of(budget, card)
    imported, cast = imported_of(budget), counting_by_envelope(budget)
    if card is None or not (counts or (imported and uncountable(card))):
        return None
    tree = envelope_tree(budget, language)
    labels = Labels.of(tree, language)
    became = became_in(budget, language, now)
    by_slug = {one.envelope.slug: one for one in tree}
    projects: dict[Any, list[Project]] = defaultdict(list)
    for project in projects_of(budget):
        projects[project.envelope_id].append(project)
    envelopes = [
        _envelope(
            named,
            budget,
            card,
            counts.get(named.envelope.pk),
            imported.get(named.envelope.pk),
            projects,
            by_slug,
            labels,
            cast.get(named.envelope.pk),
            became,
        )
        for named in tree
        if named.envelope.pk in counts or (named.envelope.pk in imported and uncountable(card))
    ]
    return ResultsView(
        budget=budget,
        card=card,
        rule=rule_text(card, groups=any(one.exclusive_groups for rows in projects.values() for one in rows)),
        envelopes=envelopes,
        sentence=_sentence(envelopes, budget.currency),
        figures=_figures(envelopes),
    )


def _envelope(
    named: NamedEnvelope,
    budget: Budget,
    card: RuleCard,
    count: Count | None,
    imported: ImportedElection | None,
    by_envelope: Mapping[Any, Sequence[Project]],
    by_slug: Mapping[str, NamedEnvelope],
    labels: Labels,
    cast: int | None,
    became: Mapping[Any, Became],
) -> EnvelopeResult:
    """`cast` is the number of ballots that count, where they were cast here."""
    # The election asks for the currency; the budget is here already.
    named.envelope.budget = budget
    projects = by_envelope.get(named.envelope.pk, [])
    result = from_json(count.result) if count else None
    fingerprint = count.inputs_sha256 + count.result_sha256 if count else imported.file_sha256 if imported else ""
    found = (kept_tally(count.result) if count else None) or tally(
        named.envelope, result.selected if result else (), fingerprint
    )
    wording = Wording(budget.currency, card.vote_type, {one.code: one.title for one in projects})
    return EnvelopeResult(
        named=named,
        currency=budget.currency,
        card=card,
        count=count,
        result=result,
        tally=found,
        rows=_rows(projects, result, found, wording, labels, became),
        ties=[tie_sentence(tie.order, tie.decided_by, wording) for tie in result.ties] if result else [],
        districts=_spread(projects, result, labels.district, budget.currency),
        categories=_spread(projects, result, labels.category, budget.currency),
        has_file=imported is not None or (cast is not None and not is_small(cast)),
        is_cast_here=cast is not None,
        is_small=cast is not None and is_small(cast),
        received=_received(count, by_slug, budget.currency),
        passed_to=by_slug.get(passed_on_from_json(count.result)[0]) if count else None,
        official=_official(result, imported),
    )


def _received(count: Count | None, by_slug: Mapping[str, NamedEnvelope], currency: str) -> list[ReceivedMoney]:
    found = []
    for slug, amount in received_from_json(count.result).items() if count else ():
        giver = by_slug.get(slug)
        found.append(
            ReceivedMoney(giver.name if giver else slug, giver.language if giver else "", money(amount, currency))
        )
    return found


def _rows(
    projects: Sequence[Project],
    result: Result | None,
    found: Tally,
    wording: Wording,
    labels: Labels,
    became: Mapping[Any, Became],
) -> list[ProjectRow]:
    places = {code: place for place, code in enumerate(result.selected, start=1)} if result else {}
    whys = {one.id: why_sentence(one.why, wording) for one in result.verdicts} if result else {}
    # Every project of a result has its reason, but for those that were taken off the ballot while people voted.
    otherwise = _("Left the ballot while the vote was running.") if result else ""
    rows = []
    for project in projects:
        score = found.scores.get(project.code, Fraction(0))
        rows.append(
            replace(
                plain_row(project, wording.currency, labels),
                score=scored(score, wording.vote_type),
                score_figure=points_figure(score),
                won=project.code in places if result else None,
                place=places.get(project.code),
                why=whys.get(project.code, otherwise),
                became=became.get(project.pk),
            )
        )
    last = len(rows) + 1
    return sorted(rows, key=lambda one: (one.place or last, -found.scores.get(one.code, Fraction(0))))


def _spread(
    projects: Sequence[Project], result: Result | None, label_of: Callable[[Project], Word], currency: str
) -> list[dict[str, Any]]:
    """Money won, by district or category, with the share of projects that won there; most money first."""
    if result is None or not any(label_of(one).label for one in projects):
        return []
    winners = set(result.selected)
    spread: dict[Word, list[int]] = {}
    for project in projects:
        row = spread.setdefault(label_of(project), [0, 0, 0])
        row[2] += 1
        if project.code in winners:
            row[0] += project.cost
            row[1] += 1
    return [
        {
            "label": word.label or _("none named"),
            "language": word.language if word.label else "",
            "value": value,
            "money": money(value, currency),
            "won": won,
            "of": of,
        }
        for word, (value, won, of) in sorted(spread.items(), key=lambda one: (-one[1][0], one[0].label))
    ]


def _official(result: Result | None, imported: ImportedElection | None) -> str:
    official = official_of(imported) if imported else []
    if result is None or not official:
        return ""
    return "same" if set(official) == set(result.selected) else "differs"


def _sentence(envelopes: Sequence[EnvelopeResult], currency: str) -> str:
    counted = [one for one in envelopes if one.result]
    if not counted:
        return _(
            "These are the votes. By which rule winners were found is not known, so nobody is called a winner here."
        )
    won = sum(len(one.winners) for one in counted)
    return ngettext(
        "%(won)s of %(projects)s projects won; it costs %(spent)s of the %(amount)s that there were.",
        "%(won)s of %(projects)s projects won; together they cost %(spent)s of the %(amount)s that there were.",
        won,
    ) % {
        "won": number_format(won, force_grouping=True),
        "projects": number_format(sum(len(one.rows) for one in counted), force_grouping=True),
        "spent": money(sum(one.result.spent for one in counted if one.result), currency),
        # Each sum once, in the envelope that it was put in.
        "amount": money(sum(one.own_amount for one in counted), currency),
    }


def _share(part: int, whole: int) -> str:
    """In whole per cent; 100 only where it is all of them, 0 only where it is nobody."""
    share = round(100 * part / whole) if whole else 0
    if 0 < part < whole:
        share = min(max(share, 1), 99)
    return _("%(share)s %%") % {"share": number_format(share)}


def _figures(envelopes: Sequence[EnvelopeResult]) -> list[tuple[Any, str]]:
    people = sum(one.tally.people for one in envelopes)
    figures: list[tuple[Any, str]] = [(people, npgettext("figure of a result", "ballot", "ballots", people))]
    if any(one.count for one in envelopes):
        won = sum(len(one.winners) for one in envelopes)
        figures.append((won, npgettext("figure of a result", "project won", "projects won", won)))
        if len(envelopes) == 1:
            share = _share(envelopes[0].tally.with_a_win, people)
            figures.append((share, _("of the ballots name at least one project that won")))
    else:
        projects = sum(len(one.rows) for one in envelopes)
        figures.append((projects, npgettext("figure of a result", "project", "projects", projects)))
    return figures
