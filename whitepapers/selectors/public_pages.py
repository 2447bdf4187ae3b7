"""Pages that anybody can open now, in all their languages at once: what the search is told about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings

from hub.core.search import Heading, Names
from hub.promises.services.words import filter_key

# What `select_related` has to bring along with a page.
BESIDE = ("locale", "alias_of__locale")


@dataclass(frozen=True)
class PublicPage:
    """One language of a page."""

    language: str
    title: str
    title_language: str  # a mirror has the title of the page that it mirrors
    url: str
    key: UUID  # shared by all its languages
    is_mirror: bool  # shows the words of another language
    page: Any


def languages() -> list[str]:
    """Of the hub, the first one first."""
    return [code for code, _name in settings.LANGUAGES]


def by_language(pages: Iterable[Any]) -> dict[str, PublicPage]:
    """Of one thing's pages (with `BESIDE` at hand) those that have an address; the first of each language."""
    found: dict[str, PublicPage] = {}
    known = languages()
    for page in pages:
        code = page.locale.language_code
        if code not in known or code in found:
            continue
        url = page.get_url() or ""
        if url:
            found[code] = PublicPage(
                language=code,
                title=page.title,
                title_language=page.alias_of.locale.language_code if page.alias_of else code,
                url=url,
                key=page.translation_key,
                is_mirror=page.alias_of_id is not None,
                page=page,
            )
    return found


def told_in(pages: Mapping[str, PublicPage]) -> dict[str, PublicPage]:
    """Without those that only mirror another language."""
    return {code: page for code, page in pages.items() if not page.is_mirror}


def page_for(pages: Mapping[str, PublicPage], language: str, *others: str) -> PublicPage | None:
    """In this language, else in one of the others, else in the first there is."""
    for code in (language, *others):
        if code in pages:
            return pages[code]
    return next(iter(pages.values()), None)


def document_public_pages(document_ids: Iterable[UUID]) -> dict[UUID, dict[str, PublicPage]]:
    """By document and language; two queries for each kind of document page, and none of their texts."""
    wanted = list(document_ids)
    pages: dict[UUID, list[Any]] = {}
    for model in _document_page_models():
        rows = model.objects.live().public().filter(translation_key__in=wanted)
        for page in rows.select_related(*BESIDE).defer("body").order_by("pk"):
            pages.setdefault(page.translation_key, []).append(page)
    found = {key: by_language(rows) for key, rows in pages.items()}
    return {key: rows for key, rows in found.items() if rows}


def readers_of(told: Collection[str], source: str) -> dict[str, frozenset[str]]:
    """By language told: its own readers; the source's words are also for those who have none of their own.

    Where nothing is told in the source language, the hub's first language that is told stands in for it.
    """
    known = languages()
    fallback = source if source in told else next((code for code in known if code in told), "")
    without = frozenset(code for code in known if code not in told)
    return {code: frozenset({code}) | (without if code == fallback else frozenset()) for code in told}


def responsible_heading(names: Names) -> Heading | None:
    """A body by its name, under the same key as in promises; None where there is no name."""
    names = {code: name.strip() for code, name in names.items() if name.strip()}
    key = filter_key(names)
    return Heading(key, names) if key else None


def in_all_languages(name: str) -> dict[str, str]:
    """Typed once, for all languages."""
    return dict.fromkeys(languages(), name)


def _document_page_models() -> list[Any]:
    """Page models stand in a higher layer, so they are reached through Django's registry of models."""
    return [model for model in apps.get_app_config("whitepapers").get_models() if hasattr(model, "document_kind")]
