"""Where the search page is: its address is the same in every language but for the prefix."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs

from search.engine.wish import SearchWish, wish_of
from search.enums import Sort


def search_address(language: str, query_string: str = "") -> str:
    return f"/{language}/search/" + (f"?{query_string}" if query_string else "")


def relative(wish: SearchWish) -> str:
    """For links on the page itself."""
    query_string = wish.canonical()
    return f"?{query_string}" if query_string else "./"


def lasting(wish: SearchWish) -> SearchWish:
    """What of it can be told about later: the words and filters, not the order or the page."""
    return replace(wish, sort=Sort.RELEVANCE, page=1)


def wish_at(query_string: str) -> SearchWish:
    return wish_of(parse_qs(query_string))
