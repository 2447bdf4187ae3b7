"""Named things that apps hand to the platform. What there is to register: registries.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class AlreadyRegisteredError(RuntimeError):
    """Two apps claim the same name; the second would silently replace the first."""


class Registry(Generic[T]):
    """Named things, in the order in which they were registered."""

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        self._items: dict[str, T] = {}
        self._watchers: list[Callable[[str, T], None]] = []

    def register(self, name: str, item: T) -> None:
        if name in self._items:
            raise AlreadyRegisteredError(f"{self.purpose}: {name!r} is registered already")
        self._items[name] = item
        for watcher in self._watchers:
            watcher(name, item)

    def each(self, watcher: Callable[[str, T], None]) -> None:
        """Calls it for all that is registered and for all that will be: apps are made ready in no useful order."""
        for name, item in self:
            watcher(name, item)
        self._watchers.append(watcher)

    def get(self, name: str) -> T:
        try:
            return self._items[name]
        except KeyError:
            raise LookupError(f"{self.purpose}: nothing is registered as {name!r}") from None

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(self._items.items())
