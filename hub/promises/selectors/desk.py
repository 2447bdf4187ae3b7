"""What promises put on the desk of those who keep them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hub.core.registries import DeskItem
from hub.promises.engine.words import said_in
from hub.promises.enums import OPEN_STATES
from hub.promises.models.promise import Promise, PromiseQuerySet
from hub.promises.permissions import user_can_see_all_promises, user_can_see_promise_desk

if TYPE_CHECKING:
    from hub.accounts.models.user import User

SOON = timedelta(days=14)
# The list has the others.
SHOWN = 5


def promises_for(user: User) -> PromiseQuerySet:
    """Those that this person may bring up to date."""
    if user_can_see_all_promises(user):
        return Promise.objects.all()
    return Promise.objects.filter(owner=user.pk) if user_can_see_promise_desk(user) else Promise.objects.none()


def promises_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """One line for all that are late, then the next ones that are due. Two queries."""
    if not user_can_see_promise_desk(user):
        return []
    today, own = timezone.localdate(now), promises_for(user)
    late = own.late(today).count()
    near: QuerySet[Promise] = own.filter(state__in=OPEN_STATES, due_on__gte=today, due_on__lte=today + SOON)
    language = get_language() or settings.LANGUAGE_CODE
    items = []
    if late:
        title = ngettext("%(figure)s promise is late", "%(figure)s promises are late", late)
        items.append(
            DeskItem(
                title=title % {"figure": number_format(late, force_grouping=True)},
                url=reverse("promise_list") + "?show=late",
                notes=(_("Everybody can see it. Say what is done, or name another day and the reason."),),
                urgent=True,
            )
        )
    items += [
        DeskItem(
            title=said_in(one.titles, language)[0],
            url=reverse("promise_desk", args=[one.pk]),
            notes=(_("Due on %(day)s") % {"day": date_format(one.due_on, "DATE_FORMAT")},) if one.due_on else (),
        )
        for one in near.order_by("due_on", "pk")[:SHOWN]
    ]
    return items
