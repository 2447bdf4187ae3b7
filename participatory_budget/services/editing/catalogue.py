"""Subjects, departments, criteria: what a budget officer lists once for a budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.models.budget import Budget
from participatory_budget.models.catalogue import Category, Criterion, Department
from participatory_budget.services.editing.gate import locked, require_unchanged
from participatory_budget.services.editing.names import cleaned_names, cleaned_texts, free_slug
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

Entry: TypeAlias = Category | Department | Criterion
LONGEST_QUESTION = 1000


@dataclass(frozen=True)
class EntryFacts:
    """`questions` and `is_required` are for criteria only."""

    names: Mapping[str, str]
    order: int = 0
    questions: Mapping[str, str] = field(default_factory=dict)
    is_required: bool = True


def entry_facts(entry: Entry) -> dict[str, Any]:
    """What the form shows, and what two tabs are compared by."""
    found: dict[str, Any] = {"names": entry.names, "order": entry.order}
    if isinstance(entry, Criterion):
        found |= {"questions": entry.questions, "is_required": entry.is_required}
    return found


@transaction.atomic
def save_entry(
    budget: Budget,
    kind: type[Entry],
    entry: Entry | None,
    facts: EntryFacts,
    *,
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> Entry:
    """A new one, or other words for one that is there; its short name stays."""
    owner = locked(budget, actor, now)
    names = cleaned_names(facts.names)
    if entry is None:
        taken = set(kind.objects.filter(budget=owner).values_list("slug", flat=True))
        row = kind(budget=owner, slug=free_slug(names, taken, kind._meta.model_name or "entry"))
    else:
        row = kind.objects.get(pk=entry.pk, budget=owner)
        require_unchanged(seen, entry_facts(row))
    row.names, row.order = names, facts.order
    if isinstance(row, Criterion):
        row.questions = cleaned_texts(facts.questions, field="question", longest=LONGEST_QUESTION)
        row.is_required = facts.is_required
    row.save()
    _record("created" if entry is None else "changed", row, owner, actor, now)
    return row


@transaction.atomic
def delete_entry(entry: Entry, *, actor: User | None, now: datetime) -> None:
    owner = locked(entry.budget, actor, now)
    row = type(entry).objects.filter(pk=entry.pk, budget=owner).first()
    if row is None:
        return
    key = row.pk
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise BudgetError(
            _("This is in use by proposals or their evaluations, so it stays. You can give it another name.")
        ) from error
    row.pk = key
    _record("deleted", row, owner, actor, now)


def _record(verb: str, row: Entry, budget: Budget, actor: User | None, now: datetime) -> None:
    kind = row._meta.model_name or ""
    record(
        f"{kind}.{verb}",
        subject=f"participatory_budget.{kind}",
        subject_id=row.pk,
        actor=actor,
        data={"budget": budget.pk},
        now=now,
    )
