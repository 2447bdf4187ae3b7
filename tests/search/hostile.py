"""What people and machines type that means nothing to us, and something to a database."""

from __future__ import annotations

HOSTILE = [
    "' OR 1=1 --",
    '"unbalanced',
    '""',
    '" "',
    '"' * 199,
    "a" * 5000,
    "e" * 300,
    "é" * 300,
    '"' + "a " * 90 + '"',
    "* AND NOT (",
    "AND", "OR NOT NEAR", "NEAR(a b)", "title:water", "{title} : x", "^water", "water*", "wa'ter", "wa\\ter", "a\\' b",
    "\x00null\x00",
    "<script>alert(1)</script>",
    "%_%", "%s %(x)s", "{0}", "🦓", "👩‍👩‍👧", "col:umn -minus +plus ^ ~", "!& | <-> :*",
    "ال", "و", "ء", "ة", "ـ", "\u064b\u064b", "\u200d", "\ufeff", "\ud800", "\ud83e\udd93", "ﷺ", "½ ² Ⅻ ㎡",
    "क्षि", "水", "ไทย", "\U0001f468\u200d", "the of in", "de la", "في من", "...", "4.2.", "1e309", "-1", "1e5",
    "   ",
]  # fmt: skip


def storable(text: str) -> str:
    """As forms and addresses let it through."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")
