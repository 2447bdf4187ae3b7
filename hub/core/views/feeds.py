"""Feeds in both forms that programs read: the same for every reader, and the same bytes as long as nothing changed."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TypeAlias

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language

# What has no date of its own is older than all that has one.
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


class Atom(Atom1Feed):
    # Without a time of its own a feed would say "now", and never be the same twice.
    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items if item["updateddate"]), default=UNDATED)


class Rss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        return max((item["pubdate"] for item in self.items if item["pubdate"]), default=UNDATED)


FeedForm: TypeAlias = type[Atom] | type[Rss]


def feed_response(request: HttpRequest, text: str, form: FeedForm) -> HttpResponseBase:
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
