"""The language switch: the same page in another language, or that language's home when there is no such page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

LANGUAGE_PREFIX = re.compile(r"^/([a-z]{2})(?=/|$)")


@dataclass(frozen=True)
class LanguageLink:
    code: str
    name: str
    url: str
    is_current: bool
    is_translation: bool  # False: the page does not exist in this language and `url` is that language's home


def language_links(request: HttpRequest, translations: Mapping[str, str] | None = None) -> list[LanguageLink]:
    """`translations` (language code → address) wins over `request.language_urls`, which wins over swapping the prefix.

    Where one of the two is given, a language missing from it has no such page.
    """
    known = translations if translations is not None else getattr(request, "language_urls", None)
    current = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    links = []
    for code, name in settings.LANGUAGES:
        url = _swapped(request, code) if known is None else known.get(code, "")
        links.append(LanguageLink(code, str(name), url or f"/{code}/", code == current, bool(url)))
    return links


def _swapped(request: HttpRequest, code: str) -> str:
    """An address without a language prefix has no translation of its own."""
    path = request.path
    if not LANGUAGE_PREFIX.match(path):
        return ""
    return LANGUAGE_PREFIX.sub(f"/{code}", path)
