"""The search page: one ranked list, by what it can be narrowed, and what helps where it is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import parse_qsl

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.urls import reverse

from hub.contributions import selectors as contributions
from hub.contributions.engine.references import tidy_reference
from hub.contributions.permissions import user_can_read
from search.engine.addresses import lasting, relative
from search.engine.highlight import Part, marked, passage
from search.engine.question import Question
from search.engine.wish import MAX_PAGE, PER_PAGE, SearchWish
from search.enums import Facet, Sort
from search.reports.facets import (
    Choice,
    FacetGroup,
    chosen_values,
    facet_groups,
    kind_tabs,
    kinds_in_order,
)
from search.reports.helping import Help, help_with
from search.reports.promoted import Pick, picks_for
from search.selectors.asking import ask
from search.selectors.suggesting import Suggestion, suggest
from search.selectors.told import Told, told

# So few results that what else begins like this may be what was meant.
FEW = 3
SHORT_WORD = 4
TOPICS_SHOWN = 16


@dataclass(frozen=True)
class Hit:
    """One result. Languages are "" where they are the reader's."""

    kind: str
    kind_label: str
    url: str
    title: Sequence[Part]
    title_language: str
    passage: Sequence[Part]
    language: str
    part_of: str
    part_of_language: str
    notes: Sequence[str]
    date: datetime | None


@dataclass(frozen=True)
class Results:
    """`pages` is None where nothing was found. `gone`: kinds and keys that the index still had and that are not public.

    `kept`: names and values of the address for forms that change a part of it.
    """

    wish: SearchWish
    hits: Sequence[Hit] = ()
    total: int = 0
    pages: Page[int] | None = None
    tabs: Sequence[Choice] = ()
    groups: Sequence[FacetGroup] = ()
    chosen: Sequence[Choice] = ()
    sorts: Sequence[Choice] = ()
    topics: Sequence[Choice] = ()
    picks: Sequence[Pick] = ()
    begins: Sequence[Suggestion] = ()
    help: Help = field(default_factory=Help)
    reference: str = ""
    reference_url: str = ""
    fell_back: bool = False
    cleared: str = ""
    can_be_followed: bool = False
    gone: Sequence[tuple[str, str]] = ()

    @property
    def more_than_shown(self) -> bool:
        return self.total > MAX_PAGE * PER_PAGE

    @property
    def most_shown(self) -> int:
        return MAX_PAGE * PER_PAGE

    @property
    def lasting(self) -> str:
        """The query string of what can be followed."""
        return lasting(self.wish).canonical()

    @property
    def kept_by_words(self) -> Sequence[tuple[str, str]]:
        return _pairs(replace(self.wish, query="", page=1))

    @property
    def kept_by_days(self) -> Sequence[tuple[str, str]]:
        return _pairs(replace(self.wish, since=None, until=None, page=1))


def _pairs(wish: SearchWish) -> Sequence[tuple[str, str]]:
    return parse_qsl(wish.canonical())


def results(wish: SearchWish, *, reader: str, now: datetime) -> Results:
    """`reader`: the language of the page. A fixed number of queries, whatever is found."""
    if wish.is_empty:
        return _ways_in(wish, reader=reader, now=now)
    asked = ask(wish, reader=reader, now=now, facets=tuple(Facet))
    answer = asked.answer
    if wish.query and asked.question.is_empty:
        # Signs and blanks: no word that anything could have.
        return Results(wish=wish, help=help_with(replace(wish, query=""), reader=reader, now=now), cleared="./")
    pages = Paginator(range(min(answer.total, MAX_PAGE * PER_PAGE)), PER_PAGE).get_page(wish.page)
    if answer.total and pages.number != wish.page:  # past the end: an old link, after things were taken down
        wish = replace(wish, page=pages.number)
        answer = ask(wish, reader=reader, now=now).answer if not answer.ids else answer
    shown = told(answer.ids, language=reader)
    link = _reference(wish.query, now)
    first_page = wish.page == 1
    hits = [hit_of(one, asked.question, reader) for one in shown.found]
    begins = _begins(wish, answer.total, reader=reader, now=now) if first_page else ()
    return Results(
        wish=wish,
        hits=hits,
        total=answer.total,
        pages=pages if answer.total else None,
        tabs=kind_tabs(wish, asked.answer.facets),
        groups=facet_groups(wish, asked.answer.facets, reader, total=answer.total),
        chosen=chosen_values(wish, asked.answer.facets, reader),
        sorts=_sorts(wish),
        picks=picks_for(asked.question, reader) if first_page and wish.query and not wish.is_narrowed else (),
        begins=[one for one in begins if one.url not in {hit.url for hit in hits}],
        help=Help() if answer.total else help_with(wish, reader=reader, now=now),
        reference=wish.query.strip().upper() if link else "",
        reference_url=link,
        fell_back=asked.fell_back,
        cleared=relative(SearchWish(query=wish.query)),
        can_be_followed=True,
        gone=shown.gone,
    )


def hit_of(one: Told, question: Question, reader: str) -> Hit:
    document = one.document
    title_language = document.title_language or document.language
    return Hit(
        kind=one.kind_name,
        kind_label=str(one.kind.label_one),
        url=document.url,
        title=marked(document.title, title_language, question),
        title_language=_unless(title_language, reader),
        passage=passage(_words(document.body), document.language, question),
        language=_unless(document.language, reader),
        part_of=document.part_of,
        part_of_language=_unless(document.part_of_language, reader),
        notes=document.notes,
        date=document.date,
    )


def _words(body: str) -> str:
    """Without the reference on the last line: it stands there to be found by, and says nothing of what was said."""
    words, _break, last = body.rstrip().rpartition("\n")
    return words if words and tidy_reference(last) else body


def _unless(language: str, reader: str) -> str:
    return "" if language == reader else language


def _ways_in(wish: SearchWish, *, reader: str, now: datetime) -> Results:
    """Nothing was asked yet: kinds and themes with how much there is of each."""
    asked = ask(wish, reader=reader, now=now, facets=(Facet.KIND, Facet.THEME))
    tabs = [tab for tab in kind_tabs(wish, asked.answer.facets) if tab.value in kinds_in_order()]
    # However much there is: each theme is a way in.
    groups = facet_groups(wish, asked.answer.facets, reader, total=asked.answer.total + 1)
    themes = [group for group in groups if group.facet == Facet.THEME]
    topics = [choice for group in themes for choice in (*group.first, *group.more)]
    return Results(wish=wish, tabs=tabs, topics=topics[:TOPICS_SHOWN], fell_back=asked.fell_back)


def _sorts(wish: SearchWish) -> list[Choice]:
    """Without words nothing matches best: then the newest come first."""
    orders = [order for order in Sort if wish.query or order is not Sort.RELEVANCE]
    current = wish.sort if wish.sort in orders else Sort.NEWEST
    return [
        Choice(order.value, str(order.label), relative(replace(wish, sort=order, page=1)), chosen=order is current)
        for order in orders
    ]


def _begins(wish: SearchWish, total: int, *, reader: str, now: datetime) -> Sequence[Suggestion]:
    """What people with JavaScript see while they type; where the words look as if they were not written to the end."""
    if not wish.query or wish.is_narrowed or (total >= FEW and len(wish.query.split()[-1]) > SHORT_WORD):
        return ()
    return suggest(wish.query, reader=reader, now=now, limit=5)


def _reference(query: str, now: datetime) -> str:
    """The page of a contribution or proposal whose reference was typed, where anybody may read it; "" otherwise."""
    reference = tidy_reference(query)
    if reference is None:
        return ""
    comment = contributions.by_reference(reference)
    if comment is None or not comment.is_published:
        return contributions.address_elsewhere(reference) or ""
    subject = contributions.subject_of(comment.hub_thread, now)
    if not user_can_read(AnonymousUser(), comment, subject, address_verified=False):
        return ""
    return reverse("contribution_trace", args=[reference])
