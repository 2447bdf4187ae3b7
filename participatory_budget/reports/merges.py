"""The officers' page about merges: what waits for whom, what is likely the same, what became one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from participatory_budget.engine.alike import alike_pairs
from participatory_budget.enums import Consent
from participatory_budget.models.authorship import Merge
from participatory_budget.models.budget import Budget
from participatory_budget.reports.together import MergeTrace, Side, merge_traces, side_of
from participatory_budget.selectors import together as find
from participatory_budget.selectors.pages import budget_pages

MOST_PAIRS = 50
MOST_DONE = 50


@dataclass(frozen=True)
class WaitingMerge:
    trace: MergeTrace
    waits_for: Sequence[Side]
    waits_for_city: bool  # no account stands behind a side that has not answered
    url: str
    ended: bool  # one of the two is not public any more, so nobody can answer


@dataclass(frozen=True)
class LikelyPair:
    one: Side
    other: Side
    percent: int
    url: str  # where an officer asks both sides
    refused: bool


@dataclass(frozen=True)
class MergesReport:
    title: str
    waiting: Sequence[WaitingMerge]
    likely: Sequence[LikelyPair]
    done: Sequence[MergeTrace]


def merges_report(budget: Budget, language: str, now: datetime) -> MergesReport:
    page = budget_pages([budget.pk], language).get(budget.pk)
    address = page.get_url() if page else None
    base = f"{address}proposals/" if address else ""
    waiting = list(find.merges().filter(find.OPEN_MERGE, source__budget=budget))
    done = list(find.merges().filter(source__budget=budget, done_at__isnull=False).order_by("-done_at")[:MOST_DONE])
    traces = merge_traces([*waiting, *done], base)
    return MergesReport(
        title=page.title if page else budget.slug,
        waiting=_waiting(waiting, traces, base),
        likely=_likely(budget, waiting, base),
        done=[traces[one.pk] for one in done],
    )


def _waiting(rows: Sequence[Merge], traces: dict[int, MergeTrace], base: str) -> list[WaitingMerge]:
    behind = find.people_behind([side for one in rows for side in (one.source, one.target)])
    found = []
    for one in rows:
        open_sides = [
            side
            for side, consent in ((one.source, one.source_consent), (one.target, one.target_consent))
            if consent == Consent.ASKED
        ]
        found.append(
            WaitingMerge(
                trace=traces[one.pk],
                waits_for=[side_of(side, base) for side in open_sides],
                waits_for_city=any(not behind[side.pk] for side in open_sides),
                url=f"{base}{one.source.reference}/merge/" if base else "",
                ended=not find.both_stand(one),
            )
        )
    # What the city itself has to answer stands first.
    return sorted(found, key=lambda each: (each.ended, not each.waits_for_city, each.trace.asked_at))


def _likely(budget: Budget, waiting: Sequence[Merge], base: str) -> list[LikelyPair]:
    taken = {pk for one in waiting for pk in (one.source_id, one.target_id)}
    decided = find.decided_in(budget)
    texts = [(pk, text) for pk, text in find.standing_texts(budget) if pk not in taken and pk not in decided]
    pairs = alike_pairs(texts, most=MOST_PAIRS)
    found = find.proposals_in_bulk({pk for pair in pairs for pk in (pair.one, pair.other)})
    refused = find.refused_pairs(budget)
    return [
        LikelyPair(
            one=side_of(found[pair.one], base),
            other=side_of(found[pair.other], base),
            percent=round(100 * pair.likeness),
            # The later one goes into the earlier one, unless somebody says otherwise.
            url=f"{base}{found[pair.other].reference}/merge/?other={found[pair.one].reference}" if base else "",
            refused=frozenset((pair.one, pair.other)) in refused,
        )
        for pair in pairs
    ]
