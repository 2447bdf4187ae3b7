"""The news of one subject for programs that read feeds: without an account, the same for every reader."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.core.context_processors import hub_name
from hub.core.engine.plain_text import writable
from hub.core.registries import FollowSubject
from hub.notifications.reports.feed import feed_items
from hub.notifications.reports.told import Told
from hub.notifications.selectors import subject_of


class _Atom(Atom1Feed):
    # Without a time of its own a feed would say "now", and never be the same twice.
    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=datetime(2000, 1, 1, tzinfo=UTC))


class _Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        dates = [item["pubdate"] for item in self.items if item["pubdate"]]
        return max(dates, default=datetime(2000, 1, 1, tzinfo=UTC))


@require_safe
def atom(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    return _feed(request, kind, key, _Atom, "follow_atom")


@require_safe
def rss(request: HttpRequest, kind: str, key: str) -> HttpResponseBase:
    return _feed(request, kind, key, _Rss, "follow_rss")


def _feed(request: HttpRequest, kind: str, key: str, form: type[_Atom] | type[_Rss], address: str) -> HttpResponseBase:
    subject = subject_of(kind, key)
    if subject is None:
        raise Http404
    text = _written(subject, feed_items(kind, key), form, reverse(address, args=[kind, key]))
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(text, content_type=form.content_type)
    response["ETag"] = tag
    # Asked for anew each time, which the ETag makes cheap: what was taken down must not live on in a cache.
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # The pages that it names are in search engines themselves.
    response["X-Robots-Tag"] = "noindex"
    return response


def _written(subject: FollowSubject, items: list[Told], form: type[_Atom] | type[_Rss], path: str) -> str:
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
