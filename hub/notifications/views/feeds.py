"""The news of one subject for programs that read feeds: without an account, the same for every reader."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.core.context_processors import hub_name
from hub.core.engine.plain_text import writable
from hub.core.registries import FollowSubject
from hub.core.views.feeds import Atom, FeedForm, Rss, feed_response
from hub.notifications.reports.feed import feed_items
from hub.notifications.reports.told import Told
from hub.notifications.selectors import subject_of


@require_safe
def atom(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    return _feed(request, kind, key, Atom, "follow_atom")


@require_safe
def rss(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    return _feed(request, kind, key, Rss, "follow_rss")


def _feed(request: HttpRequest, kind: str, key: str, form: FeedForm, address: str) -> HttpResponseBase:
    subject = subject_of(kind, key)
    if subject is None:
        raise Http404
    text = _written(subject, feed_items(kind, key), form, reverse(address, args=[kind, key]))
    return feed_response(request, text, form)


def _written(subject: FollowSubject, items: list[Told], form: FeedForm, path: str) -> str:
    feed = form(
        title=writable(f"{subject.title} · {hub_name()}"),
        link=settings.PUBLIC_URL + subject.url,
        description=writable(_("What happens to it: %(title)s") % {"title": subject.title}),
        language=get_language(),
        feed_url=settings.PUBLIC_URL + path,
    )
    for item in items:
        feed.add_item(
            title=writable(item.title),
            link=item.url or settings.PUBLIC_URL + subject.url,
            description=writable(item.text),
            unique_id=f"urn:uuid:{item.news.pk}",
            unique_id_is_permalink=False,
            pubdate=item.news.created_at,
            updateddate=item.news.created_at,
        )
    written: str = feed.writeString("utf-8")
    return written
