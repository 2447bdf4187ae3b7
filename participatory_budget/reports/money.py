"""Money and points as a reader of this language writes them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participatory_budget.engine.election import VoteType, unit_of

# With other ballots people give points, and what is counted is not people.
ONE_EACH = (VoteType.APPROVAL, VoteType.CHOOSE_ONE)

_ANY_NUMBER = 100


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


def points_figure(value: Fraction | int) -> str:
    """Points are whole nearly always; a share of one shows two places at most."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return number_format(exact.numerator, force_grouping=True)
    return number_format(f"{float(exact):.2f}".rstrip("0"), force_grouping=True)


def scored(value: Fraction | int, vote_type: str) -> str:
    """ "1,204 votes", or "1,090 points" where people give points."""
    exact = Fraction(value)
    # A fraction takes the form of large numbers: the Arabic form for two has no figure in it.
    count = exact.numerator if exact.denominator == 1 else _ANY_NUMBER
    figure = {"figure": points_figure(exact)}
    if vote_type in ONE_EACH:
        return ngettext("%(figure)s vote", "%(figure)s votes", count) % figure
    return ngettext("%(figure)s point", "%(figure)s points", count) % figure


def score_head(vote_type: str) -> str:
    """Head of a column."""
    return _("Votes") if vote_type in ONE_EACH else _("Points")
