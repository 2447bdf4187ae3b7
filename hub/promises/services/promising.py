"""A feature says what was promised. What became of it afterwards is not touched by saying it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hub.audit.services import record
from hub.core.engine.folding import fold
from hub.promises.engine.sources import promise_sources
from hub.promises.models.promise import Promise
from hub.promises.services.words import filter_key, in_languages

if TYPE_CHECKING:
    from hub.accounts.models.user import User


@dataclass(frozen=True)
class Promised:
    """What a feature knows. Names by language; money in the smallest parts of `currency`."""

    titles: Mapping[str, str]
    year: int
    promised_on: date
    due_on: date | None = None
    body: Mapping[str, str] = field(default_factory=dict)
    district: Mapping[str, str] = field(default_factory=dict)
    theme: Mapping[str, str] = field(default_factory=dict)
    place: tuple[Decimal, Decimal] | None = None
    currency: str = ""
    cost: int | None = None
    owner: User | None = None


@transaction.atomic
def promise(kind: str, key: str, told: Promised, *, public: bool, actor: User | None, now: datetime) -> Promise:
    """Made once for each key. Said again, names, place and owner follow; dates, money and state do not."""
    promise_sources.get(kind)  # an unknown kind fails here
    titles = in_languages(
        told.titles, "title", required=_("Say in at least one language what is promised."), longest=400
    )
    names = {
        "titles": titles,
        "folded": fold(" ".join(titles.values())),
        "year": told.year,
        "latitude": told.place[0] if told.place else None,
        "longitude": told.place[1] if told.place else None,
    }
    for part in ("body", "district", "theme"):
        found = in_languages(getattr(told, part), part, longest=400)
        names |= {f"{part}_names": found, f"{part}_key": filter_key(found)}
    known = Promise.objects.select_for_update().filter(kind=kind, key=key).first()
    if known is not None:
        for name, value in names.items():
            setattr(known, name, value)
        known.owner = told.owner or known.owner
        if public and known.published_at is None:
            known.published_at = now
        known.save()
        return known
    made = Promise.objects.create(
        kind=kind,
        key=key,
        owner=told.owner,
        promised_on=told.promised_on,
        first_due_on=told.due_on,
        due_on=told.due_on,
        currency=told.currency,
        first_cost=told.cost,
        cost_planned=told.cost,
        cost_spent=0 if told.cost is not None else None,
        news_at=now,
        published_at=now if public else None,
        created_at=now,
        **names,
    )
    record(
        "promise.made",
        subject="promises.promise",
        subject_id=made.pk,
        actor=actor,
        data={"kind": kind, "due_on": told.due_on.isoformat() if told.due_on else None, "cost": told.cost},
        now=now,
    )
    return made


@transaction.atomic
def hand_on(promise_id: UUID, *, key: str, actor: User | None, now: datetime) -> Promise:
    """Its feature knows it by another key from now on: it was said again. State, days and followers stay."""
    found = Promise.objects.select_for_update().get(pk=promise_id)
    before, found.key = found.key, key
    found.save(update_fields=["key"])
    record(
        "promise.handed_on",
        subject="promises.promise",
        subject_id=found.pk,
        actor=actor,
        data={"from": before, "to": key},
        now=now,
    )
    return found
