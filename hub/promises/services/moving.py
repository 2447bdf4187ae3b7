"""What becomes of a promise: begun, later, kept, given up, taken up again. Each is a row, an audit row and news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.promises.engine.sources import Moved, promise_moved
from hub.promises.enums import TRANSITIONS, PromiseState
from hub.promises.models.promise import Cancellation, Postponement, Promise
from hub.promises.permissions import user_can_update
from hub.promises.services.errors import NotAllowedError, PromiseError
from hub.promises.services.telling import tell
from hub.promises.services.words import in_languages

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def locked(promise_id: UUID, actor: User | None) -> Promise:
    """`actor` is None for commands and the clock."""
    found = Promise.objects.select_for_update().get(pk=promise_id)
    if actor is not None and not user_can_update(actor, found):
        raise NotAllowedError(
            _("Only an editor, a budget officer or whoever looks after a promise brings it up to date.")
        )
    return found


@transaction.atomic
def start(promise_id: UUID, *, on: date, actor: User | None, now: datetime) -> Promise:
    """Also takes up again what was given up or said to be finished."""
    found = locked(promise_id, actor)
    _in_the_past(on, now, "on")
    was = _move(found, PromiseState.STARTED)
    again = was in (PromiseState.KEPT, PromiseState.CANCELLED)
    found.started_on, found.kept_on = found.started_on or on, None
    if again:
        found.cancellations.filter(ended_at=None).update(ended_at=now)
    _kept_in_mind(found, "promise.resumed" if again else "promise.started", {"on": on}, actor, now)
    return _moved_on(found, was, on, {}, actor, now)


@transaction.atomic
def keep(promise_id: UUID, *, on: date, actor: User | None, now: datetime) -> Promise:
    found = locked(promise_id, actor)
    _in_the_past(on, now, "on")
    if found.started_on and on < found.started_on:
        raise PromiseError(_("It cannot be finished before it began."), "on")
    was = _move(found, PromiseState.KEPT)
    found.kept_on = on
    _kept_in_mind(found, "promise.kept", {"on": on}, actor, now)
    return _moved_on(found, was, on, {}, actor, now)


@transaction.atomic
def postpone(
    promise_id: UUID, *, until: date, reasons: Mapping[str, str], actor: User | None, now: datetime
) -> Postponement:
    """A later day needs a reason that everybody can read. The first day stays what it was."""
    found = locked(promise_id, actor)
    if found.state not in (PromiseState.PLANNED, PromiseState.STARTED):
        raise PromiseError(_("It is finished or given up: there is nothing to postpone."))
    if found.due_on is None:
        raise PromiseError(_("No day was promised yet. Set one first."), "until")
    if until <= found.due_on:
        raise PromiseError(_("The new day has to be later than the one that was promised."), "until")
    said = in_languages(reasons, "reason", required=_("Say in at least one language why it takes longer."))
    last = found.postponements.aggregate(last=Max("number"))["last"] or 0
    made = Postponement.objects.create(
        promise=found,
        number=last + 1,
        due_before=found.due_on,
        due_after=until,
        reasons=said,
        made_at=now,
        made_by=actor,
    )
    found.due_on = until
    _kept_in_mind(found, "promise.postponed", {"from": made.due_before, "to": until, "number": made.number}, actor, now)
    return made


@transaction.atomic
def set_due(promise_id: UUID, *, due_on: date, actor: User | None, now: datetime) -> Promise:
    """The first day, where none was promised; or an earlier one, which needs no reason."""
    found = locked(promise_id, actor)
    if found.due_on is not None and due_on > found.due_on:
        raise PromiseError(_("A later day needs a reason."), "due_on")
    if found.due_on == due_on:
        return found
    found.first_due_on = found.first_due_on or due_on
    found.due_on = due_on
    return _kept_in_mind(found, "promise.dated", {"due_on": due_on}, actor, now)


@transaction.atomic
def cancel(
    promise_id: UUID,
    *,
    reasons: Mapping[str, str],
    decided_by: Mapping[str, str],
    decided_on: date,
    document_url: str = "",
    actor: User | None,
    now: datetime,
) -> Cancellation:
    """Needs a decision: who took it, when, and why."""
    found = locked(promise_id, actor)
    said = in_languages(reasons, "reason", required=_("Say in at least one language why it is given up."))
    body = in_languages(
        decided_by, "decided_by", required=_("Name in at least one language who decided it."), longest=400
    )
    _in_the_past(decided_on, now, "decided_on")
    if document_url and not document_url.startswith(("https://", "http://")):
        raise PromiseError(_("Give the whole address, beginning with https://"), "document_url")
    was = _move(found, PromiseState.CANCELLED)
    found.kept_on = None
    made = Cancellation.objects.create(
        promise=found,
        reasons=said,
        decided_by=body,
        decided_on=decided_on,
        document_url=document_url,
        made_at=now,
        made_by=actor,
    )
    _kept_in_mind(found, "promise.cancelled", {"decided_on": decided_on}, actor, now)
    _moved_on(found, was, decided_on, said, actor, now)
    return made


@transaction.atomic
def set_money(
    promise_id: UUID, *, planned: int | None, spent: int | None, actor: User | None, now: datetime
) -> Promise:
    """Sums as the feature keeps them; the reasons and sources stand there. Tells nobody."""
    found = locked(promise_id, actor)
    found.cost_planned, found.cost_spent = planned, spent
    found.save(update_fields=["cost_planned", "cost_spent"])
    return found


def _move(found: Promise, state: PromiseState) -> PromiseState:
    """Returns where it stood before."""
    if state not in TRANSITIONS[PromiseState(found.state)]:
        raise PromiseError(
            _("It is “%(state)s” already: that cannot be done now.") % {"state": found.get_state_display()}
        )
    was, found.state = PromiseState(found.state), state
    return was


def _moved_on(
    found: Promise, was: PromiseState, on: date, reasons: Mapping[str, str], actor: User | None, now: datetime
) -> Promise:
    """What else its feature keeps moves with it: whoever moved it need not know what that is."""
    if found.kind in promise_moved:
        state = PromiseState(found.state)
        promise_moved.get(found.kind)(Moved(found.key, was, state, on, reasons, actor, now))
    return found


def _in_the_past(day: date, now: datetime, where: str) -> None:
    if day > timezone.localdate(now):
        raise PromiseError(_("This day lies in the future."), where)


def _kept_in_mind(found: Promise, action: str, data: dict[str, Any], actor: User | None, now: datetime) -> Promise:
    found.news_at = now
    found.save()
    facts = {name: value.isoformat() if isinstance(value, date) else value for name, value in data.items()}
    entry = record(action, subject="promises.promise", subject_id=found.pk, actor=actor, data=facts, now=now)
    tell(found, action, f"{action}:{found.pk.hex}:{entry.sequence}", now=now)
    return found
