"""A budget itself: its short name, its currency, its rules of proposing."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.models.budget import Budget
from participatory_budget.selectors.editing import has_money, has_pages
from participatory_budget.services.editing.gate import locked, require_officer, require_unchanged
from participatory_budget.services.errors import BudgetError
from participatory_budget.services.supporting import note_thresholds

if TYPE_CHECKING:
    from hub.accounts.models.user import User

_SLUG = re.compile(r"[-a-z0-9_]{1,120}")
_CURRENCY = re.compile("[A-Z]{3}")
_MOST = 1_000_000


@dataclass(frozen=True)
class BudgetFacts:
    """None where there is no limit; `map_area` is south, west, north, east in degrees, or nothing."""

    slug: str
    currency: str
    proposals_per_person: int | None = None
    supports_per_person: int | None = None
    supports_needed: int = 0
    premoderated: bool = True
    appeal_days: int = 14
    map_area: tuple[float, ...] = ()


def facts_of(budget: Budget) -> dict[str, Any]:
    """What the form shows, and what two tabs are compared by."""
    return {
        "slug": budget.slug,
        "currency": budget.currency,
        "proposals_per_person": budget.proposals_per_person,
        "supports_per_person": budget.supports_per_person,
        "supports_needed": budget.supports_needed,
        "premoderated": budget.premoderated,
        "appeal_days": budget.appeal_days,
        "map_area": list(budget.map_area),
    }


@transaction.atomic
def create_budget(facts: BudgetFacts, *, actor: User | None, now: datetime) -> Budget:
    require_officer(actor, now)
    _check(facts, None)
    budget = Budget.objects.create(**_columns(facts), created_at=now, created_by=actor)
    record("budget.created", subject="participatory_budget.budget", subject_id=budget.pk, actor=actor, now=now)
    return budget


@transaction.atomic
def change_facts(budget: Budget, facts: BudgetFacts, *, seen: str = "", actor: User | None, now: datetime) -> Budget:
    """Says in the log which values changed and what the figures were before."""
    row = locked(budget, actor, now)
    before = facts_of(row)
    after = _columns(facts)
    changed = [name for name in before if before[name] != after[name]]
    if not changed:
        return row
    require_unchanged(seen, before)
    _check(facts, row)
    for name in changed:
        setattr(row, name, after[name])
    row.save(update_fields=changed)
    if "supports_needed" in changed:
        note_thresholds(row, now=now)
    figures = {f"was_{name}": before[name] for name in changed if name not in ("map_area", "slug")}
    figures |= {name: after[name] for name in changed if name not in ("map_area", "slug")}
    figures |= {f"{name}_changed": True for name in changed if name in ("map_area", "slug")}
    record(
        "budget.facts_changed",
        subject="participatory_budget.budget",
        subject_id=row.pk,
        actor=actor,
        data=figures,
        now=now,
    )
    return row


def _columns(facts: BudgetFacts) -> dict[str, Any]:
    return {**asdict(facts), "map_area": [round(float(one), 6) for one in facts.map_area]}


def _check(facts: BudgetFacts, known: Budget | None) -> None:
    if not _SLUG.fullmatch(facts.slug):
        raise BudgetError(_("Only small letters from a to z, digits and hyphens can stand in the address."), "slug")
    others = Budget.objects.exclude(pk=known.pk) if known else Budget.objects.all()
    if others.filter(slug=facts.slug).exists():
        raise BudgetError(_("Another budget has this short name."), "slug")
    if known is not None and known.slug != facts.slug and has_pages(known):
        raise BudgetError(_("The budget has its page: its address stays, so that links to it stay good."), "slug")
    if not _CURRENCY.fullmatch(facts.currency) and not (known and known.currency == facts.currency):
        raise BudgetError(_("Give the currency by its three letters, such as EUR or TND."), "currency")
    if known is not None and known.currency != facts.currency and has_money(known):
        raise BudgetError(_("Sums have been entered in this currency, so it stays."), "currency")
    for name in ("proposals_per_person", "supports_per_person", "supports_needed", "appeal_days"):
        value = getattr(facts, name)
        if value is not None and value < 0:
            raise BudgetError(_("This figure is less than nothing."), name)
        if value is not None and value > _MOST:
            raise BudgetError(_("This figure is too large."), name)
    for name in ("proposals_per_person", "supports_per_person"):
        if getattr(facts, name) == 0:
            raise BudgetError(_("At least one; leave it empty for no limit."), name)
    if facts.map_area:
        _check_area(facts.map_area)


def _check_area(area: tuple[float, ...]) -> None:
    if len(area) != 4:
        raise BudgetError(_("Give all four sides of the map, or none."), "south")
    south, west, north, east = area
    if not (-90 <= south < north <= 90):
        raise BudgetError(_("The south of the map lies below its north, both between −90 and 90 degrees."), "south")
    if not (-180 <= west < east <= 180):
        raise BudgetError(_("The west of the map lies before its east, both between −180 and 180 degrees."), "west")
