"""The rules of counting in plain words, each shown at work on one small vote. A test counts that vote by each rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from participatory_budget.engine.ballots import group_ballots
from participatory_budget.engine.election import Election, Project, VoteType
from participatory_budget.reports.money import scored


@dataclass(frozen=True)
class RuleWords:
    """`name` as a heading, `text` as one paragraph, `example` what the rule makes of the small vote."""

    name: str
    text: str
    example: str


@dataclass(frozen=True)
class ExampleRow:
    title: str
    cost: int
    votes: int


# Twelve people share 120: eight in the north, four in the south. Place of a project -> who chose it.
_COSTS = {"park": 72, "playground": 60, "paths": 40, "flowers": 8, "trees": 40}
_CHOSEN_BY: Mapping[str, range] = {
    "park": range(8),
    "playground": range(7),
    "paths": range(6),
    "flowers": range(5),
    "trees": range(8, 12),
}
EXAMPLE_THRESHOLD = 6
EXAMPLE_GROUP = ("park", "paths")


def example_election(rule: str) -> Election:
    """The small vote, with a threshold or a group where the rule is about one."""
    exclusive = rule == "greedy-exclusive"
    return Election(
        projects=tuple(
            Project(name, cost, ("riverside",) if exclusive and name in EXAMPLE_GROUP else ())
            for name, cost in _COSTS.items()
        ),
        budget=120,
        ballots=group_ballots(
            [[(place, 1) for place, people in enumerate(_CHOSEN_BY.values()) if one in people] for one in range(12)],
            len(_COSTS),
        ),
        vote_type=VoteType.APPROVAL,
        rule=rule,
        threshold=Fraction(EXAMPLE_THRESHOLD if rule == "greedy-threshold" else 0),
        unit=1,
    )


def example_rows() -> list[ExampleRow]:
    titles = {
        "park": _("A park in the north"),
        "playground": _("A playground in the north"),
        "paths": _("Footpaths in the north"),
        "flowers": _("Flower beds in the north"),
        "trees": _("Trees in the south"),
    }
    return [ExampleRow(titles[name], cost, len(_CHOSEN_BY[name])) for name, cost in _COSTS.items()]


def rule_words(rule: str) -> RuleWords | None:
    """None for a rule that is not known here."""
    words = _WORDS.get(rule)
    return words() if words else None


def rule_name(rule: str) -> str:
    words = rule_words(rule)
    return words.name if words else rule


def conditions(rule: str, threshold: Fraction, *, groups: bool, vote_type: str) -> list[str]:
    """What holds beside the rule's own words: cities add a threshold or groups to any of them."""
    found = []
    if threshold > 0:
        found.append(
            _("A project that has less than %(threshold)s cannot win.") % {"threshold": scored(threshold, vote_type)}
        )
    if groups:
        found.append(_("Some projects exclude each other, such as two for the same place: only one of them can win."))
    return found


def vote_words(vote_type: str, min_length: int | None, max_length: int | None, max_points: int | None) -> list[str]:
    """How a ballot is filled in."""
    match vote_type:
        case VoteType.APPROVAL:
            found = [_("Everyone marks the projects that they want; each mark is one vote.")]
        case VoteType.CHOOSE_ONE:
            return [_("Everyone chooses one project.")]
        case VoteType.ORDINAL:
            found = [_("Everyone puts projects in order; a higher place gives more points.")]
        case _:
            found = [_("Everyone gives points to the projects that they want.")]
    if min_length and max_length and min_length == max_length:
        found.append(_("One ballot names exactly this many projects: %(figure)s.") % {"figure": max_length})
    else:
        if min_length and min_length > 1:
            found.append(_("One ballot names at least this many projects: %(figure)s.") % {"figure": min_length})
        if max_length:
            found.append(_("One ballot names at most this many projects: %(figure)s.") % {"figure": max_length})
    if max_points:
        found.append(
            _("One project gets at most this many points from one ballot: %(figure)s.") % {"figure": max_points}
        )
    return found


# --- each rule ------------------------------------------------------------------------------------------------------


def _greedy() -> RuleWords:
    return RuleWords(
        _("Most votes first"),
        _(
            "Projects are taken in the order of their votes. Each one that the money left can pay for wins; "
            "one that costs more than is left is passed over, and the next one is tried."
        ),
        _(
            "The park wins with 8 votes; 48 are left. The playground costs 60 and is passed over. The footpaths and "
            "the flower beds still fit. Nothing is left for the trees."
        ),
    )


def _greedy_no_skip() -> RuleWords:
    return RuleWords(
        _("Most votes first, up to the first that does not fit"),
        _(
            "Projects are taken in the order of their votes, as long as the money left can pay for them. At the first "
            "one that costs more than is left, the count stops; what comes after it does not win, however cheap it is."
        ),
        _(
            "The park wins with 8 votes; 48 are left. The playground costs 60: here the count stops, "
            "and 48 stay unspent."
        ),
    )


def _greedy_threshold() -> RuleWords:
    return RuleWords(
        _("Most votes first, with a minimum of votes"),
        _(
            "A project needs a minimum of votes. Those that have it are taken in the order of their votes. Each one "
            "that the money left can pay for wins; one that costs more than is left is passed over."
        ),
        _(
            "Say that a project needs 6 votes. The park wins, the playground does not fit, the footpaths win with 6 "
            "votes. Flower beds and trees have fewer than 6, so 8 stay unspent."
        ),
    )


def _greedy_exclusive() -> RuleWords:
    return RuleWords(
        _("Most votes first, one winner in each group"),
        _(
            "Projects are taken in the order of their votes. Each one that the money left can pay for wins, unless "
            "another project of its group, such as one for the same place, has won before it."
        ),
        _(
            "Say that the park and the footpaths are planned for the same place. The park wins, the playground does "
            "not fit, the footpaths are left out because the park has won. Flower beds and trees fit."
        ),
    )


def _shares() -> RuleWords:
    return RuleWords(
        _("Equal shares"),
        _(
            "The money is divided among all voters in equal shares. A share pays only for projects that this person "
            "chose. A project wins when its supporters together can pay for it; those come first that give the "
            "supporters most for their money. So a group that is small, but not tiny, decides on its part."
        ),
        _(
            "Each of the 12 people has 10. The 8 supporters of the park pay 9 each, and it wins. The 4 people in the "
            "south pay 10 each for their trees. The supporters of the flower beds have 5 left of the 8 that they cost. "
            "8 stay unspent."
        ),
    )


def _add1() -> RuleWords:
    return RuleWords(
        _("Equal shares, raised step by step"),
        _(
            "As with equal shares: everyone has the same part of the money, and a project wins when its supporters "
            "together can pay for it. If money stays over, all shares are raised by one unit at a time and everything "
            "is counted again, as long as the result costs no more than there is."
        ),
        _(
            "With shares of 10, the park and the trees win and 8 stay unspent. With shares of 11, the 5 supporters of "
            "the flower beds can pay for them as well. Now all 120 are spent."
        ),
    )


def _add1e() -> RuleWords:
    return RuleWords(
        _("Equal shares, raised until nothing else fits"),
        _(
            "As with equal shares: everyone has the same part of the money, and a project wins when its supporters "
            "together can pay for it. If money stays over, all shares are raised by one unit at a time and everything "
            "is counted again. This ends as soon as no other project would fit into what is left."
        ),
        _(
            "With shares of 10, the park and the trees win and 8 stay unspent; the flower beds would fit, so it goes "
            "on. With shares of 11 their supporters can pay for them. Nothing else fits, and the count ends."
        ),
    )


def _add1u() -> RuleWords:
    return RuleWords(
        _("Equal shares, raised step by step, the rest by votes"),
        _(
            "As with equal shares: everyone has the same part of the money, and a project wins when its supporters "
            "together can pay for it. If money stays over, all shares are raised by one unit at a time as long as the "
            "result costs no more than there is. What is left even then goes to the projects with most votes that fit."
        ),
        _(
            "With shares of 11, park, trees and flower beds win. Had money been left, the playground with its 7 votes "
            "would have been tried next."
        ),
    )


def _comparison() -> RuleWords:
    return RuleWords(
        _("Equal shares, raised step by step, and compared with most votes first"),
        _(
            "Two results are worked out: one by equal shares that are raised step by step, one by most votes first. "
            "For each person we look at which of the two spends more on what they chose. The result by equal shares "
            "stays, unless more people are better off with the other one."
        ),
        _(
            "Equal shares: park, trees, flower beds. Most votes first: park, footpaths, flower beds. 6 people are "
            "better off with the footpaths, 4 with the trees. So the result by most votes is taken."
        ),
    )


_WORDS: dict[str, Callable[[], RuleWords]] = {
    "greedy": _greedy,
    "greedy-no-skip": _greedy_no_skip,
    "greedy-threshold": _greedy_threshold,
    "greedy-exclusive": _greedy_exclusive,
    "equalshares": _shares,
    "equalshares/add1": _add1,
    "equalshares/add1e": _add1e,
    "equalshares/add1u": _add1u,
    "equalshares/add1-comparison": _comparison,
}
