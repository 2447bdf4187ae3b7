"""The engines of this hub, in the order in which they are asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from search.engine.question import EngineDownError, SearchEngine
from search.selectors.database import DatabaseEngine
from search.selectors.node import node_engine

logger = logging.getLogger(__name__)
Found = TypeVar("Found")


def engines() -> Sequence[SearchEngine]:
    """The search node first where there is one; the database, which is always there, last."""
    node = node_engine()
    return (node, DatabaseEngine()) if node else (DatabaseEngine(),)


def first_answer(asked: Callable[[SearchEngine], Found]) -> tuple[Found, str, bool]:
    """What the first engine that is not down says, its name, and whether another was asked before it."""
    *others, last = engines()
    for engine in others:
        try:
            return asked(engine), engine.name, False
        except EngineDownError as error:
            logger.warning("search engine %s is not asked: %s", engine.name, type(error).__name__)
    return asked(last), last.name, bool(others)
