"""What people talk about this week, with titles, links and headings; only what everybody may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from consultations.selectors.talk import copies_in, pages_of_threads
from home.engine.hot_topics import Talk, hottest, without_copies
from home.selectors.headings import AllHeadings, HeadingLine
from hub.contributions.reports.talk import talk, threads_by_id
from hub.contributions.selectors import subjects_of
from hub.core.registries import ThreadSubject
from participatory_budget.selectors.talk import headings_of_threads

SPAN = timedelta(days=7)
SHOWN = 5
# Of one process no more than this: a consultation that everybody talks about leaves room for the rest of the city.
SHOWN_OF_ONE = 3
_LOOKED_AT = 60


@dataclass(frozen=True)
class HotLine:
    """One thread: `said` this week, `before` the week before it, of so many different people."""

    title: str
    url: str
    process: str
    process_url: str
    said: int
    before: int
    headings: Sequence[HeadingLine]

    @property
    def is_new(self) -> bool:
        return not self.before


def hot_now(language: str, now: datetime, known: AllHeadings) -> list[HotLine]:
    """A constant number of queries, however much is said. Two of these weeks begin and end with `now`."""
    talks = [Talk(one.thread, one.said, one.people, one.before) for one in talk(now, SPAN, limit=_LOOKED_AT)]
    if not talks:
        return []
    counted = hottest(without_copies(talks, copies_in([one.thread for one in talks], now, SPAN)))
    if not counted:
        return []
    ids = [one.thread for one in counted]
    subjects = subjects_of(threads_by_id(ids).values(), now)
    shown: list[Talk] = []
    in_process: dict[str, int] = {}
    for one in counted:
        subject = subjects.get(one.thread)
        # A clause may still be read in the library after its consultation was taken down: nobody talks there any more.
        if subject is None or not (subject.url and subject.process_url) or len(shown) == SHOWN:
            continue
        if in_process.get(subject.process_url, 0) < SHOWN_OF_ONE:
            in_process[subject.process_url] = in_process.get(subject.process_url, 0) + 1
            shown.append(one)
    headed = _headings([one.thread for one in shown], known)
    return [_line(one, subjects[one.thread], headed.get(one.thread, ())) for one in shown]


def _line(talk: Talk, subject: ThreadSubject, headings: Sequence[HeadingLine]) -> HotLine:
    return HotLine(
        title=subject.title,
        url=subject.url,
        process=subject.process_title if subject.process_title != subject.title else "",
        process_url=subject.process_url,
        said=talk.said,
        before=talk.before,
        headings=headings,
    )


def _headings(threads: Collection[UUID], known: AllHeadings) -> Mapping[UUID, Sequence[HeadingLine]]:
    headed, budget_pages = headings_of_threads(threads, known.parts)
    pages = pages_of_threads(threads)
    found = {}
    for thread in threads:
        keys = pages.get(thread, frozenset()) | budget_pages.get(thread, frozenset())
        pairs = set(headed.get(thread, ())) | {pair for pair, under in known.named.pages.items() if under & keys}
        found[thread] = [one for one in known.lines if (one.kind, one.key) in pairs]
    return found
