"""One piece of news in words, as its own letter says it; in the active language."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi

from hub.core.context_processors import hub_name
from hub.notifications.engine.news import Subjects, news_kinds
from hub.notifications.models.news import News


@dataclass(frozen=True)
class Told:
    news: News
    title: str
    text: str
    url: str  # whole, with the host


def told(news: News, followed: Subjects) -> Told | None:
    """None when there is nothing to tell any more, such as once the page was taken down."""
    if news.kind not in news_kinds:
        return None
    kind = news_kinds.get(news.kind)
    context = kind.context(news.payload, followed)
    if context is None:
        return None
    words = {"hub_name": hub_name(), "rtl": get_language_bidi(), **context, "only_news": True}
    return Told(
        news=news,
        title=" ".join((str(kind.subject) % context).split()),
        text=render_to_string(kind.template, words).strip(),
        url=str(context.get("url", "")),
    )
