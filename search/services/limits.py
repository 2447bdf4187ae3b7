"""How often one address may ask while somebody types. Counts only, in the cache, for an hour at most."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.cache import cache

from hub.contributions.engine.confirmation import address_key

HOUR = 3600
# A word has about so many letters, and each may ask.
LETTERS = 6


def allow_suggestions(*, address: str, now: datetime) -> bool:
    hour = int(now.timestamp()) // HOUR
    key = f"search:typing:{hour}:{address_key(address, hour)}"
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= settings.SEARCHES_PER_ADDRESS_PER_HOUR * LETTERS
    except ValueError:  # it ran out between the two calls
        return True
