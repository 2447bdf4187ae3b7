"""The kinds of news for followers. A feature registers its own through `hub.notifications.adapters.register_news`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.core.registries import Registry

if TYPE_CHECKING:
    from hub.accounts.models.user import User

Payload = Mapping[str, Any]
Subjects = Mapping[str, Collection[str]]  # kind → keys, as in `followables`

# In a digest, what comes first. Numbers sort: what became of something, what will be late, all else.
OUTCOME, DELAY, ELSE = 0, 1, 2


def _nobody(payload: Payload, people: Sequence[User]) -> Collection[int]:
    return ()


@dataclass(frozen=True)
class NewsKind:
    """Payloads hold ids; who is concerned and what is said is found when it is needed."""

    subject: Any  # lazy string of the mail's subject; %(name)s takes values of the context
    template: str  # plain text, extends "notifications/news.txt"
    # Whose followers are told. May be asked again long after: the links to stop mails lead here.
    concerns: Callable[[Payload], Subjects]
    # payload, what of it this person follows -> context in their language; None when there is nothing to tell any more.
    context: Callable[[Payload, Subjects], Mapping[str, Any] | None]
    # Account numbers of those whom a letter of their own has told already; asked for one batch at a time.
    told_otherwise: Callable[[Payload, Sequence[User]], Collection[int]] = _nobody
    rank: int = ELSE


news_kinds: Registry[NewsKind] = Registry("kinds of news")
