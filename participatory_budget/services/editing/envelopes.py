"""Envelopes: made, changed, taken away, until the vote begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from hub.audit.services import record
from participatory_budget.engine.pabulib_terms import MOST_MONEY
from participatory_budget.enums import EnvelopeKind, Leftover
from participatory_budget.models.budget import Budget
from participatory_budget.models.envelope import Envelope, EnvelopeName
from participatory_budget.services.editing.gate import locked, require_money_open, require_unchanged
from participatory_budget.services.editing.names import cleaned_names, free_slug
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class EnvelopeFacts:
    """`amount` in smallest parts. `outline` is what `engine.outlines` read."""

    names: Mapping[str, str]
    kind: EnvelopeKind
    amount: int
    leftover: Leftover = Leftover.RETURNS
    parent: UUID | None = None
    order: int = 0
    outline: Mapping[str, Any] = field(default_factory=dict)


def envelope_facts(envelope: Envelope) -> dict[str, Any]:
    """What the form shows, and what two tabs are compared by."""
    return {
        "names": {one.language: one.name for one in envelope.names.all()},
        "kind": envelope.kind,
        "amount": envelope.amount,
        "leftover": envelope.leftover,
        "parent": str(envelope.parent_id or ""),
        "order": envelope.order,
        "outline": envelope.outline,
    }


@transaction.atomic
def save_envelope(
    budget: Budget,
    envelope: Envelope | None,
    facts: EnvelopeFacts,
    *,
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> Envelope:
    """A new one, or other facts for one that is there; its short name stays."""
    owner = locked(budget, actor, now)
    require_money_open(owner, actor, now)
    names = cleaned_names(facts.names)
    _check(owner, envelope, facts)
    if envelope is None:
        taken = set(Envelope.objects.filter(budget=owner).values_list("slug", flat=True))
        row, was = Envelope(budget=owner, slug=free_slug(names, taken, "envelope")), None
    else:
        row = Envelope.objects.get(pk=envelope.pk, budget=owner)
        require_unchanged(seen, envelope_facts(row))
        was = row.amount
    row.kind, row.amount, row.leftover = facts.kind, facts.amount, facts.leftover
    row.parent_id, row.order, row.outline = facts.parent, facts.order, dict(facts.outline)
    row.save()
    row.names.all().delete()
    EnvelopeName.objects.bulk_create(
        EnvelopeName(envelope=row, language=code, name=name) for code, name in names.items()
    )
    record(
        "envelope.created" if envelope is None else "envelope.changed",
        subject="participatory_budget.envelope",
        subject_id=row.pk,
        actor=actor,
        data={
            "budget": owner.pk,
            "kind": facts.kind.value,
            "amount": row.amount,
            "was_amount": was,
            "parent": row.parent_id,
            "leftover": facts.leftover.value,
        },
        now=now,
    )
    return row


@transaction.atomic
def delete_envelope(envelope: Envelope, *, actor: User | None, now: datetime) -> None:
    owner = locked(envelope.budget, actor, now)
    require_money_open(owner, actor, now)
    row = Envelope.objects.filter(pk=envelope.pk, budget=owner).first()
    if row is None:
        return
    key, amount = row.pk, row.amount
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise BudgetError(
            _(
                "This envelope is in use: proposals, projects, ballots or other envelopes belong to it. Move or take "
                "away those first; nothing was deleted."
            )
        ) from error
    record(
        "envelope.deleted",
        subject="participatory_budget.envelope",
        subject_id=key,
        actor=actor,
        data={"budget": owner.pk, "was_amount": amount},
        now=now,
    )


def _check(budget: Budget, envelope: Envelope | None, facts: EnvelopeFacts) -> None:
    if not 0 <= facts.amount <= MOST_MONEY:
        raise BudgetError(_("This sum is too large."), "amount")
    if facts.leftover == Leftover.PARENT and facts.parent is None:
        raise BudgetError(_("There is no envelope above this one that could have what is left."), "leftover")
    if facts.parent is None:
        return
    parents = dict(Envelope.objects.filter(budget=budget).values_list("pk", "parent_id"))
    above: UUID | None = facts.parent
    if above not in parents:
        raise BudgetError(_("This envelope is not there any more. Choose another one."), "parent")
    while above is not None:
        if envelope is not None and above == envelope.pk:
            raise BudgetError(_("An envelope cannot stand below itself."), "parent")
        above = parents.get(above)
