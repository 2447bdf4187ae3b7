"""How satisfied somebody is with a finished project: one answer for each account, changed by answering again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hub.accounts.models.user import User
from hub.contributions.enums import Refusal
from hub.contributions.selectors import has_verified_address
from participatory_budget.enums import Satisfied
from participatory_budget.models.delivery import Delivery
from participatory_budget.models.resident_report import Satisfaction
from participatory_budget.permissions.deliveries import user_can_say_how_satisfied
from participatory_budget.services.errors import BudgetError, NotAllowedError


class NotFinishedError(BudgetError):
    """It is not said to be finished, or no longer."""


@transaction.atomic
def say_how_satisfied(delivery: Delivery, answer: str, *, actor: User, now: datetime) -> Satisfaction:
    """Who answered what is told nowhere, so no audit row names it: it would stand in the published record."""
    # NO KEY: who holds a project may write this person's key beside it without waiting for us in a circle.
    person = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if not has_verified_address(person) or not person.is_active:
        raise NotAllowedError(_("Confirm your e-mail address first; then you can answer."))
    held = Delivery.objects.select_related("promise").get(pk=delivery.pk)
    if not user_can_say_how_satisfied(person, held, now):
        raise NotFinishedError(_("This is asked once the project is finished. Nothing was changed."))
    if answer not in Satisfied.values:
        raise BudgetError(str(Refusal.UNKNOWN_CHOICE.label), "answer")
    said, _made = Satisfaction.objects.update_or_create(
        delivery=held, user=person, defaults={"answer": answer, "given_at": now}
    )
    return said


@transaction.atomic
def take_satisfaction_back(delivery: Delivery, *, actor: User) -> None:
    Satisfaction.objects.filter(delivery=delivery, user=actor).delete()
