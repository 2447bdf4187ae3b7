"""What another system says was spent on a project until a day: the difference stands as a payment, with its source."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hub.promises.services import set_money
from participatory_budget.engine.election import unit_of
from participatory_budget.engine.typed_money import parse_money
from participatory_budget.models.delivery import Payment
from participatory_budget.services.delivering.gate import locked_file

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@transaction.atomic
def keep_spending(key: str, total: str, *, external_id: str, on: date, actor: User | None, now: datetime) -> bool:
    """ValueError when `total` is no sum. The same number of that system twice is one payment."""
    delivery = locked_file(UUID(key))
    amount = parse_money(total, unit_of(delivery.budget.currency))
    if Payment.objects.filter(delivery=delivery, external_id=external_id).exists():
        return False
    before = Payment.objects.filter(delivery=delivery).aggregate(sum=Sum("amount"))["sum"] or 0
    if amount == before:
        return False
    Payment.objects.create(
        delivery=delivery,
        paid_on=on,
        amount=amount - before,
        titles=_until(on),
        source=external_id,
        external_id=external_id,
        made_at=now,
        made_by=actor,
    )
    set_money(delivery.promise_id, planned=delivery.promise.cost_planned, spent=amount, actor=actor, now=now)
    return True


def _until(day: date) -> dict[str, str]:
    titles = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told = {"day": date_format(day, "DATE_FORMAT")}
            titles[code] = _("Spent until %(day)s, as another system says") % told
    return titles
