"""Word's automatic numbers, counted as Word counts them (ECMA-376 Part 1, §17.9)."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ARABIC_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ARABIC_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"


def value_of(element: etree._Element, path: str) -> str:
    """`w:val` of a descendant named by a path without prefixes; "" where there is none."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else found.get(f"{W}val", "")


_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def roman(value: int) -> str:
    out = ""
    for amount, sign in _ROMAN:
        while value >= amount:
            out, value = out + sign, value - amount
    return out


def _letters(value: int, alphabet: str) -> str:
    # After the last letter Word doubles: z, aa, bb …
    return alphabet[(value - 1) % len(alphabet)] * ((value - 1) // len(alphabet) + 1)


def formatted(value: int, style: str) -> str:
    """One counter in one of Word's number formats."""
    if style in {"none", "bullet"} or value < 1:
        return "" if style in {"none", "bullet"} else str(value)
    if style == "upperRoman":
        return roman(value)
    if style == "lowerRoman":
        return roman(value).lower()
    if style == "upperLetter":
        return _letters(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if style == "lowerLetter":
        return _letters(value, "abcdefghijklmnopqrstuvwxyz")
    if style == "arabicAbjad":
        return _letters(value, _ARABIC_ABJAD)
    if style == "arabicAlpha":
        return _letters(value, _ARABIC_ALPHA)
    if style == "decimalZero":
        return f"{value:02d}"
    return str(value)


class _Level:
    def __init__(self, element: etree._Element) -> None:
        self.style = value_of(element, "numFmt") or "decimal"
        self.pattern = value_of(element, "lvlText")
        start, restart = value_of(element, "start"), value_of(element, "lvlRestart")
        self.start = int(start) if start.lstrip("-").isdigit() else 1
        self.restart = int(restart) if restart.isdigit() else None
        self.legal = element.find(f"{W}isLgl") is not None


class Numbering:
    """Counts paragraphs in document order. `next` must be called once for each paragraph, in that order."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # numId -> level -> definition
        self._family: dict[str, str] = {}  # numId -> abstractNumId: lists that share one count
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._overrides: dict[str, dict[int, int]] = {}
        self._seen: set[str] = set()
        self._by_style: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, root: etree._Element) -> None:
        abstract = {
            a.get(f"{W}abstractNumId", ""): {int(lvl.get(f"{W}ilvl", "0")): _Level(lvl) for lvl in a.findall(f"{W}lvl")}
            for a in root.findall(f"{W}abstractNum")
        }
        for num in root.findall(f"{W}num"):
            num_id, family = num.get(f"{W}numId", ""), value_of(num, "abstractNumId")
            levels, starts = dict(abstract.get(family, {})), {}
            for override in num.findall(f"{W}lvlOverride"):
                level = int(override.get(f"{W}ilvl", "0"))
                own, start = override.find(f"{W}lvl"), value_of(override, "startOverride")
                if own is not None:
                    levels[level] = _Level(own)
                if start.isdigit():
                    starts[level] = int(start)
            self._levels[num_id], self._family[num_id], self._overrides[num_id] = levels, family, starts

    def _read_styles(self, root: etree._Element) -> None:
        raw = {s.get(f"{W}styleId", ""): s for s in root.findall(f"{W}style")}
        for style_id in raw:
            walk, seen, num_id, level = style_id, set(), "", ""
            while walk in raw and walk not in seen:
                seen.add(walk)
                num_id = num_id or value_of(raw[walk], "pPr/numPr/numId")
                level = level or value_of(raw[walk], "pPr/numPr/ilvl")
                walk = value_of(raw[walk], "basedOn")
            if num_id:
                self._by_style[style_id] = (num_id, int(level or 0))

    def next(self, paragraph: etree._Element) -> tuple[str, int]:
        """(printed number, level); level is -1 for a bullet, ("", 0) for a paragraph outside every list."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        num_id, level = self._by_style.get(value_of(paragraph, "pPr/pStyle"), ("", 0))
        if own is not None:
            num_id = value_of(own, "numId") or num_id
            level = int(value_of(own, "ilvl") or level)
        if not num_id or num_id == "0" or level not in self._levels.get(num_id, {}):
            return "", 0
        levels, counters = self._levels[num_id], self._counters[self._family[num_id]]
        if num_id not in self._seen:
            self._seen.add(num_id)
            for overridden, start in self._overrides[num_id].items():
                counters[overridden] = start - 1
        counters[level] = counters.get(level, levels[level].start - 1) + 1
        for deeper in [d for d in counters if d > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart != 0 and level < restart):
                del counters[deeper]
        if levels[level].style == "bullet":
            return "", -1
        return self._printed(levels, counters, level), level

    @staticmethod
    def _printed(levels: dict[int, _Level], counters: dict[int, int], level: int) -> str:
        def one(match: re.Match[str]) -> str:
            asked = int(match.group(1)) - 1
            definition = levels.get(asked, levels[level])
            style = "decimal" if levels[level].legal and asked != level else definition.style
            return formatted(counters.get(asked, definition.start), style)

        return re.sub(r"%([1-9])", one, levels[level].pattern).strip()
