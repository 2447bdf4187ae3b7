"""Texts in several languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def said_in(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text and the language that it is in: the wanted one, else the first there is; ("", "") of nothing."""
    if texts.get(language):
        return texts[language], language
    return next(((text, code) for code, text in texts.items() if text), ("", ""))
