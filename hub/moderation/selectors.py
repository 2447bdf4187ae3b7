"""Reads across the queues that features registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode

from hub.core.registries import DeskItem, ModerationQueue, QueueItem, desk_parts, moderation_queues
from hub.moderation.enums import QUEUE_LABELS
from hub.moderation.permissions import user_can_moderate

if TYPE_CHECKING:
    from hub.accounts.models.user import User


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
    def rows(self) -> list[tuple[QueueItem, str]]:
        """Each with the id of the one that follows it, where the moderator goes on."""
        following = [item.id for item in self.items[1:]]
        return list(zip(self.items, [*following, ""], strict=False))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages


def tabs(wanted: Mapping[str, str] | None = None) -> list[QueueTab]:
    """One count for each queue. A queue that cannot be narrowed is counted whole."""
    found = []
    for name, queue in moderation_queues:
        narrowed = narrow(queue, wanted or {})
        found.append(QueueTab(name, str(QUEUE_LABELS.get(name, name)), narrowed.count(), narrowed))
    return found


def narrow(queue: ModerationQueue, wanted: Mapping[str, str]) -> ModerationQueue:
    if not wanted or not hasattr(queue, "narrowed"):
        return queue
    narrowed: ModerationQueue = queue.narrowed(wanted)
    return narrowed


def page_of(tab: QueueTab, number: int, *, per_page: int) -> QueuePage:
    """Queues shrink while one works: a page that is no longer there becomes the last one."""
    pages = max(1, -(-tab.count // per_page))
    number = min(max(1, number), pages)
    return QueuePage(tab.queue.items(limit=per_page, offset=(number - 1) * per_page), number, pages)


def waiting_count() -> int:
    """What the menu shows: what cannot be seen by anyone until somebody decides."""
    return sum(queue.count() for name, queue in moderation_queues if name.endswith(".waiting"))


def desk(user: User, now: datetime) -> list[DeskItem]:
    """All that waits for this person, from every feature that registered."""
    return [item for _name, part in desk_parts for item in part(user, now)]


def queues_on_desk(user: User, now: datetime) -> list[DeskItem]:
    """Queues that are not empty, for those who work through them."""
    if not user_can_moderate(user):
        return []
    return [
        DeskItem(
            title=f"{tab.label} ({number_format(tab.count, force_grouping=True)})",
            url=f"{reverse('moderation_queue')}?{urlencode({'queue': tab.name})}",
        )
        for tab in tabs()
        if tab.count
    ]
