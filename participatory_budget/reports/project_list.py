"""The list of projects as its address asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from participatory_budget.engine.results import Result
from participatory_budget.engine.stored_results import from_json
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.phases import phases_of, vote_ahead, vote_until
from participatory_budget.reports.money import scored
from participatory_budget.reports.project_rows import Labels, ProjectRow, Word, plain_row, words_of
from participatory_budget.reports.projects.became import became_in
from participatory_budget.selectors.counts import counts_of, rule_card_of
from participatory_budget.selectors.envelopes import NamedEnvelope, envelope_tree
from participatory_budget.selectors.projects import ListWish, projects_of, wished


@dataclass(frozen=True)
class ProjectList:
    """`total` is what there is, `rows` what the filters leave; both of them in the order asked for."""

    wish: ListWish
    rows: Sequence[ProjectRow]
    total: int
    envelopes: Sequence[NamedEnvelope]
    districts: Sequence[Word]
    categories: Sequence[Word]
    has_results: bool
    vote_until: datetime | None  # while one can vote here


def project_list(budget: Budget, language: str, query: Mapping[str, str], now: datetime) -> ProjectList:
    """Seven queries, however many projects; two more once projects are carried out."""
    card = rule_card_of(budget)
    phases = phases_of(BudgetPhase.objects.filter(budget=budget))
    ahead = vote_ahead(phases, now)
    counts = {} if ahead else counts_of(budget, card)
    results = {envelope_id: from_json(count.result) for envelope_id, count in counts.items()}
    scores = {(envelope_id, one.id): one.score for envelope_id, result in results.items() for one in result.verdicts}
    wish = ListWish.read(query, with_votes=bool(results))
    projects, tree = projects_of(budget), envelope_tree(budget, language)
    labels = Labels.of(tree, language)
    vote_type = card.vote_type if card else ""
    winners = {envelope_id: set(result.selected) for envelope_id, result in results.items()}
    became = became_in(budget, language, now) if results else {}
    rows = [
        replace(
            _with_result(plain_row(one, budget.currency, labels), results, winners, scores, vote_type),
            became=became.get(one.pk),
        )
        for one in wished(projects, wish, scores if results else None)
    ]
    return ProjectList(
        wish=wish,
        rows=rows,
        total=len(projects),
        envelopes=tree,
        districts=words_of(labels.district(one) for one in projects),
        categories=words_of(labels.category(one) for one in projects),
        has_results=bool(results),
        vote_until=vote_until(phases, now) if projects else None,
    )


def _with_result(
    row: ProjectRow,
    results: Mapping[UUID, Result],
    winners: Mapping[UUID, set[str]],
    scores: Mapping[tuple[UUID, str], Fraction],
    vote_type: str,
) -> ProjectRow:
    if row.envelope_id not in results:
        return row
    score = scores.get((row.envelope_id, row.code), Fraction(0))
    return replace(row, score=scored(score, vote_type), won=row.code in winners[row.envelope_id])
