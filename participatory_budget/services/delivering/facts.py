"""What a project is called, where it is, who answers for it and whom one can ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.promises.services import Promised, promise
from hub.promises.services.owning import set_owner
from hub.promises.services.words import in_languages
from participatory_budget.models.catalogue import Category, Department
from participatory_budget.models.delivery import Delivery
from participatory_budget.selectors.deliveries import PROJECT
from participatory_budget.services.delivering.gate import locked
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class DeliveryFacts:
    """Texts by language. `owner` is reminded and shown to nobody outside."""

    titles: Mapping[str, str]
    category: Category | None = None
    department: Department | None = None
    owner: User | None = None
    contacts: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    place: tuple[Decimal, Decimal] | None = None


def delivery_facts(delivery: Delivery) -> dict[str, Any]:
    """What the form shows, and what two tabs are compared by."""
    held = delivery.promise
    return {
        "titles": held.titles,
        "category": delivery.category_id,
        "department": delivery.department_id,
        "owner": held.owner_id,
        "contacts": delivery.contacts,
        "places": delivery.places,
        # As the column keeps it, whatever the database gives back.
        "latitude": f"{held.latitude:.6f}" if held.latitude is not None else "",
        "longitude": f"{held.longitude:.6f}" if held.longitude is not None else "",
    }


@transaction.atomic
def change_facts(
    delivery_id: UUID, facts: DeliveryFacts, *, seen: str = "", actor: User | None, now: datetime
) -> Delivery:
    delivery = locked(delivery_id, actor, now)
    before = delivery_facts(delivery)
    require_unchanged(seen, before)
    for row in (facts.category, facts.department):
        if row is not None and row.budget_id != delivery.budget_id:
            raise BudgetError(_("This belongs to another budget."))
    delivery.category, delivery.department = facts.category, facts.department
    delivery.contacts = in_languages(facts.contacts, "contact", longest=500)
    delivery.places = in_languages(facts.places, "place", longest=200)
    delivery.save(update_fields=["category", "department", "contacts", "places"])
    held = delivery.promise
    promise(
        PROJECT,
        held.key,
        Promised(
            titles=facts.titles,
            year=held.year,
            promised_on=held.promised_on,
            body=facts.department.names if facts.department else {},
            district=held.district_names,
            theme=facts.category.names if facts.category else {},
            place=facts.place,
        ),
        public=False,
        actor=actor,
        now=now,
    )
    set_owner(held.pk, owner=facts.owner, actor=actor, now=now)
    held.refresh_from_db()
    after = delivery_facts(delivery)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        record(
            "project.facts_changed",
            subject="participatory_budget.delivery",
            subject_id=delivery.pk,
            actor=actor,
            data={"changed": "+".join(changed)},
            now=now,
        )
    return delivery
