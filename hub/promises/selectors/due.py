"""What staff are reminded of, and who."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hub.accounts.enums import Role
from hub.accounts.models.user import User
from hub.promises.engine.due_days import Wanted, due_parts, wanted_on
from hub.promises.engine.sources import promise_sources
from hub.promises.engine.words import said_in
from hub.promises.enums import OPEN_STATES
from hub.promises.models.promise import Promise


@dataclass(frozen=True)
class DueThing:
    """A promise, or a day within it."""

    promise: Promise
    due_on: date
    part: str = ""  # what is due within the promise, in the language asked for


def due_things(wanted: Wanted, language: str) -> list[DueThing]:
    """By day. One query, and what the features ask for their parts."""
    day = Q(due_on__in=wanted.days)
    if wanted.overdue_before is not None:
        day |= Q(due_on__lt=wanted.overdue_before)
    rows = Promise.objects.filter(day, state__in=OPEN_STATES).select_related("owner")
    found = [DueThing(one, one.due_on) for one in rows if one.due_on is not None]
    parts = [part for _name, asked in due_parts for part in asked(wanted)]
    held = (
        Promise.objects.filter(state__in=OPEN_STATES).select_related("owner").in_bulk({one.promise for one in parts})
        if parts
        else {}
    )
    found += [
        DueThing(held[part.promise], part.due_on, said_in(part.titles, language)[0])
        for part in parts
        if part.promise in held
    ]
    return sorted(found, key=lambda one: (one.due_on, str(one.promise.pk), one.part))


class Keepers:
    """Who is reminded of which promise; asks once for each set of roles, whatever the number of promises."""

    def __init__(self) -> None:
        self._by_roles: dict[frozenset[Role], list[User]] = {}
        self._staff: dict[int, bool] = {}

    def of(self, promise: Promise) -> list[User]:
        """Its owner, while of the staff; else everybody who holds the role; else the administrators."""
        owner = promise.owner
        if owner is not None and self._is_staff(owner):
            return [owner]
        roles = promise_sources.get(promise.kind).keepers if promise.kind in promise_sources else (Role.EDITOR,)
        return self._holding(roles) or self._holding((Role.ADMINISTRATOR,))

    def _holding(self, roles: Collection[Role]) -> list[User]:
        key = frozenset(roles)
        if key not in self._by_roles:
            names = [role.value for role in key]
            rows = User.objects.filter(is_active=True, erased_at=None, groups__name__in=names).distinct()
            self._by_roles[key] = list(rows.order_by("pk"))
        return self._by_roles[key]

    def _is_staff(self, person: User) -> bool:
        if person.pk not in self._staff:
            names = [role.value for role in Role]
            self._staff[person.pk] = bool(
                person.is_active
                and person.erased_at is None
                and (person.is_superuser or person.groups.filter(name__in=names).exists())
            )
        return self._staff[person.pk]


def things_by_person(today: date, language: str) -> dict[int, tuple[User, list[DueThing]]]:
    """What each of the staff is told about on this day."""
    keepers = Keepers()
    found: dict[int, tuple[User, list[DueThing]]] = {}
    for thing in due_things(wanted_on(today), language):
        for person in keepers.of(thing.promise):
            found.setdefault(person.pk, (person, []))[1].append(thing)
    return found


def late_lately(today: date, since: date) -> Iterable[Promise]:
    """Promised for a day that has passed not long ago."""
    return Promise.objects.public().late(today).filter(due_on__gte=since).order_by("due_on", "pk")
