"""How often one address may ask for proposals like its own. Counts only, in the cache, for an hour at most."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from hub.contributions.engine.confirmation import address_key

HOUR = 3600
# A class of thirty behind one address, each typing several titles.
QUESTIONS_PER_HOUR = 3000


def may_ask(address: str, now: datetime) -> bool:
    hour = int(now.timestamp()) // HOUR
    key = f"proposals:similar:{hour}:{address_key(address, hour)}"
    cache.add(key, 0, timeout=HOUR)
    try:
        return cache.incr(key) <= QUESTIONS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        cache.set(key, 1, timeout=HOUR)
        return True
