"""Every door by which a word of something public gets out: the search's own, and those of the front page.

A door is open where it tells the word `WORD`, or that something has it, to a reader of any language.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from search.engine.wish import SearchWish
from search.enums import Facet
from search.reports.facets import public_keys
from search.reports.results import results
from search.selectors.asking import ask
from tests.search.index_tools import apply

WORD, MISSPELT, BEGINNING = "Zanzibarium", "zanzibariun", "zanziba"
READERS = ("en", "fr", "ar")
# A heading, a district and a body that only what is looked for has.
KEY = "zanzibarium"


def open_doors(client: Client) -> set[str]:
    """Those of the search."""
    doors: set[str] = set()
    for reader in READERS:
        answer = ask(SearchWish(query=WORD), reader=reader, now=timezone.now(), facets=tuple(Facet)).answer
        doors |= {"count"} if answer.total else set()
        doors |= {f"facet {facet.value}" for facet, counts in answer.facets.items() if any(counts.values())}
        for facet in (Facet.THEME, Facet.DISTRICT, Facet.BODY):
            doors |= {f"name of a {facet.value}"} if public_keys({facet: [KEY]}).get(facet) else set()
            chosen = SearchWish(chosen={facet: (KEY,)})
            doors |= (
                {f"under a {facet.value}"} if ask(chosen, reader=reader, now=timezone.now()).answer.total else set()
            )
        pages = {
            "page": ("", WORD, "<mark>"),
            "without JavaScript": ("", BEGINNING, KEY),
            "did you mean": ("", MISSPELT, KEY),
            "suggestions": ("suggest/", BEGINNING, KEY),
            "feed": ("feed.atom", WORD, "<entry>"),
            "feed in RSS": ("feed.rss", WORD, "<item>"),
        }
        for door, (path, query, telling) in pages.items():
            html = client.get(f"/{reader}/search/{path}", {"q": query}).content.decode()
            doors |= {door} if telling in html.casefold() else set()
    return doors


def found_as() -> set[str]:
    """The kinds of all that is found."""
    now = timezone.now()
    return {hit.kind for reader in READERS for hit in results(SearchWish(query=WORD), reader=reader, now=now).hits}


HOME = {
    "front page": "",
    "topics": "topics/",
    "topic": f"topics/{KEY}/",
    "districts": "districts/",
    "district": "districts/north/",
    "calendar": "calendar/",
    "calendar file": "calendar/calendar.ics",
    "map": "map/",
}


def home_doors(client: Client) -> set[str]:
    """Those of the front page and what stands beside it."""
    return {
        door
        for door, path in HOME.items()
        for reader in READERS
        if WORD in client.get(f"/{reader}/{path}").content.decode()  # addresses are written small
    }


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def all_applied() -> None:
    """The worker has nothing left to do, and the index is as the features tell."""
    while apply().more:
        pass


def versions(page: Page) -> list[Page]:
    """In every language."""
    return [one.specific for one in Page.objects.filter(translation_key=page.translation_key).order_by("pk")]


def take_down(page: Page) -> None:
    for one in versions(page):
        one.unpublish()


def bring_back(page: Page) -> None:
    for one in versions(page):
        one.save_revision().publish()


def restrict(page: Page) -> None:
    for one in versions(page):
        PageViewRestriction.objects.create(page=one, restriction_type=PageViewRestriction.LOGIN)


def open_again(page: Page) -> None:
    for restriction in PageViewRestriction.objects.filter(page__translation_key=page.translation_key):
        restriction.delete()


def restrict_above(page: Page) -> None:
    for one in versions(page):
        PageViewRestriction.objects.create(page=one.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def open_above(page: Page) -> None:
    for restriction in PageViewRestriction.objects.filter(page__in=[one.get_parent().pk for one in versions(page)]):
        restriction.delete()
