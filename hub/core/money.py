"""Money as a reader of this language writes it."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hub.core.engine.currency import unit_of


def money(amount: int, currency: str) -> str:
    """ "725,000 PLN", "12.50 EUR"; the currency by its code, which is the same in every language."""
    unit = unit_of(currency)
    whole, part = divmod(abs(amount), unit)
    places = len(str(unit)) - 1
    figure = number_format(f"{whole}.{part:0{places}d}" if part else whole, force_grouping=True)
    figure = f"−{figure}" if amount < 0 else figure
    # A no-break space: a sum never stands apart from its currency.
    if not currency:
        return figure
    text = _("%(figure)s %(currency)s") % {"figure": figure, "currency": currency}
    return text.replace(" ", "\N{NO-BREAK SPACE}")
