"""Money and points as a reader of this language writes them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.core.money import money as money
from participatory_budget.engine.election import VoteType

# With other ballots people give points, and what is counted is not people.
ONE_EACH = (VoteType.APPROVAL, VoteType.CHOOSE_ONE)

_ANY_NUMBER = 100


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
