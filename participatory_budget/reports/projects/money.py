"""Money planned against money spent, with the reasons of other prices and the sources of payments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hub.promises.engine.words import said_in
from participatory_budget.models.delivery import Payment
from participatory_budget.reports.money import money
from participatory_budget.selectors.delivery_files import DeliveryFile


@dataclass(frozen=True)
class PriceRow:
    before: str  # "" where none was named before
    after: str
    reason: str
    reason_language: str
    made_on: date


@dataclass(frozen=True)
class PaymentRow:
    paid_on: date
    title: str
    language: str
    amount: str
    source: str
    source_url: str


@dataclass(frozen=True)
class ProjectMoney:
    planned: str  # "" where no sum was promised
    first: str  # as promised, where another sum holds now
    spent: str
    share: str  # of what is planned
    left: str  # not spent yet, or what it cost less
    over: str  # beyond the plan
    # Lengths of the bar in per cent of the greater sum.
    planned_length: str
    spent_length: str
    changes: Sequence[PriceRow]
    payments: Sequence[PaymentRow]
    payment_count: int

    @property
    def has_more(self) -> bool:
        return self.payment_count > len(self.payments)


def money_of(file: DeliveryFile, language: str) -> ProjectMoney:
    promise = file.delivery.promise
    planned, spent = promise.cost_planned, promise.cost_spent or 0
    greatest = max(planned or 0, spent, 1)
    rest = (planned - spent) if planned is not None else 0
    return ProjectMoney(
        planned=money(planned, promise.currency) if planned is not None else "",
        first=money(promise.first_cost, promise.currency)
        if promise.first_cost is not None and promise.first_cost != planned
        else "",
        spent=money(spent, promise.currency) if planned is not None or file.payment_count else "",
        share=share_words(spent, planned),
        left=money(rest, promise.currency) if rest > 0 else "",
        over=money(-rest, promise.currency) if rest < 0 else "",
        planned_length=_length(planned or 0, greatest),
        spent_length=_length(max(spent, 0), greatest),
        changes=[
            PriceRow(
                money(one.before, promise.currency) if one.before is not None else "",
                money(one.after, promise.currency),
                *said_in(one.reasons, language),
                timezone.localdate(one.made_at),
            )
            for one in file.price_changes
        ],
        payments=payment_rows(file.payments, promise.currency, language),
        payment_count=file.payment_count,
    )


def payment_rows(payments: Iterable[Payment], currency: str, language: str) -> list[PaymentRow]:
    return [
        PaymentRow(
            one.paid_on,
            *said_in(one.titles, language),
            money(one.amount, currency),
            one.source,
            one.source_url if one.source_url.startswith(("https://", "http://")) else "",
        )
        for one in payments
    ]


def share_words(spent: int, planned: int | None) -> str:
    """ "63 %"; a little is not nothing, and nearly all is not all."""
    if not planned:
        return ""
    share = round(100 * spent / planned)
    if 0 < spent < planned:
        share = min(max(share, 1), 99)
    elif spent > planned:
        share = max(share, 101)
    return _("%(share)s %%") % {"share": number_format(share, force_grouping=True)}


def _length(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"
