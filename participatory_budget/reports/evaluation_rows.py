"""The rows of the officers' list: one shape for the page and for its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from participatory_budget.engine.election import unit_of
from participatory_budget.engine.explaining import money as plain_money
from participatory_budget.enums import AppealDecision, Verdict
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import named
from participatory_budget.models.evaluation import Evaluation
from participatory_budget.models.proposal import Proposal
from participatory_budget.reports.money import money
from participatory_budget.selectors.envelopes import NamedEnvelope

COLUMNS = (
    "reference", "title", "envelope", "supports", "department", "officer", "due_on", "overdue", "verdict", "standing",
    "cost_low", "cost_high", "cost_final", "running_cost", "costed_by",
)  # fmt: skip


@dataclass(frozen=True)
class EvaluationRow:
    proposal: Proposal
    evaluation: Evaluation | None
    envelope: str
    department: str
    officer: str
    due_on: date | None  # of the verdict, or of the appeal that waits
    is_late: bool
    verdict: str
    verdict_label: str
    standing: str  # stable word for files
    standing_label: str
    cost: str


def rows_of(
    proposals: Iterable[Proposal], budget: Budget, tree: Iterable[NamedEnvelope], language: str, now: datetime
) -> Iterator[EvaluationRow]:
    """Without a query of its own for any row."""
    names = {one.envelope.pk: one.name for one in tree}
    return (_row(one, budget, names, language, now) for one in proposals)


def csv_rows(rows: Iterable[EvaluationRow], currency: str) -> Iterator[list[object]]:
    unit = unit_of(currency)
    yield list(COLUMNS)
    for row in rows:
        one = row.evaluation
        sums = [getattr(one, name) if one else None for name in ("cost_low", "cost_high", "cost_final", "running_cost")]
        yield [
            row.proposal.reference,
            row.proposal.title,
            row.envelope,
            row.proposal.support_count,
            row.department,
            row.officer,
            row.due_on.isoformat() if row.due_on else "",
            int(row.is_late),
            row.verdict,
            row.standing,
            *("" if value is None else plain_money(value, unit) for value in sums),
            one.costed_by if one else "",
        ]


def _row(proposal: Proposal, budget: Budget, names: Mapping[UUID, str], language: str, now: datetime) -> EvaluationRow:
    marks: Any = proposal  # what `with_standing` added
    evaluation: Evaluation | None = getattr(proposal, "evaluation", None)
    standing = _standing(marks)
    due = None
    if standing == "appealed":
        due = marks.appeal_due
    elif standing in ("none", "again", "changed") and evaluation:
        due = evaluation.due_on
    department = evaluation.department if evaluation else None
    officer = evaluation.assigned_to if evaluation else None
    return EvaluationRow(
        proposal=proposal,
        evaluation=evaluation,
        envelope=names.get(proposal.envelope_id, ""),
        department=named(department.names, language)[0] or department.slug if department else "",
        officer=officer.public_name if officer else "",
        due_on=due,
        is_late=due is not None and due < localtime(now).date(),
        verdict=marks.last_verdict or "",
        verdict_label=str(Verdict(marks.last_verdict).label) if marks.last_verdict else "",
        standing=standing,
        standing_label=_label(standing),
        cost=money(evaluation.cost_final, budget.currency) if evaluation and evaluation.cost_final is not None else "",
    )


def _standing(marks: Any) -> str:
    if marks.change_open:
        return "change_open"
    if marks.appealed_number is not None and marks.appealed_number == marks.latest_number:
        if not marks.appeal_state:
            return "appealed"
        if marks.appeal_state == AppealDecision.GRANTED and not marks.change_agreed:
            return "again"
    if marks.change_agreed:
        return "changed"
    return "decided" if marks.last_verdict else "none"


def _label(standing: str) -> str:
    return {
        "change_open": _("The author is asked about a change"),
        "appealed": _("Appeal to decide"),
        "again": _("To decide again after an appeal"),
        "changed": _("The author agreed to a change: decide"),
        "decided": "",
        "none": _("No verdict yet"),
    }[standing]
