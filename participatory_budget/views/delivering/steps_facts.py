"""Step: what a project is called, where it is, who answers for it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hub.accounts.models.user import User
from participatory_budget.forms.delivering import DeskForm
from participatory_budget.forms.delivery_facts import DeliveryFactsForm
from participatory_budget.forms.editing_base import texts_initial
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.selectors.evaluation import officers
from participatory_budget.services.delivering.facts import change_facts, delivery_facts
from participatory_budget.views.delivering.shared import Shown, Step


def _form(shown: Shown, *args: Any, **kwargs: Any) -> DeskForm:
    delivery = shown.delivery
    owners: list[User] = list(officers())
    # Whoever was chosen and left the office stands there until somebody else is chosen.
    if delivery.promise.owner is not None and delivery.promise.owner not in owners:
        owners.append(delivery.promise.owner)
    return DeliveryFactsForm(
        Category.objects.filter(budget=delivery.budget_id),
        Department.objects.filter(budget=delivery.budget_id),
        owners,
        shown.language,
        *args,
        **kwargs,
    )


def _initial(shown: Shown) -> dict[str, Any]:
    facts = delivery_facts(shown.delivery)
    return {
        **{name: facts[name] or "" for name in ("category", "department", "owner", "latitude", "longitude")},
        **texts_initial("title", facts["titles"]),
        **texts_initial("contact", facts["contacts"]),
        **texts_initial("place", facts["places"]),
    }


STEPS = {
    "facts": Step(
        title=_("Names, place and people"),
        save=_("Save"),
        section="facts",
        form=_form,
        initial=_initial,
        seen=lambda shown: delivery_facts(shown.delivery),
        take=lambda shown, form, actor, now: change_facts(
            shown.delivery.pk, form.facts(), seen=form.cleaned_data["seen"], actor=actor, now=now
        ),
        told=_("Saved."),
    ),
}
