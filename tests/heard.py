"""What the search is told while something is written: the same triggers and calls that its app listens to.

with heard() as told:
    services.publish(comment, actor=bob(), now=NOW)
assert ("comment", str(comment.pk)) in told
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from hub.core import search
from hub.core.search import SearchTrigger, listen_to_search_changes, search_triggers


@contextmanager
def heard() -> Iterator[list[tuple[str, str]]]:
    """Pairs of kind and key, in the order in which they were told."""
    told: list[tuple[str, str]] = []
    before = list(search._listeners)
    receivers = []

    def listen(kind: str, keys: Sequence[str]) -> None:
        told.extend((kind, key) for key in keys)

    def receiver(trigger: SearchTrigger) -> Any:
        def hear(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
            if not update_fields or not set(update_fields) <= trigger.silent:
                told.extend(trigger.keys(instance))

        return hear

    for _name, trigger in search_triggers:
        model = apps.get_model(trigger.model) if isinstance(trigger.model, str) else trigger.model
        hear = receiver(trigger)
        for signal in (post_save, post_delete):
            signal.connect(hear, sender=model, weak=False)
            receivers.append((signal, hear, model))
    listen_to_search_changes(listen)
    try:
        yield told
    finally:
        search._listeners[:] = before
        for signal, hear, model in receivers:
            signal.disconnect(hear, sender=model)
