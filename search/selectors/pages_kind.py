"""Kind `page`: the pages that no feature tells: the front page, information pages, the sections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.search import index

from hub.core.engine.keys import uuids_in
from hub.core.search import SearchDocument

KIND = "page"
# By name: `home` stands beside this app, and pages of features are read without importing them. A new type of page is
# found when it is added here, or when its feature tells it as a kind of its own; a test asks for one or the other.
TYPES = (
    "home.HomePage",
    "home.StandardPage",
    "whitepapers.DocumentIndexPage",
    "consultations.ConsultationIndexPage",
    "consultations.ReportIndexPage",
    "participatory_budget.BudgetIndexPage",
)
# The title is told as such; the folded words are the same words once more.
_NOT_BODY = ("title", "folded_words")


class Pages:
    label = _("Pages")
    label_one = _("Page")
    order = 90

    def keys(self) -> Iterator[str]:
        keys = _pages().order_by("translation_key").values_list("translation_key", flat=True).distinct()
        return (str(key) for key in keys.iterator())

    def documents(self, keys: Sequence[str], language: str) -> Sequence[SearchDocument]:
        """`language` changes nothing: a page is read at its own address, in its own language."""
        pages = _pages().public().filter(translation_key__in=uuids_in(keys)).specific()
        pages = pages.select_related("locale", for_specific_subqueries=True)
        versions: dict[UUID, dict[str, Page]] = defaultdict(dict)
        for page in pages:
            if page.url:
                versions[page.translation_key][page.locale.language_code] = page
        return [document for pages_of in versions.values() for document in _documents(pages_of)]


def page_key(page: Page) -> Iterable[tuple[str, str]]:
    """For the triggers of these types."""
    return [(KIND, str(page.translation_key))]


def _pages() -> PageQuerySet:
    """Not those that Wagtail keeps as a copy of another language's page: their words are not of their language."""
    types = [apps.get_model(name) for name in TYPES]
    return Page.objects.live().exact_type(*types).filter(alias_of=None)


def _documents(versions: dict[str, Page]) -> Iterator[SearchDocument]:
    languages = [code for code, _name in settings.LANGUAGES]
    # Readers whose language has no version get the first that there is.
    first = next((code for code in languages if code in versions), None)
    for code, page in versions.items():
        others = [other for other in languages if other not in versions] if code == first else []
        yield SearchDocument(
            key=str(page.translation_key),
            language=code,
            title=page.title,
            body=_body(page),
            url=page.url or "",
            readers=frozenset([code, *others]),
            pages=(page.translation_key,),
            date=page.first_published_at,
        )


def _body(page: Page) -> str:
    """What its type declares as searched, in that order."""
    parts: list[str] = []
    for declared in page.get_search_fields():
        if isinstance(declared, index.SearchField) and declared.field_name not in _NOT_BODY:
            value: Any = declared.get_value(page)
            parts += map(str, value if isinstance(value, (list, tuple)) else [value or ""])
    return " ".join(" ".join(parts).split())
