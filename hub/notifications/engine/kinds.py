"""The kinds of message. A feature registers its own in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.registries import Registry


@dataclass(frozen=True)
class Kind:
    """`context` runs when the message goes out, in the recipient's language; None means it is no longer needed."""

    subject: Any  # lazy string; %(name)s takes values of the context
    template: str  # plain text, extends "notifications/message.txt"
    context: Callable[[Mapping[str, Any]], Mapping[str, Any] | None]


kinds: Registry[Kind] = Registry("message kinds")
