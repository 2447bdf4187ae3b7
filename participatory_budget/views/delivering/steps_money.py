"""Steps: payments and the planned sum."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from participatory_budget.engine.election import unit_of
from participatory_budget.forms.delivery_facts import PAID, PaymentBackForm, PaymentForm, PriceForm
from participatory_budget.forms.editing_base import typed_sum
from participatory_budget.models.delivery import Payment
from participatory_budget.services.delivering import money
from participatory_budget.views.delivering.shared import Shown, Step

MONEY = "money"


def _planned(shown: Shown) -> dict[str, str]:
    held = shown.delivery.promise
    return {"after": typed_sum(held.cost_planned, unit_of(held.currency))} if held.cost_planned is not None else {}


STEPS = {
    "payment": Step(
        title=_("Enter a payment"),
        save=_("Publish the payment"),
        section=MONEY,
        form=lambda shown, *args, **kwargs: PaymentForm(shown.delivery.promise.currency, *args, **kwargs),
        initial=lambda shown: {"direction": PAID, "paid_on": shown.today},
        take=lambda shown, form, actor, now: money.record_payment(
            shown.delivery.pk, form.told(), submission_key=form.cleaned_data["key"], actor=actor, now=now
        ),
        told=_("The payment is public."),
    ),
    "payment-back": Step(
        title=_("Put a payment right"),
        save=_("Enter the opposite payment"),
        section=MONEY,
        item=Payment,
        form=lambda shown, *args, **kwargs: PaymentBackForm(*args, **kwargs),
        initial=lambda shown: {"on": shown.today},
        take=lambda shown, form, actor, now: money.take_back_payment(
            shown.item.pk,
            source=form.cleaned_data["source"],
            titles=shown.item.titles,
            on=form.cleaned_data["on"],
            actor=actor,
            now=now,
        ),
        told=_("The opposite payment stands beside it now."),
        is_grave=True,
    ),
    "price": Step(
        title=_("Change the planned sum"),
        save=_("Publish the new sum"),
        section=MONEY,
        form=lambda shown, *args, **kwargs: PriceForm(shown.delivery.promise.currency, *args, **kwargs),
        initial=_planned,
        seen=lambda shown: money.price_facts(shown.delivery),
        take=lambda shown, form, actor, now: money.change_price(
            shown.delivery.pk,
            form.cleaned_data["after"],
            reasons=form.texts("reason"),
            seen=form.cleaned_data["seen"],
            actor=actor,
            now=now,
        ),
        told=_("The new sum is public, and authors and followers are told."),
    ),
}
