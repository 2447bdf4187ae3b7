"""A reader who asks for what was taken down, and compares with what the cities said before and after the answer."""

from __future__ import annotations

import json
import os
import random
import select
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

OF_ALL, OF_LATEST = 2, 4  # words that are asked for at each look


@dataclass
class Told:
    """What the cities say. `gone`: by word the number of the line that said so, and whether the index had had it."""

    pipe: int
    rest: bytes = b""
    lines: int = 0
    opened: int = 0
    ended: int = 0
    gone: dict[str, tuple[int, bool]] = field(default_factory=dict)
    public: dict[str, bool] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    latest: deque[str] = field(default_factory=lambda: deque(maxlen=OF_LATEST))

    def listen(self) -> bool:
        while select.select([self.pipe], [], [], 0)[0] and (read := os.read(self.pipe, 65536)):
            *lines, self.rest = (self.rest + read).split(b"\n")
            for line in lines:
                self._hear(*json.loads(line))
        return False

    def _hear(self, mark: str, word: str, hidden: bool) -> None:
        self.lines += 1
        match mark:
            case "+":
                self.gone.pop(word, None)
                self.public[word] = True
            case "-":
                self.public.pop(word, None)
                self.gone[word] = self.lines, hidden
                self.latest.append(word)
            case "opened":
                self.opened += 1
            case "ended":
                self.ended += 1
            case _:
                self.faults.append(word)


@dataclass
class Reader:
    """`stays`: words that nobody touches. `leaks`, `lost`: what was found or not found against what is right."""

    told: Told
    stays: list[str]
    chance: random.Random
    looks: int = 0
    leaks: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def look(self) -> None:
        self.told.listen()
        before = dict(self.told.gone)
        some = self.chance.sample(sorted(before), min(OF_ALL, len(before)))
        found = {word: (_is_shown(word), _is_counted(word)) for word in {*some, *self.told.latest} & before.keys()}
        self.lost += [
            word for word in self.chance.sample(self.stays, min(OF_ALL, len(self.stays))) if not times_shown(word)
        ]
        self.looks += 1
        self.told.listen()
        for word, (shown, counted) in found.items():
            # Back meanwhile, and perhaps away again: then it was right to find it. What had no entry yet when it was
            # taken down may be counted for an instant (docs/search.md), but never shown.
            if self.told.gone.get(word) == before[word] and (shown or (counted and before[word][1])):
                self.leaks.append(f"{word} is {'shown' if shown else 'counted'}")


def times_shown(word: str) -> int:
    """On the page of results, where what is found is told once more: as it is now, so perhaps without the word by which
    an entry that is just being written was found.
    """
    from search.selectors.told import told

    documents = [one.document for one in told(_asked(word).answer.ids, language="en").found]
    return sum(word in f"{one.title} {one.body}" for one in documents)


def still_found(word: str) -> bool:
    return _is_shown(word) or _is_counted(word)


def _is_shown(word: str) -> bool:
    from search.selectors.suggesting import suggest

    suggestions = suggest(f"Harbour {word}", reader="en", now=timezone.now())
    return bool(times_shown(word)) or any(word in one.title for one in suggestions)


def _is_counted(word: str) -> bool:
    answer = _asked(word).answer
    return bool(answer.total or any(answer.facets.values()))


def _asked(word: str) -> Any:
    from search.engine.wish import SearchWish
    from search.enums import Facet
    from search.selectors.asking import ask

    return ask(SearchWish(query=word), reader="en", now=timezone.now(), facets=tuple(Facet))
