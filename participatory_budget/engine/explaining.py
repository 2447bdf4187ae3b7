"""Why a project won or lost, as one English sentence: for files and commands. Pages say it in the reader's language."""

from __future__ import annotations

from fractions import Fraction

from participatory_budget.engine.results import Reason, Why

_SENTENCES = {
    Reason.WON_BY_VOTES: "won: {score} votes, {left} left",
    Reason.WON_BY_SHARES: "won: its {voters} supporters could pay for it, at most {price} each per point; {left} left",
    Reason.WON_BY_COMPLETION: "won: {score} votes, with the money that the shares had left over; {left} left",
    Reason.LOST_NO_MONEY: "lost: {score} votes, but it costs {cost} and {left} were left",
    Reason.LOST_AFTER_STOP: "lost: the count stopped at project {stopped_at}, which no longer fitted",
    Reason.LOST_UNDER_THRESHOLD: "lost: {score} votes of the {threshold} that a project needs",
    Reason.LOST_EXCLUSIVE: "lost: project {winner} of the same group won",
    Reason.LOST_SUPPORTERS_SHORT: "lost: its supporters had {behind} of {cost}",
    Reason.LOST_NO_SUPPORT: "lost: nobody chose it",
    Reason.LOST_BY_COMPARISON: "lost: {for_other} people preferred the result by most votes, {for_this} this one",
}
_MONEY = ("left", "cost", "behind", "price")


def money(amount: int, unit: int) -> str:
    """A plain decimal number of the currency: 725000, or 12.50 where there is a part."""
    sign, whole, part = ("-" if amount < 0 else ""), *divmod(abs(amount), unit)
    return f"{sign}{whole}" if not part else f"{sign}{whole}.{part:0{len(str(unit)) - 1}d}"


def number(value: Fraction | int) -> str:
    """Points as people write them: 3, or 2.5; a third stays a fraction, since no decimal is it."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    rest = exact.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(exact)
    places = 0
    while (exact * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(exact * 10**places))).rjust(places + 1, "0")
    return f"{'-' if exact < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def sentence(why: Why, unit: int) -> str:
    figures = {
        name: money(int(value), unit) if name in _MONEY else value if isinstance(value, str) else number(value)
        for name, value in why.figures.items()
    }
    return _SENTENCES[why.reason].format(**figures)
