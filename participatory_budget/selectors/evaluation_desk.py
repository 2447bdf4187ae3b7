"""What waits for budget officers: dates, answers of authors, appeals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.core.registries import DeskItem
from participatory_budget.enums import PhaseKind
from participatory_budget.models.budget import Budget, BudgetPhase
from participatory_budget.models.proposal import Proposal
from participatory_budget.permissions.evaluation import user_can_see_evaluations
from participatory_budget.selectors.evaluation_list import APPEALED, CHANGED, OVERDUE, SOON, is_waiting, with_standing
from participatory_budget.selectors.pages import budget_pages

if TYPE_CHECKING:
    from hub.accounts.models.user import User


def evaluations_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """One line a budget in which something waits; at most four queries."""
    if not user_can_see_evaluations(user, now):
        return []
    frozen = BudgetPhase.objects.filter(kind=PhaseKind.VOTING, starts_at__lte=now).values("budget")
    rows = (
        with_standing(Proposal.objects.standing().filter(evaluation__isnull=False).exclude(budget__in=frozen))
        .order_by()
        .filter(is_waiting(OVERDUE, now) | is_waiting(SOON, now) | is_waiting(APPEALED, now) | is_waiting(CHANGED, now))
        .values("budget")
        .annotate(
            overdue=Count("pk", filter=is_waiting(OVERDUE, now)),
            soon=Count("pk", filter=is_waiting(SOON, now)),
            appeals=Count("pk", filter=is_waiting(APPEALED, now) & ~Q(decided_by_officer=user.pk)),
            own_appeals=Count("pk", filter=is_waiting(APPEALED, now) & Q(decided_by_officer=user.pk)),
            changed=Count("pk", filter=is_waiting(CHANGED, now)),
        )
    )
    found = {row["budget"]: row for row in rows}
    if not found:
        return []
    pages = budget_pages(found, translation.get_language() or "en")
    budgets = Budget.objects.filter(pk__in=found).order_by("created_at", "slug")
    return [_item(one, pages[one.pk].title if one.pk in pages else one.slug, found[one.pk]) for one in budgets]


def _item(budget: Budget, title: str, counts: Mapping[str, Any]) -> DeskItem:
    notes = [
        (
            counts["overdue"],
            ngettext("%(figure)s proposal is overdue", "%(figure)s proposals are overdue", counts["overdue"]),
        ),
        (
            counts["soon"],
            ngettext(
                "%(figure)s proposal is due within a week", "%(figure)s proposals are due within a week", counts["soon"]
            ),
        ),
        (
            counts["appeals"],
            ngettext("%(figure)s appeal to decide", "%(figure)s appeals to decide", counts["appeals"]),
        ),
        (
            counts["own_appeals"],
            ngettext(
                "%(figure)s appeal against your verdict waits for somebody else",
                "%(figure)s appeals against your verdicts wait for somebody else",
                counts["own_appeals"],
            ),
        ),
        (
            counts["changed"],
            ngettext(
                "%(figure)s author agreed to a change: decide",
                "%(figure)s authors agreed to a change: decide",
                counts["changed"],
            ),
        ),
    ]
    waiting = next(
        (kind for kind, name in ((OVERDUE, "overdue"), (APPEALED, "appeals"), (CHANGED, "changed")) if counts[name]),
        SOON if counts["soon"] else APPEALED,
    )
    return DeskItem(
        title=_("Evaluation: %(title)s") % {"title": title},
        url=f"{reverse('budget_evaluation', args=[budget.pk])}?{urlencode({'waiting': waiting})}",
        notes=tuple(text % {"figure": number_format(count, force_grouping=True)} for count, text in notes if count),
        urgent=bool(counts["overdue"]),
    )
