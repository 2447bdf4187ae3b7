"""Currencies as whole numbers of their smallest part. Pure."""

from __future__ import annotations

# How many of the smallest part make one, for currencies where it is not a hundred (ISO 4217).
_UNITS = {
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 1000),
    **dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF", "XPF", "RWF", "GNF", "DJF"), 1),
}


def unit_of(currency: str) -> int:
    """Smallest parts in one of this currency (ISO 4217 code). Unknown and unnamed ones have a hundred."""
    return _UNITS.get(currency.strip().upper(), 100)
