"""After the time to contest a result: keys and roll go, and with them all that joins a person to a ballot."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from hub.audit.services import record
from participatory_budget.models.budget import Budget
from participatory_budget.models.election import ClosedElection, ElectionKey, FrozenElection
from participatory_budget.models.paper import PaperSheet
from participatory_budget.models.roll import Acceptance, RollEntry, VotingCode
from participatory_budget.selectors.voting import election_in_force


def destroyed_from(budget: Budget) -> datetime | None:
    """The moment from which the keys are no longer kept; None before the close."""
    closed = ClosedElection.objects.filter(budget=budget).first()
    frozen = FrozenElection.objects.filter(budget=budget).first()
    if closed is None or frozen is None:
        return None
    return closed.closed_at + timedelta(days=election_in_force(frozen)["log"]["appeal_days"])


@transaction.atomic
def destroy_keys(budget: Budget, now: datetime) -> bool:
    """True when it was done just now. Codes, sheets and the roll go with the keys; figures stay in the counts."""
    due = destroyed_from(budget)
    if due is None or now < due:
        return False
    key = ElectionKey.objects.select_for_update().get(budget=budget)
    if key.destroyed_at is not None:
        return False
    if connection.vendor == "sqlite":
        # Deleted rows are overwritten in the file, not only marked as free.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
    PaperSheet.objects.filter(batch__budget=budget).delete()
    Acceptance.objects.filter(entry__budget=budget).delete()
    VotingCode.objects.filter(entry__budget=budget).delete()
    RollEntry.objects.filter(budget=budget).delete()
    key.voter_key = key.box_key = key.roll_key = ""
    key.destroyed_at = now
    key.save(update_fields=["voter_key", "box_key", "roll_key", "destroyed_at"])
    record(
        "election.keys_destroyed",
        subject="participatory_budget.budget",
        subject_id=budget.pk,
        actor=None,
        now=now,
    )
    return True
