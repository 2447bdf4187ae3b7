"""Something public is saved, deleted, published, moved or restricted → one call of `noting`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page

from hub.core.search import SearchTrigger
from search.enums import Sweep
from search.services import noting

# What an editor's draft, or a lock, writes into the row of a page; nothing of it is public.
_OF_DRAFTS = frozenset(
    {"latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "numchild"}
    | {"locked", "locked_at", "locked_by", "go_live_at"}
)


def listen(kind: str, keys: Sequence[str]) -> None:
    """For `hub.core.search.search_changed`."""
    noting.changed(kind, keys, timezone.now())


def connect(name: str, trigger: SearchTrigger) -> None:
    model = apps.get_model(trigger.model) if isinstance(trigger.model, str) else trigger.model
    tell = partial(row_changed, trigger)
    for signal in (post_save, post_delete):
        signal.connect(tell, sender=model, weak=False, dispatch_uid=f"search.{name}")


def row_changed(
    trigger: SearchTrigger,
    sender: type,
    *,
    instance: Any,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: Any,
) -> None:
    now = timezone.now()
    if raw:
        # A fixture: the rows that it points at may not be there yet. What it changes the nightly check finds.
        noting.find_missing(now)
        return
    if update_fields and update_fields <= (_OF_DRAFTS if isinstance(instance, Page) else trigger.silent):
        return
    told = defaultdict(list)
    for kind, key in trigger.keys(instance):
        told[kind].append(key)
    for kind, keys in told.items():
        noting.changed(kind, keys, now)


def page_published(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.page_published(instance, timezone.now())


def page_unpublished(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.pages_changed(instance, timezone.now())


def page_moved(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.page_may_be_back(instance, timezone.now())


def page_deleted(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.page_deleted(instance, timezone.now())


def restriction_changed(sender: type, *, instance: Any, **kwargs: Any) -> None:
    # Deleted together with its page: that was noted before.
    if page := Page.objects.filter(pk=instance.page_id).first():
        noting.page_may_be_back(page, timezone.now())


def topic_changed(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.tell_again(Sweep.HEADING, [instance.key], timezone.now())


def topic_name_changed(sender: type, *, instance: Any, **kwargs: Any) -> None:
    noting.tell_again(Sweep.HEADING, [instance.topic.key], timezone.now())


def page_under_topic_changed(sender: type, *, instance: Any, **kwargs: Any) -> None:
    keys = Page.objects.filter(pk=instance.page_id).values_list("translation_key", flat=True)
    noting.tell_again(Sweep.PAGE, [str(key) for key in keys], timezone.now())
