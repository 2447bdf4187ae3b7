"""A search as a feed, in Atom and RSS, newest first: for who wants no account. Only what anybody may read just then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hub.contributions.services.limits import allow_search
from hub.contributions.views.compose import client_address
from hub.core.context_processors import hub_name
from hub.core.engine.plain_text import writable
from hub.core.views.errors import too_many_requests
from hub.core.views.feeds import UNDATED, Atom, FeedForm, Rss, feed_response
from search.engine.addresses import lasting, search_address
from search.engine.highlight import Part
from search.engine.wish import SearchWish, wish_of
from search.enums import NAMED, Sort
from search.reports.facets import names_for, public_keys
from search.reports.results import Hit, hit_of
from search.reports.saved import title_of
from search.selectors.asking import ask
from search.selectors.told import told


@require_safe
def atom(request: HttpRequest) -> HttpResponseBase:
    return _feed(request, Atom, "search_feed")


@require_safe
def rss(request: HttpRequest) -> HttpResponseBase:
    return _feed(request, Rss, "search_rss")


def _feed(request: HttpRequest, form: FeedForm, name: str) -> HttpResponseBase:
    now = timezone.now()
    if not allow_search(address=client_address(request), now=now):
        return too_many_requests(request, retry_after=600)
    language = get_language() or settings.LANGUAGE_CODE
    wish = lasting(wish_of(dict(request.GET.lists())))
    return feed_response(request, _written(wish, _newest(wish, language, now), language, form, reverse(name)), form)


def _newest(wish: SearchWish, language: str, now: datetime) -> list[tuple[str, Hit]]:
    """One page of results, each with a name that stays its own."""
    asked = ask(replace(wish, sort=Sort.NEWEST), reader=language, now=now)
    if wish.query and asked.question.is_empty:
        return []
    return [
        (f"{one.kind_name}/{one.document.key}/{one.document.language}", hit_of(one, asked.question, language))
        for one in told(asked.answer.ids, language=language).found
    ]


def _written(wish: SearchWish, hits: list[tuple[str, Hit]], language: str, form: FeedForm, path: str) -> str:
    names = names_for(public_keys({facet: wish.values(facet) for facet in NAMED}), language)
    address = wish.canonical()
    own = path + (f"?{address}" if address else "")
    feed = form(
        title=writable(f"{title_of(wish, names) if address else _('Search')} · {hub_name()}"),
        link=settings.PUBLIC_URL + search_address(language, address),
        description=writable(_("What is newest among all that this search finds.")),
        language=language,
        feed_url=settings.PUBLIC_URL + own,
    )
    for name, hit in hits:
        moment = hit.date or UNDATED
        feed.add_item(
            title=writable(_("%(kind)s: %(title)s") % {"kind": hit.kind_label, "title": _text(hit.title)}),
            link=settings.PUBLIC_URL + hit.url,
            description=writable(_text(hit.passage)),
            unique_id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{settings.PUBLIC_URL}/search/{name}')}",
            unique_id_is_permalink=False,
            pubdate=moment,
            updateddate=moment,
        )
    written: str = feed.writeString("utf-8")
    return written


def _text(parts: Sequence[Part]) -> str:
    return " ".join("".join(part.text for part in parts).split())
