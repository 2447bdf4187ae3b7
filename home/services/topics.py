"""Topics and districts are named, filled and taken away. Each decision is a row of the record."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from home.permissions import user_can_name_topics
from hub.accounts.models.user import User
from hub.audit.services import record
from hub.core.headings import heading_key
from hub.core.models.topic import Topic


class TopicError(ValueError):
    """What an editor has to put right; `field` is that of the form, "" where it is none in particular."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def save_topic(topic: Topic, *, actor: User | None, now: datetime) -> Topic:
    """Keeps a heading with the names and pages that it carries, which may not be in the database yet.

    Without a name in addresses it gets the one by which promises of the same name are found. Raises TopicError.
    """
    _require_allowed(actor)
    names = {each.language: each.name.strip() for each in topic.names.all()}
    first, first_name = settings.LANGUAGES[0]
    if not names.get(first):
        raise TopicError(_("Give the name in this language too: %(language)s.") % {"language": _(str(first_name))})
    topic.key = topic.key or heading_key(names)
    if not topic.key:
        raise TopicError(_("Write a name for addresses: small letters, figures and hyphens."), "key")
    if Topic.objects.filter(kind=topic.kind, key=topic.key).exclude(pk=topic.pk).exists():
        raise TopicError(_("This name in addresses is taken. Change the other heading, or choose another name."), "key")
    is_new = topic.pk is None
    topic.save()
    action = "topic.named" if is_new else "topic.changed"
    data = {"kind": topic.kind, "names": len(names), "pages": topic.topic_pages.count()}
    record(action, subject="topic", subject_id=topic.pk, actor=actor, data=data, now=now)
    return topic


@transaction.atomic
def delete_topic(topic: Topic, *, actor: User | None, now: datetime) -> None:
    """The heading goes; what stood under it stays where it is."""
    _require_allowed(actor)
    record("topic.deleted", subject="topic", subject_id=topic.pk, actor=actor, data={"kind": topic.kind}, now=now)
    topic.delete()


def _require_allowed(actor: User | None) -> None:
    """No actor is a command or a seed."""
    if actor is not None and not user_can_name_topics(actor):
        raise PermissionDenied
