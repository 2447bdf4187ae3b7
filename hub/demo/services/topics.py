"""Topics and districts, named as the desk names them."""

from __future__ import annotations

from datetime import datetime

from wagtail.models import Page

from home.services.topics import save_topic
from hub.accounts.models.user import User
from hub.core.models.topic import Topic, TopicKind, TopicName, TopicPage
from hub.demo.content.topics import DISTRICTS, TOPICS, TopicContent
from hub.demo.services.pages import LANGUAGES


def name_topics(*, user: User, now: datetime) -> None:
    for kind, contents in ((TopicKind.TOPIC, TOPICS), (TopicKind.DISTRICT, DISTRICTS)):
        for content in contents:
            topic = Topic(kind=kind)
            topic.names = [TopicName(language=code, name=content.name.get(code)) for code in LANGUAGES]
            topic.topic_pages = [TopicPage(page=page) for page in _pages(content)]
            save_topic(topic, actor=user, now=now)


def _pages(content: TopicContent) -> list[Page]:
    wanted = [
        *(("whitepapers", slug) for slug in content.documents),
        *(("consultations", slug) for slug in content.consultations),
        *(("participatory_budget", slug) for slug in content.budgets),
    ]
    pages = Page.objects.filter(locale__language_code=LANGUAGES[0])
    return [pages.get(content_type__app_label=app, slug=slug) for app, slug in wanted]
