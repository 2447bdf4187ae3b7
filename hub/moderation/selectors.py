"""Reads across the queues that features registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.core.registries import ModerationQueue, QueueItem, moderation_queues
from hub.moderation.enums import QUEUE_LABELS


@dataclass(frozen=True)
class QueueTab:
    name: str
    label: str
    count: int
    queue: ModerationQueue


@dataclass(frozen=True)
class QueuePage:
    items: Sequence[QueueItem]
    number: int
    pages: int

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def tabs() -> list[QueueTab]:
    return [
        QueueTab(name, str(QUEUE_LABELS.get(name, name)), queue.count(), queue) for name, queue in moderation_queues
    ]


def page_of(tab: QueueTab, number: int, *, per_page: int) -> QueuePage:
    """Queues shrink while one works: a page that is no longer there becomes the last one."""
    pages = max(1, -(-tab.count // per_page))
    number = min(max(1, number), pages)
    return QueuePage(tab.queue.items(limit=per_page, offset=(number - 1) * per_page), number, pages)


def waiting_count() -> int:
    """What the menu shows: what cannot be seen by anyone until somebody decides."""
    return sum(queue.count() for name, queue in moderation_queues if name.endswith(".waiting"))
