"""Where promises come from. A feature registers its kind in `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from hub.core.registries import Registry

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
