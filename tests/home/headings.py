"""Topics and districts for tests, as the desk leaves them."""

from __future__ import annotations

from wagtail.models import Page

from hub.core.models.topic import Topic, TopicKind, TopicName, TopicPage


def heading(key: str, *pages: Page, kind: str = TopicKind.TOPIC, **names: str) -> Topic:
    """`heading("trees", page, en="Trees", ar="الأشجار")`; named in English by its key where nothing is said."""
    topic = Topic.objects.create(kind=kind, key=key)
    for language, name in (names or {"en": key.title()}).items():
        TopicName.objects.create(topic=topic, language=language, name=name)
    for page in pages:
        TopicPage.objects.create(topic=topic, page=page)
    return topic
