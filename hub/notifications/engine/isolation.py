"""References and links inside plain text of the other direction."""

FIRST_STRONG, POP = "\u2068", "\u2069"


def isolate(text: str, *, rtl: bool) -> str:
    """Plain text knows no <bdi>; in a right-to-left letter "C-2026-000123" would be turned around without this."""
    return f"{FIRST_STRONG}{text}{POP}" if rtl and text else text
