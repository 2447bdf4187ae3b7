"""Words for figures and days of a promise, as the tracker says them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from hub.core.money import money
from hub.notifications.engine.isolation import isolate
from hub.promises.engine.followed import Followed
from hub.promises.engine.rates import Rate
from hub.promises.engine.status import is_late, quiet_days


def rate_text(rate: Rate) -> str:
    """ "71 % (12 of 17)"; only the counts where they are few, nothing where there are none."""
    if not rate.of:
        return ""
    figures = {"part": number_format(rate.part), "of": number_format(rate.of)}
    if rate.share is None:
        return _("%(part)s of %(of)s") % figures
    return _("%(share)s %% (%(part)s of %(of)s)") % {"share": number_format(rate.share), **figures}


def rate_figure(rate: Rate) -> str:
    """As a big numeral: "71 %", or "2 of 3"."""
    if rate.share is None:
        return _("%(part)s of %(of)s") % {"part": number_format(rate.part), "of": number_format(rate.of)}
    return _("%(share)s %%") % {"share": number_format(rate.share)}


def money_text(one: Followed) -> str:
    """Spent against planned, with the first price where it was another one."""
    if one.cost_planned is None:
        return ""
    planned = _sum(one.cost_planned, one.currency)
    spent = _sum(one.cost_spent or 0, one.currency)
    if one.first_cost is not None and one.first_cost != one.cost_planned:
        return _("%(spent)s spent of %(planned)s, promised for %(first)s") % {
            "spent": spent,
            "planned": planned,
            "first": _sum(one.first_cost, one.currency),
        }
    return _("%(spent)s spent of %(planned)s") % {"spent": spent, "planned": planned}


def _sum(amount: int, currency: str) -> str:
    """In an Arabic sentence "9 400 TND" would be turned around."""
    return isolate(money(amount, currency), rtl=get_language_bidi())


def delay_text(one: Followed, today: date) -> str:
    """How long it has been late, by the day that is promised now."""
    if one.due_on is None or not is_late(one.state, one.due_on, today):
        return ""
    days = (today - one.due_on).days
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": number_format(days)}


def quiet_text(one: Followed, now: datetime) -> str:
    days = quiet_days(one.state, one.news_at, now)
    if not days:
        return ""
    return ngettext("No news for %(days)s day", "No news for %(days)s days", days) % {"days": number_format(days)}
