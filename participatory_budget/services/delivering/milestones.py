"""Dated promises within a project: added, moved with a reason, done, dropped; never taken out of sight."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.promises.services.mentioning import mention
from hub.promises.services.words import in_languages
from participatory_budget.models.delivery import Delivery, Milestone, MilestoneChange
from participatory_budget.services.delivering import telling
from participatory_budget.services.delivering.gate import locked, locked_milestone, not_in_the_future, require_open
from participatory_budget.services.editing.gate import require_unchanged
from participatory_budget.services.errors import BudgetError

if TYPE_CHECKING:
    from hub.accounts.models.user import User

MOST_MILESTONES = 60


def milestone_facts(one: Milestone) -> dict[str, Any]:
    """What two tabs are compared by."""
    return {"titles": one.titles, "planned": one.planned_on, "done": one.done_on, "dropped": one.dropped_at}


@transaction.atomic
def add_milestone(
    delivery_id: UUID, *, titles: Mapping[str, str], planned_on: date, actor: User | None, now: datetime
) -> Milestone:
    """The same name on the same day is the same one: a form sent twice adds nothing."""
    delivery = locked(delivery_id, actor, now)
    names = _names(titles)
    there = list(Milestone.objects.filter(delivery=delivery))
    known = next((one for one in there if one.titles == names and one.first_planned_on == planned_on), None)
    if known is not None and known.dropped_at is None:
        return known
    require_open(delivery)
    if len(there) >= MOST_MILESTONES:
        raise BudgetError(_("A project has %(count)s milestones at most.") % {"count": MOST_MILESTONES})
    made = Milestone.objects.create(
        delivery=delivery,
        titles=names,
        first_planned_on=planned_on,
        planned_on=planned_on,
        order=len(there),
        created_at=now,
    )
    mention(delivery.promise_id, now=now)
    _record("milestone.added", made, actor, now, planned_on=planned_on.isoformat())
    return made


@transaction.atomic
def rename_milestone(
    milestone_id: UUID, *, titles: Mapping[str, str], seen: str = "", actor: User | None, now: datetime
) -> Milestone:
    one, _delivery = locked_milestone(milestone_id, actor, now)
    names = _names(titles)
    if one.titles == names:
        return one
    require_unchanged(seen, milestone_facts(one))
    one.titles = names
    one.save(update_fields=["titles"])
    _record("milestone.renamed", one, actor, now)
    return one


@transaction.atomic
def move_milestone(
    milestone_id: UUID,
    *,
    to: date,
    reasons: Mapping[str, str],
    seen: str = "",
    actor: User | None,
    now: datetime,
) -> Milestone:
    """A later day needs a reason that everybody can read; an earlier one does not."""
    one, delivery = locked_milestone(milestone_id, actor, now)
    last = one.moves.order_by("-made_at", "-pk").first()
    if one.planned_on == to and last is not None and last.planned_after == to:
        return one
    require_unchanged(seen, milestone_facts(one))
    require_open(delivery)
    _require_ahead(one)
    if one.planned_on == to:
        raise BudgetError(_("It is planned for this day already."), "to")
    before, one.planned_on = one.planned_on, to
    change = _changed(one, before, to, reasons, actor, now) if to > before else None
    one.save(update_fields=["planned_on"])
    _record("milestone.moved", one, actor, now, was=before.isoformat(), to=to.isoformat())
    if change is not None:
        telling.tell(delivery, telling.MILESTONE_LATER, {"change": change.pk}, change.pk, now=now)
    else:
        mention(delivery.promise_id, now=now)
    return one


@transaction.atomic
def finish_milestone(milestone_id: UUID, *, on: date, seen: str = "", actor: User | None, now: datetime) -> Milestone:
    one, delivery = locked_milestone(milestone_id, actor, now)
    if one.done_on == on:
        return one
    require_unchanged(seen, milestone_facts(one))
    require_open(delivery)
    _require_ahead(one)
    not_in_the_future(on, now, "on")
    one.done_on = on
    one.save(update_fields=["done_on"])
    entry = _record("milestone.done", one, actor, now, on=on.isoformat())
    telling.tell(delivery, telling.MILESTONE_DONE, {"milestone": str(one.pk)}, entry, now=now)
    return one


@transaction.atomic
def reopen_milestone(milestone_id: UUID, *, seen: str = "", actor: User | None, now: datetime) -> Milestone:
    """It was said to be done, and is not; or it was dropped, and is planned after all."""
    one, delivery = locked_milestone(milestone_id, actor, now)
    if one.done_on is None and one.dropped_at is None:
        return one
    require_unchanged(seen, milestone_facts(one))
    require_open(delivery)
    was = "done" if one.done_on else "dropped"
    one.done_on = one.dropped_at = None
    one.save(update_fields=["done_on", "dropped_at"])
    mention(delivery.promise_id, now=now)
    _record("milestone.reopened", one, actor, now, was=was)
    return one


@transaction.atomic
def drop_milestone(
    milestone_id: UUID, *, reasons: Mapping[str, str], seen: str = "", actor: User | None, now: datetime
) -> Milestone:
    """The plan changed: it stays in sight, crossed out, with the reason."""
    one, delivery = locked_milestone(milestone_id, actor, now)
    if one.dropped_at is not None:
        return one
    require_unchanged(seen, milestone_facts(one))
    require_open(delivery)
    _require_ahead(one)
    change = drop(one, reasons, actor, now)
    telling.tell(delivery, telling.MILESTONE_DROPPED, {"change": change.pk}, change.pk, now=now)
    return one


def drop(one: Milestone, reasons: Mapping[str, str], actor: User | None, now: datetime) -> MilestoneChange:
    change = _changed(one, one.planned_on, None, reasons, actor, now)
    one.dropped_at = now
    one.save(update_fields=["dropped_at"])
    _record("milestone.dropped", one, actor, now)
    return change


def open_milestones(delivery: Delivery) -> list[Milestone]:
    return list(Milestone.objects.filter(delivery=delivery, done_on=None, dropped_at=None).order_by("planned_on", "pk"))


def _require_ahead(one: Milestone) -> None:
    if one.done_on is not None or one.dropped_at is not None:
        raise BudgetError(_("This milestone is done or dropped. Take that back first."))


def _changed(
    one: Milestone, before: date, after: date | None, reasons: Mapping[str, str], actor: User | None, now: datetime
) -> MilestoneChange:
    said = in_languages(reasons, "reason", required=_("Say in at least one language why the plan changed."))
    return MilestoneChange.objects.create(
        milestone=one, planned_before=before, planned_after=after, reasons=said, made_at=now, made_by=actor
    )


def _names(titles: Mapping[str, str]) -> dict[str, str]:
    return in_languages(
        titles, "title", required=_("Say in at least one language what is to be done by then."), longest=200
    )


def _record(action: str, one: Milestone, actor: User | None, now: datetime, **data: str) -> int:
    """Returns the number of the entry, which no other event has."""
    entry = record(
        action,
        subject="participatory_budget.milestone",
        subject_id=one.pk,
        actor=actor,
        data={"delivery": one.delivery_id, **data},
        now=now,
    )
    return int(entry.sequence)
