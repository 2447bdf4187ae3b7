"""What residents saw that the city said otherwise: for budget officers, until they say something about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, F, Max, Q
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from hub.core.registries import DeskItem
from hub.moderation.enums import State
from hub.promises.enums import PromiseState
from participatory_budget.enums import Seen
from participatory_budget.models.resident_report import ResidentReport
from participatory_budget.permissions.deliveries import user_can_carry_out
from participatory_budget.selectors.deliveries import project_pages

if TYPE_CHECKING:
    from hub.accounts.models.user import User

MOST = 20


def doubts_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """One line for each finished project of which residents say that it is not; two queries.

    It goes once there is news of the project: an update that answers, or that it is taken up again.
    """
    if not user_can_carry_out(user, now):
        return []
    rows = (
        ResidentReport.objects.filter(
            Q(finished__in=[Seen.NO, Seen.PARTLY]) | Q(as_promised=Seen.NO),
            comment__state=State.PUBLISHED,
            delivery__promise__state=PromiseState.KEPT,
            comment__published_at__gt=F("delivery__promise__news_at"),
        )
        .values("delivery")
        .annotate(
            unfinished=Count("pk", filter=Q(finished__in=[Seen.NO, Seen.PARTLY])),
            unlike=Count("pk", filter=Q(as_promised=Seen.NO)),
            newest=Max("comment__published_at"),
        )
        .order_by("-newest", "delivery")[:MOST]
    )
    found = list(rows)
    pages = project_pages([row["delivery"] for row in found], get_language() or settings.LANGUAGE_CODE)
    return [_item(pages[row["delivery"]], row) for row in found if row["delivery"] in pages]


def _item(page: Page, row: Mapping[str, Any]) -> DeskItem:
    notes = [
        (
            row["unfinished"],
            ngettext(
                "%(figure)s resident says that it is not finished",
                "%(figure)s residents say that it is not finished",
                row["unfinished"],
            ),
        ),
        (
            row["unlike"],
            ngettext(
                "%(figure)s resident says that it is not as promised",
                "%(figure)s residents say that it is not as promised",
                row["unlike"],
            ),
        ),
    ]
    return DeskItem(
        title=_("Declared finished: %(title)s") % {"title": page.title},
        url=f"{page.get_url() or ''}reports/",
        notes=tuple(text % {"figure": number_format(count, force_grouping=True)} for count, text in notes if count),
    )
