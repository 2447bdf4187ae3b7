"""The list of promises behind the counter: what is late first, then by day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.utils.translation import pgettext_lazy

from hub.core.engine.folding import fold
from hub.promises.enums import OPEN_STATES, PromiseState
from hub.promises.models.promise import Promise, PromiseQuerySet

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SHOW = {
    "open": pgettext_lazy("list of promises", "Open"),
    "late": pgettext_lazy("list of promises", "Late"),
    "soon": pgettext_lazy("list of promises", "Due within two weeks"),
    "undated": pgettext_lazy("list of promises", "Without a day"),
    "kept": pgettext_lazy("list of promises", "Kept"),
    "cancelled": pgettext_lazy("list of promises", "Given up"),
    "all": pgettext_lazy("list of promises", "All"),
}
SOON = timedelta(days=14)


def narrowed(rows: PromiseQuerySet, show: str, today: date) -> PromiseQuerySet:
    """One of `SHOW`."""
    still_open = rows.filter(state__in=OPEN_STATES)
    found = {
        "open": still_open,
        "late": rows.late(today),
        "soon": still_open.filter(due_on__gte=today, due_on__lte=today + SOON),
        "undated": still_open.filter(due_on=None),
        "kept": rows.filter(state=PromiseState.KEPT),
        "cancelled": rows.filter(state=PromiseState.CANCELLED),
    }
    return found.get(show, rows)


def listed(
    rows: PromiseQuerySet, today: date, *, kind: str = "", words: str = "", owner: User | None = None
) -> PromiseQuerySet:
    if kind:
        rows = rows.filter(kind=kind)
    if owner is not None:
        rows = rows.filter(owner=owner)
    for word in fold(words).split():
        rows = rows.filter(folded__contains=word)
    return rows


def in_order(rows: PromiseQuerySet, today: date) -> QuerySet[Promise]:
    late = When(state__in=OPEN_STATES, due_on__lt=today, then=Value(0))
    still_open = When(state__in=OPEN_STATES, then=Value(1))
    order = Case(late, still_open, default=Value(2), output_field=IntegerField())
    return rows.annotate(order=order).order_by("order", F("due_on").asc(nulls_last=True), "pk").select_related("owner")
