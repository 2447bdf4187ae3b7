"""The shape of an information page before it is a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Block = tuple[str, Any]  # block type of home.blocks.InformationBodyBlock, its value


@dataclass(frozen=True)
class InformationText:
    title: str
    summary: str
    body: Sequence[Block]


@dataclass(frozen=True)
class InformationPage:
    slug: str
    texts: Mapping[str, InformationText]  # by language; every text has the same blocks in the same order


def heading(text: str) -> Block:
    return ("heading", text)


def prose(html: str) -> Block:
    return ("paragraph", html)


def steps(*pairs: tuple[str, str]) -> Block:
    return ("steps", [{"title": title, "text": text} for title, text in pairs])


def register() -> Block:
    return ("personal_data", None)
