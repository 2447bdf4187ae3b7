"""Changing what was frozen, while the vote runs: in public, with a reason, and never touching a ballot.

`change` says what shall be: {"envelope", "project"} · {"envelope", "project", "to"} for a price · {"envelope", "to"}
for a sum · {"to": a time} · {"to": {"rule", "threshold", "tie_keys"}}. A `from` beside it is what the person saw;
where it is no longer so, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.engine.canonical import timestamp
from hub.audit.services import record
from participatory_budget.engine.frozen import AMENDMENT_FORMAT, amendment_sha256, text_of
from participatory_budget.enums import AmendmentKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.election import Amendment, FrozenElection
from participatory_budget.permissions.voting import user_can_amend
from participatory_budget.phases import phases_of
from participatory_budget.selectors.voting import election_in_force, is_closed
from participatory_budget.services.editing.names import cleaned_texts
from participatory_budget.services.errors import BudgetError, NotAllowedError
from participatory_budget.services.voting.amendment_effects import take_effect
from participatory_budget.services.voting.amendment_kinds import change_of
from participatory_budget.services.voting.freezing import ensure_frozen
from participatory_budget.services.voting.locks import own_box

if TYPE_CHECKING:
    from hub.accounts.models.user import User

LONGEST_REASON = 2000


@transaction.atomic
def amend(
    budget: Budget,
    kind: str,
    change: Mapping[str, Any],
    reason: Mapping[str, str],
    *,
    actor: User | None,
    now: datetime,
) -> Amendment:
    """Raises NotAllowedError (not this person, or not now) and BudgetError with the field at fault."""
    # Behind the lock: no cast, no batch and no close is under way, and none begins before this is written.
    own_box(budget)
    owner = Budget.objects.select_for_update().get(pk=budget.pk)
    phases = phases_of(BudgetPhase.objects.filter(budget=owner))
    if not user_can_amend(actor, phases, now) or is_closed(owner):
        raise NotAllowedError(_("Only a budget officer amends a vote, and only while it runs."))
    reasons = cleaned_texts(reason, field="reason", longest=LONGEST_REASON)
    if not reasons:
        raise BudgetError(_("Say why, in at least one language: the reason is public."), "reason")
    frozen = ensure_frozen(owner, now)
    known = AmendmentKind(kind)
    document = change_of(known, change, election_in_force(frozen), now)
    made = _write(frozen, known, document, reasons, actor, now)
    take_effect(owner, known, document, actor=actor, now=now)
    record(
        "election.amended",
        subject="participatory_budget.budget",
        subject_id=owner.pk,
        actor=actor,
        reason_code=known.value,
        data={"number": made.number, "sha256": made.sha256},
        now=now,
    )
    return made


def _write(
    frozen: FrozenElection,
    kind: AmendmentKind,
    change: Mapping[str, Any],
    reasons: Mapping[str, str],
    actor: User | None,
    now: datetime,
) -> Amendment:
    """Each names the hash of the one before it; the first, that of the election."""
    last = Amendment.objects.filter(budget=frozen.budget_id).order_by("number").last()
    number = last.number + 1 if last else 1
    document = {
        "format": AMENDMENT_FORMAT,
        "election": frozen.sha256,
        "number": number,
        "previous": last.sha256 if last else frozen.sha256,
        "kind": kind.value,
        "made_at": timestamp(now),
        "reason": dict(reasons),
        "change": dict(change),
    }
    return Amendment.objects.create(
        budget=frozen.budget,
        number=number,
        kind=kind,
        document=text_of(document),
        sha256=amendment_sha256(document),
        made_at=now,
        made_by=actor,
    )
