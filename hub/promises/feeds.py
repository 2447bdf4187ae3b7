"""What was kept, came late, was put off or given up, as an Atom feed; takes the filters of the tracker."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.core.context_processors import hub_name
from hub.core.views.feeds import Atom, feed_response
from hub.promises.adapters.letters import SUBJECTS
from hub.promises.engine.tracker_wish import TrackerWish
from hub.promises.engine.words import said_in
from hub.promises.selectors.news import latest_news

ENTRIES = 30


@require_safe
def outcomes(request: HttpRequest) -> HttpResponseBase:
    language = translation.get_language() or settings.LANGUAGE_CODE
    wish = TrackerWish.read(request.GET).without("status", "late")
    query = f"?{request.GET.urlencode()}" if wish.narrows else ""
    page = f"{settings.PUBLIC_URL}{reverse('promises')}"
    feed = Atom(
        title=_("Promises: %(hub)s") % {"hub": hub_name()},
        link=page + query,
        description=_("What was kept, came late, was put off or given up."),
        language=language,
        feed_url=f"{settings.PUBLIC_URL}{reverse('promises_feed')}{query}",
        feed_guid=page + query,
    )
    for one in latest_news(wish, timezone.localdate(), language, limit=ENTRIES):
        title = said_in(one.promise.titles, language)[0]
        feed.add_item(
            title=SUBJECTS[one.kind] % {"title": title},
            link=settings.PUBLIC_URL + one.promise.url,
            description=said_in(one.reasons, language)[0],
            unique_id=f"urn:uuid:{one.uuid}",
            pubdate=one.happened_at,
            updateddate=one.happened_at,
        )
    return feed_response(request, feed.writeString("utf-8"), Atom)
