"""Where promises come from. A feature registers its kind in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from hub.core.registries import Registry
from hub.promises.enums import PromiseState

if TYPE_CHECKING:
    from hub.accounts.enums import Role
    from hub.accounts.models.user import User


class PromiseSource(Protocol):
    """One instance serves all promises of its kind. `keys` are `Promise.key`; each method asks a constant number of
    queries, however many keys there are."""

    label: Any  # lazy string: "Project"
    keepers: Collection[Role]  # who is reminded where nobody in particular looks after it

    def urls(self, keys: Sequence[str], language: str) -> Mapping[str, str]:
        """Path of the public page that tells of it; a key without one is left out and is listed nowhere."""

    def parents(self, keys: Sequence[str], language: str) -> Mapping[str, tuple[str, str]]:
        """What it belongs to (a budget, a report): title and path."""

    def desk_urls(self, keys: Sequence[str]) -> Mapping[str, str]:
        """Path of the staff page where it is brought up to date."""

    def concerns(self, key: str) -> Mapping[str, Collection[str]]:
        """What people may follow that this promise is news for, besides itself (kind → keys of `followables`)."""

    def authors(self, key: str) -> Sequence[User]:
        """Whose idea it was: they hear first, whether they follow it or not."""


promise_sources: Registry[PromiseSource] = Registry("sources of promises")


@dataclass(frozen=True)
class Ground:
    """Where a promise was made, as the search knows it: "consultation:<uuid>", and the translation keys of the pages
    without which it cannot be read."""

    process: str
    pages: tuple[UUID, ...]  # at most two


# By kind, for promises that are read on a page of their own among the promises: keys, language → by key.
promise_grounds: Registry[Callable[[Sequence[str], str], Mapping[str, Ground]]] = Registry("grounds of promises")

# The key of a promise of this kind by the name that people give it, "<budget>/<project>"; "" of what is unknown.
promise_names: Registry[Callable[[str], str]] = Registry("names of promises")


class SpendingKept(Protocol):
    """What was spent until a day, as another system says. Does it differ from what is known? ValueError: no sum."""

    def __call__(
        self, key: str, total: str, *, external_id: str, on: date, actor: User | None, now: datetime
    ) -> bool: ...


# By kind; the money of the others is kept nowhere.
spending_kept: Registry[SpendingKept] = Registry("spending of promises")


@dataclass(frozen=True)
class Moved:
    """A promise that just began, was kept, given up or taken up again, through whatever door."""

    key: str
    was: PromiseState
    state: PromiseState
    on: date
    reasons: Mapping[str, str]  # why it is given up; of all else nothing
    actor: User | None
    now: datetime


# By kind: what else moves in the feature with it, in the same transaction and under the lock on the promise. A
# PromiseError of it refuses the whole move.
promise_moved: Registry[Callable[[Moved], None]] = Registry("what moves with promises")
