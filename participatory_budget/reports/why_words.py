"""Why a project won or lost, as one sentence in the reader's language. The English of files is `engine.explaining`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from participatory_budget.engine.election import TieKey
from participatory_budget.engine.results import Reason, Why
from participatory_budget.reports.money import ONE_EACH, money, scored


@dataclass(frozen=True)
class Wording:
    """What sentences about one envelope need to know: its currency, how people voted, what its projects are called."""

    currency: str
    vote_type: str
    titles: Mapping[str, str]

    def money(self, value: object) -> str:
        text = money(int(_number(value)), self.currency)
        # Between Arabic words, figure and currency would change places; alone in a cell they are in a `bdi`.
        return f"\N{FIRST STRONG ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if get_language_bidi() else text

    def scored(self, value: object) -> str:
        return scored(_number(value), self.vote_type)

    @property
    def one_each(self) -> bool:
        return self.vote_type in ONE_EACH

    def title(self, code: object) -> str:
        """In isolation: a title in another script must not turn the sentence around it."""
        return f"\N{FIRST STRONG ISOLATE}{self.titles.get(str(code), str(code))}\N{POP DIRECTIONAL ISOLATE}"


def why_sentence(why: Why, wording: Wording) -> str:
    figures = why.figures
    match why.reason:
        case Reason.WON_BY_VOTES:
            return _("Won with %(score)s. After it, %(left)s were left.") % {
                "score": wording.scored(figures.get("score", 0)),
                "left": wording.money(figures.get("left", 0)),
            }
        case Reason.WON_BY_SHARES:
            return _by_shares(figures, wording)
        case Reason.WON_BY_COMPLETION:
            return _(
                "Won with %(score)s, from the money that the shares had left over. After it, %(left)s were left."
            ) % {
                "score": wording.scored(figures.get("score", 0)),
                "left": wording.money(figures.get("left", 0)),
            }
        case Reason.LOST_NO_MONEY:
            return _short_of_money(figures, wording)
        case Reason.LOST_AFTER_STOP:
            return _("Not funded: the count stopped before it, at “%(project)s”, which no longer fitted.") % {
                "project": wording.title(figures.get("stopped_at", ""))
            }
        case Reason.LOST_UNDER_THRESHOLD:
            return _("Not funded: it has %(score)s and needed at least %(threshold)s.") % {
                "score": wording.scored(figures.get("score", 0)),
                "threshold": wording.scored(figures.get("threshold", 0)),
            }
        case Reason.LOST_EXCLUSIVE:
            return _("Not funded: of its group only one can win, and “%(project)s” did.") % {
                "project": wording.title(figures.get("winner", ""))
            }
        case Reason.LOST_SUPPORTERS_SHORT:
            return _("Not funded: its supporters together had %(behind)s left of the %(cost)s that it costs.") % {
                "behind": wording.money(figures.get("behind", 0)),
                "cost": wording.money(figures.get("cost", 0)),
            }
        case Reason.LOST_NO_SUPPORT:
            return _("Not funded: nobody chose it.")
        case Reason.LOST_BY_COMPARISON:
            return _("Not funded: more people preferred the result by most votes (%(other)s against %(this)s).") % {
                "other": _figure(figures.get("for_other", 0)),
                "this": _figure(figures.get("for_this", 0)),
            }


def tie_sentence(order: tuple[str, ...], decided_by: str, wording: Wording) -> str:
    """Which projects stood equal, and what brought the first of them to the front."""
    names = pgettext("between the parts of a list", ", ").join(wording.title(code) for code in order)
    match decided_by:
        case TieKey.LOWER_COST:
            text = _("These stood equal; the one that costs less came first: %(projects)s.")
        case TieKey.HIGHER_COST:
            text = _("These stood equal; the one that costs more came first: %(projects)s.")
        case TieKey.MORE_VOTERS:
            text = _("These stood equal; the one that more people chose came first: %(projects)s.")
        case TieKey.FILE_ORDER:
            text = _("These stood equal; the one that stands first on the ballot came first: %(projects)s.")
        case TieKey.ID:
            text = _("These stood equal; the project number decided: %(projects)s.")
        case _:
            text = _("These stood equal, and came in this order: %(projects)s.")
    return text % {"projects": names}


def _short_of_money(figures: Mapping[str, int | str | Fraction], wording: Wording) -> str:
    cost = wording.money(figures.get("cost", 0))
    if not _number(figures.get("left", 0)):
        return _("Not funded: it costs %(cost)s, and nothing was left when its turn came.") % {"cost": cost}
    return _("Not funded: it costs %(cost)s, and only %(left)s were left when its turn came.") % {
        "cost": cost,
        "left": wording.money(figures["left"]),
    }


def _by_shares(figures: Mapping[str, int | str | Fraction], wording: Wording) -> str:
    voters = int(_number(figures.get("voters", 0)))
    paid = {"voters": _figure(voters), "price": wording.money(figures.get("price", 0))}
    if not wording.one_each:
        text = ngettext(
            "Won: its %(voters)s supporter paid for it, with %(price)s for each point.",
            "Won: its %(voters)s supporters could pay for it together, nobody more than %(price)s for each point.",
            voters,
        )
        return text % paid
    text = ngettext(
        "Won: its %(voters)s supporter paid for it, with %(price)s.",
        "Won: its %(voters)s supporters could pay for it together, nobody more than %(price)s.",
        voters,
    )
    return text % paid


def _figure(value: object) -> str:
    return number_format(int(_number(value)), force_grouping=True)


def _number(value: object) -> Fraction:
    """Figures are whole numbers or fractions; stored ones may come back as text ("3/2")."""
    return Fraction(value if isinstance(value, int | Fraction | float) else str(value))
