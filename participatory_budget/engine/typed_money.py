"""A sum of money as somebody types it, in whatever notation they are used to: "12 500", "12.500,50", "١٢٬٥٠٠٫٥"."""

from __future__ import annotations

import re
import unicodedata

# What a column of the database holds, with room to add sums up.
LARGEST = 10**15

_SPACES = re.compile(r"[\s'\u2019\u02bc_]")
_ARABIC_SEPARATORS = {"\N{ARABIC THOUSANDS SEPARATOR}": " ", "\N{ARABIC COMMA}": ","}
_GROUPED = re.compile(r"\d{1,3}( \d{3})+")


def parse_money(text: str, unit: int) -> int:
    """The sum in the smallest parts (`unit` of them make one). ValueError when it is no sum or could mean two.

    A single dot or comma with three digits behind it separates thousands, as it does on any price tag.
    """
    plain = _plain(text)
    whole, part = _split(plain)
    if " " in whole:
        if not _GROUPED.fullmatch(whole):
            raise ValueError(text)
        whole = whole.replace(" ", "")
    places = len(str(unit)) - 1
    part = part.rstrip("0")
    if not whole.isdecimal() or (part and not part.isdecimal()) or len(part) > places or len(whole) > 15:
        raise ValueError(text)
    amount = int(whole) * unit + int(part.ljust(places, "0") or 0)
    if amount > LARGEST:
        raise ValueError(text)
    return amount


def _plain(text: str) -> str:
    """Latin digits, one kind of space, "." and ","; the Arabic decimal sign as "~", which can mean nothing else."""
    out = []
    for sign in unicodedata.normalize("NFC", text.strip()):
        # Left-to-right marks come along when a sum is copied out of an Arabic text.
        if unicodedata.category(sign) == "Cf":
            continue
        digit = unicodedata.decimal(sign, None)
        if digit is not None:
            out.append(str(digit))
        elif sign == "\N{ARABIC DECIMAL SEPARATOR}":
            out.append("~")
        elif _SPACES.fullmatch(sign):
            out.append(" ")
        else:
            out.append(_ARABIC_SEPARATORS.get(sign, sign))
    return "".join(out)


def _split(plain: str) -> tuple[str, str]:
    """Whole part, with thousands by spaces, and what stands behind the decimal sign."""
    if plain.count("~") == 1:
        whole, part = plain.split("~")
        return whole.replace(".", " ").replace(",", " "), part
    dot, comma = plain.count("."), plain.count(",")
    if dot and comma:
        decimal, thousands = (".", ",") if plain.rindex(".") > plain.rindex(",") else (",", ".")
        if plain.count(decimal) != 1:
            raise ValueError(plain)
        whole, part = plain.split(decimal)
        return whole.replace(thousands, " "), part
    sign = "." if dot else ","
    if dot + comma > 1:
        return plain.replace(sign, " "), ""
    if not dot and not comma:
        return plain, ""
    whole, part = plain.split(sign)
    # "0.500" and "1234,567" have no thousands before the sign.
    if len(part) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return f"{whole} {part}", ""
    return whole, part
