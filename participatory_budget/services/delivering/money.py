"""What a project costs: payments with their source, and a planned sum that changes with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.core.engine.plain_text import writable
from hub.promises.services import set_money
from hub.promises.services.mentioning import mention
from hub.promises.services.words import in_languages
from participatory_budget.engine.pabulib_terms import MOST_MONEY
from participatory_budget.models.delivery import Delivery, Payment, PriceChange
from participatory_budget.services.delivering import telling
from participatory_budget.services.delivering.gate import key_of, locked, not_in_the_future
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class Paid:
    """`amount` in smallest parts; below zero what came back."""

    paid_on: date
    amount: int
    titles: Mapping[str, str]
    source: str
    source_url: str = ""
    external_id: str = ""


def price_facts(delivery: Delivery) -> dict[str, Any]:
    """What two tabs are compared by."""
    return {"planned": delivery.promise.cost_planned}


@transaction.atomic
def record_payment(
    delivery_id: UUID, told: Paid, *, submission_key: str = "", actor: User | None, now: datetime
) -> Payment:
    """Also after the end: the last invoice comes late. The same form or the same number twice is one payment."""
    delivery = locked(delivery_id, actor, now)
    key = key_of(delivery, submission_key)
    rows = Payment.objects.filter(delivery=delivery)
    known = rows.filter(submission_key=key).first() if key else None
    if known is None and told.external_id:
        known = rows.filter(external_id=told.external_id).first()
    if known is not None:
        return known
    titles = in_languages(
        told.titles, "title", required=_("Say in at least one language what the money was for."), longest=300
    )
    source = writable(told.source).strip()
    if not source:
        raise BudgetError(_("Say where the figure comes from, such as the number of an invoice."), "source")
    if len(source) > 300:
        raise BudgetError(_("This is too long: at most %(figure)s letters.") % {"figure": 300}, "source")
    if told.source_url and not told.source_url.startswith(("https://", "http://")):
        raise BudgetError(_("Give the whole address, beginning with https://"), "source_url")
    not_in_the_future(told.paid_on, now, "paid_on")
    if told.amount == 0:
        raise BudgetError(_("A payment of nothing is no payment."), "amount")
    spent = (rows.aggregate(sum=Sum("amount"))["sum"] or 0) + told.amount
    if abs(told.amount) > MOST_MONEY or spent > MOST_MONEY:
        raise BudgetError(_("This sum is too large."), "amount")
    if spent < 0:
        raise BudgetError(_("More would have come back than was ever paid."), "amount")
    made = Payment.objects.create(
        delivery=delivery,
        paid_on=told.paid_on,
        amount=told.amount,
        titles=titles,
        source=source,
        source_url=told.source_url,
        external_id=told.external_id,
        submission_key=key,
        made_at=now,
        made_by=actor,
    )
    _sums(delivery, planned=delivery.promise.cost_planned, spent=spent, actor=actor, now=now)
    record(
        "project.paid",
        subject="participatory_budget.delivery",
        subject_id=delivery.pk,
        actor=actor,
        data={"payment": made.pk, "amount": made.amount, "on": made.paid_on.isoformat(), "spent": spent},
        now=now,
    )
    return made


@transaction.atomic
def take_back_payment(
    payment_id: UUID, *, source: str, titles: Mapping[str, str], on: date, actor: User | None, now: datetime
) -> Payment:
    """A mistake is put right by the opposite, beside it; once."""
    paid = Payment.objects.get(pk=payment_id)
    opposite = Paid(on, -paid.amount, titles, source)
    return record_payment(paid.delivery_id, opposite, submission_key=f"back:{paid.pk.hex}", actor=actor, now=now)


def taken_back(payments: Iterable[Payment]) -> set[UUID]:
    """Those of one project that have their opposite."""
    rows = list(payments)
    keys = {one.submission_key for one in rows if one.submission_key}
    return {one.pk for one in rows if key_of(one.delivery, f"back:{one.pk.hex}") in keys}


@transaction.atomic
def change_price(
    delivery_id: UUID,
    after: int,
    *,
    reasons: Mapping[str, str],
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> PriceChange:
    """Another planned sum, with a reason that everybody can read. The first one stays in the promise."""
    delivery = locked(delivery_id, actor, now)
    last = delivery.price_changes.order_by("-number").first()
    before = delivery.promise.cost_planned
    if last is not None and last.after == after == before:
        return last
    require_unchanged(seen, price_facts(delivery))
    if not 0 <= after <= MOST_MONEY:
        raise BudgetError(_("This sum is too large."), "after")
    if before == after:
        raise BudgetError(_("This is the planned sum already."), "after")
    said = in_languages(reasons, "reason", required=_("Say in at least one language why the sum changes."))
    number = (delivery.price_changes.aggregate(last=Max("number"))["last"] or 0) + 1
    made = PriceChange.objects.create(
        delivery=delivery, number=number, before=before, after=after, reasons=said, made_at=now, made_by=actor
    )
    spent = delivery.promise.cost_spent
    _sums(delivery, planned=after, spent=spent if spent is not None else 0, actor=actor, now=now)
    record(
        "project.price_changed",
        subject="participatory_budget.delivery",
        subject_id=delivery.pk,
        actor=actor,
        data={"was": before, "to": after, "number": number},
        now=now,
    )
    telling.tell(delivery, telling.PRICE, {"price": made.pk}, number, now=now)
    return made


def _sums(delivery: Delivery, *, planned: int | None, spent: int | None, actor: User | None, now: datetime) -> None:
    set_money(delivery.promise_id, planned=planned, spent=spent, actor=actor, now=now)
    mention(delivery.promise_id, now=now)
