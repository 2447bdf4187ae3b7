"""How many receipts one address may look up: each look after the close goes through the whole log."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache

from hub.contributions.engine.confirmation import address_key

HOUR = 3600
RECEIPTS_PER_ADDRESS_PER_HOUR = 60


def allow_receipt(*, address: str, now: datetime) -> bool:
    """Counted under a hash of the address that changes each hour."""
    hour = int(now.timestamp()) // HOUR
    key = f"voting:receipt:{hour}:{address_key(address, hour)}"
    if cache.add(key, 1, timeout=HOUR):
        return True
    try:
        return cache.incr(key) <= RECEIPTS_PER_ADDRESS_PER_HOUR
    except ValueError:  # it ran out between the two calls
        return cache.add(key, 1, timeout=HOUR)
