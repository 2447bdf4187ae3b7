"""What tests of the index share: pages to be found, and a feature whose words are as a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page

from home.models.pages import HomePage, StandardPage
from hub.core.search import SearchDocument, search_kinds
from search.models.entry import SearchEntry
from search.services.applying import Applied, apply_due

LANGUAGES = frozenset(("en", "fr", "ar"))


def home(language: str = "en") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def page(title: str, *, under: Page | None = None, language: str = "en", **values: Any) -> StandardPage:
    """A published information page."""
    new = StandardPage(
        title=title,
        slug=f"page-{uuid4().hex[:8]}",
        locale=Locale.objects.get(language_code=language),
        live=False,
        **values,
    )
    (under or home(language)).add_child(instance=new)
    return published(new)


def published(one: StandardPage) -> StandardPage:
    one.save_revision().publish()
    return StandardPage.objects.get(pk=one.pk)


def again(one: Page) -> StandardPage:
    return StandardPage.objects.get(pk=one.pk)


def apply() -> Applied:
    """What the worker does after the commit; a while later, so that what was put off is due."""
    return apply_due(timezone.now() + timedelta(minutes=1))


def entries(**which: Any) -> list[SearchEntry]:
    """Those that an engine may find."""
    return list(SearchEntry.objects.filter(stale_since=None, **which).order_by("language", "pk"))


def titles(**which: Any) -> list[str]:
    return [entry.title for entry in entries(**which)]


@dataclass
class Words:
    """A kind whose things are public as long as they stand in `said`. `asked`: how many keys each call was for."""

    label = "Words"
    label_one = "Word"
    order = 99
    said: dict[str, str] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    meanwhile: Callable[[Sequence[str]], None] = lambda keys: None
    more: dict[str, Any] = field(default_factory=dict)

    def keys(self) -> Iterator[str]:
        yield from self.said

    def documents(self, keys: Sequence[str], language: str) -> list[SearchDocument]:
        self.asked.append(len(keys))
        told = [
            SearchDocument(key, "en", self.said[key], "", f"/en/words/{key}/", LANGUAGES, **self.more)
            for key in keys
            if key in self.said
        ]
        self.meanwhile(keys)
        return told


@pytest.fixture(name="words")
def words_kind() -> Iterator[Words]:
    kind = Words()
    search_kinds.register("words", kind)
    yield kind
    del search_kinds._items["words"]
